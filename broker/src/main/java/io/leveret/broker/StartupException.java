package io.leveret.broker;

/** The broker cannot start where it is asked to: a port or the data directory is not to be had. The message is one line for the user. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
