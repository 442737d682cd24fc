/** What has been counted, as RabbitMQ's API shows it. */
package io.leveret.api.stats;
