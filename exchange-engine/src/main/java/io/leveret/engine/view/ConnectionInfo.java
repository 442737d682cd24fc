package io.leveret.engine.view;

import io.leveret.engine.stats.History;

/**
 * A client's connection.
 *
 * @param stats what came and went, in bytes and in reads and writes
 */
public record ConnectionInfo(String name, String user, String virtualHost, ClientDetails details, ConnectionState state,
                             int channels, History stats) {
}
