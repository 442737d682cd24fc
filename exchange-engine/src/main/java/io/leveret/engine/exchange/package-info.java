/** Exchanges, their types and bindings: from a message to the queues it reaches. */
package io.leveret.engine.exchange;
