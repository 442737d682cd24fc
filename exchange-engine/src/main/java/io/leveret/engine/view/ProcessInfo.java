package io.leveret.engine.view;

import java.util.OptionalLong;

/**
 * The process of the broker, and who embeds it. What the operating system does not tell is empty.
 *
 * @param startedAt   of the broker, in milliseconds since 1970
 * @param upMillis    how long it has been there, whatever the system's clock has been set to since
 * @param cpuNanos    spent by all threads so far
 * @param openFiles   sockets among them
 * @param mostFiles   that it may have open
 * @param sockets     of AMQP clients
 * @param mostSockets of AMQP clients; empty for as many as there may be files
 * @param mostThreads that the user may have, all processes together
 */
public record ProcessInfo(long pid, long startedAt, long upMillis, int processors, OptionalLong cpuNanos, OptionalLong openFiles,
                          OptionalLong mostFiles, int sockets, OptionalLong mostSockets, int threads, OptionalLong mostThreads,
                          Heap heap, Collections collections) {

    /** Bytes. */
    public record Heap(long used, long committed, long max) {
    }

    /** Of garbage, so far. */
    public record Collections(long count, long millis, long reclaimedBytes) {
    }
}
