package io.leveret.broker;

import java.util.Optional;

/**
 * Where to listen.
 *
 * @param host empty for where everybody else does
 * @param port 0 takes a free one
 */
record Endpoint(Optional<String> host, int port) {}
