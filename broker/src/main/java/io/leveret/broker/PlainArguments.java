package io.leveret.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line that starts the broker and leaves nothing to explain: options that it has, each once and with a value. All
 * others are for picocli, which would take a fifth of a start: its classes are too old for the JVM to keep them ready.
 *
 * @param given values by option
 */
record PlainArguments(Map<String, String> given) {

    private static final String SERVER = "server";

    /** Empty when anything at all is out of the ordinary. */
    static Optional<PlainArguments> read(List<String> options, String... arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        int next = arguments.length > 0 && arguments[0].equals(SERVER) ? 1 : 0;
        while (next < arguments.length) {
            String option = arguments[next++];
            String value;
            int equals = option.indexOf('=');
            if (equals >= 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            } else {
                if (next == arguments.length || arguments[next].startsWith("-")) return Optional.empty();
                value = arguments[next++];
            }
            if (!options.contains(option) || given.put(option, value) != null) return Optional.empty();
        }
        return Optional.of(new PlainArguments(given));
    }
}
