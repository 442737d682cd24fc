package io.leveret.engine.settings;

/** What happens when a queue is full. */
public enum Overflow {
    /** The oldest message of the lowest priority goes. */
    DROP_HEAD("drop-head"),
    /** The new message is refused. */
    REJECT_PUBLISH("reject-publish"),
    /** The new message is refused and dead-lettered. */
    REJECT_PUBLISH_DLX("reject-publish-dlx");

    private final String text;

    Overflow(String text) {
        this.text = text;
    }

    static Overflow named(String text) {
        for (Overflow overflow : values()) {
            if (overflow.text.equals(text)) return overflow;
        }
        throw new IllegalArgumentException("checked before: " + text);
    }

    /** As in arguments. */
    @Override
    public String toString() {
        return text;
    }
}
