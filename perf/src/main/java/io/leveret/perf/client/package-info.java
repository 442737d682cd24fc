/** A client of AMQP 0-9-1 that costs next to nothing: what repeats is encoded once, what comes is read where it lies. */
package io.leveret.perf.client;
