package io.leveret.api.http;

import java.util.Set;

/** The ports, plain and over TLS, where there are metrics and nothing else. */
public record MetricsPort(Set<Integer> numbers) {

    private static final String METRICS = "/metrics";

    /** Whether a request that came in on that port is for something that there is. */
    static boolean offers(String path) {
        return path.equals(METRICS) || path.startsWith(METRICS + "/");
    }
}
