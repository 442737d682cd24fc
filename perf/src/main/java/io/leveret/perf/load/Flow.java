package io.leveret.perf.load;

/**
 * Messages from producers to consumers.
 *
 * @param expected how many messages consumers are to receive together; 0 if nobody knows
 */
public record Flow(Topology topology, Publishing publishing, Consuming consuming, long expected) {}
