package io.leveret.engine.view;

import io.leveret.engine.stats.History;

/** A virtual host: how much is in its queues now, and what has been counted. */
public record VirtualHostInfo(String name, boolean tracing, long ready, long unacked, History stats) {
}
