package io.leveret.api.http;

import java.util.Optional;

/** The line of a request, as it is made ready for the router. */
public final class PathInput {

    private PathInput() {}

    /** What stands behind the prefix, if anything does. */
    public static Optional<String> routed(String uri, String prefix) {
        return Paths.routed(RawQueries.encoded(uri), prefix);
    }
}
