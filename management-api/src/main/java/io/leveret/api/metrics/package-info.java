/** What Prometheus reads, by RabbitMQ's names. */
package io.leveret.api.metrics;
