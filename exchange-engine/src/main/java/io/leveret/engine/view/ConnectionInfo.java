package io.leveret.engine.view;

import io.leveret.engine.stats.History;

/**
 * A client's connection.
 *
 * @param user        empty until the client has logged in
 * @param virtualHost empty until it is open
 * @param sendPending bytes that the client has yet to read
 * @param stats       what came and went, in bytes and in reads and writes
 */
public record ConnectionInfo(String name, String user, String virtualHost, ClientDetails details, ConnectionState state,
                             int channels, long sendPending, History stats) {
}
