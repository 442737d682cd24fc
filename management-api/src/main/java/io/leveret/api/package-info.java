/** RabbitMQ's HTTP API. Sees the engine through a narrow view. */
package io.leveret.api;
