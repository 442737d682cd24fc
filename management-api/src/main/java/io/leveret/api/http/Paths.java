package io.leveret.api.http;

import java.util.Optional;

/**
 * Paths as they came, made ready for the router: without the prefix and the slash at the end, and with a plus and a
 * semicolon that will still be there when it has been decoded.
 */
final class Paths {

    private Paths() {
    }

    /** Empty when the path does not begin with the prefix. */
    static Optional<String> routed(String raw, String prefix) {
        if (!raw.startsWith(prefix)) return Optional.empty();
        String path = raw.substring(prefix.length());
        if (!path.isEmpty() && !path.startsWith("/")) return Optional.empty();
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') end--;
        return Optional.of(path.substring(0, end).replace("+", "%2B").replace(";", "%3B"));
    }
}
