/** Inputs for paths and queries. */
package io.leveret.api.http;
