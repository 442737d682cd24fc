package io.leveret.api.http;

/**
 * The port where there are metrics and nothing else.
 *
 * @param number negative when there is none
 */
public record MetricsPort(int number) {

    private static final String METRICS = "/metrics";

    /** Whether a request that came in on that port is for something that there is. */
    static boolean offers(String path) {
        return path.equals(METRICS) || path.startsWith(METRICS + "/");
    }
}
