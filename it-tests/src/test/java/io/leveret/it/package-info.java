/**
 * Leveret as its clients see it: one class per feature, through real clients or raw frames.
 * With {@code -Dleveret.it.uri=amqp://…} the same tests run against another broker.
 */
package io.leveret.it;
