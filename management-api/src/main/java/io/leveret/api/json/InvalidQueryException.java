package io.leveret.api.json;

/** A list is asked for in a way that makes no sense. */
public final class InvalidQueryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String error;

    InvalidQueryException(String error, String reason) {
        super(reason, null, false, false);
        this.error = error;
    }

    /** The kind of error, as RabbitMQ names it. */
    public String error() {
        return error;
    }
}
