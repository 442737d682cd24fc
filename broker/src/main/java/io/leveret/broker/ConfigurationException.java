package io.leveret.broker;

/** The configuration is wrong. The message is one line for the user, beginning with where the mistake stands. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConfigurationException(String origin, String explanation) {
        super(origin + ": " + explanation.replaceAll("\\s*\\R\\s*", " "));
    }
}
