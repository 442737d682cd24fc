package io.leveret.engine.message;

/** Why a message left a queue without being acknowledged. */
public enum DeathReason {
    REJECTED("rejected"),
    EXPIRED("expired"),
    MAX_LENGTH("maxlen"),
    DELIVERY_LIMIT("delivery_limit");

    private final String text;

    DeathReason(String text) {
        this.text = text;
    }

    /** As in the headers. */
    @Override
    public String toString() {
        return text;
    }
}
