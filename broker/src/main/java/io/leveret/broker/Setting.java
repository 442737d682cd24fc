package io.leveret.broker;

import java.util.Locale;

/**
 * One thing that can be set. Its key in the configuration file gives the name of its environment variable and, for
 * those that have one, of its option.
 */
record Setting<T>(String key, String defaultText, Kind<T> kind, String description) {

    /** The value that {@code text}, found at {@code origin}, stands for. */
    T parse(String text, String origin) {
        try {
            return kind.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(origin, key + " must be " + kind.expected()
                    + (isSecret() ? "" : ", not '" + text + "'"));
        }
    }

    String variable() {
        return "LEVERET_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    String option() {
        return "--" + key.replace('.', '-');
    }

    boolean isSecret() {
        return key.endsWith("password");
    }
}
