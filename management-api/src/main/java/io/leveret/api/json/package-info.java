/** Trees of JSON: read from requests, built from tables of fields, sorted and cut into pages. Knows no HTTP, and of AMQP the values. */
package io.leveret.api.json;
