package io.leveret.api.json;

/** What somebody sent is JSON, and not what was asked for. */
public final class InvalidBodyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Object reason;

    /** @param reason a text, or a list of texts and values as RabbitMQ has it for some errors */
    public InvalidBodyException(Object reason) {
        super(String.valueOf(reason), null, false, false);
        this.reason = reason;
    }

    public Object reason() {
        return reason;
    }
}
