package io.leveret.engine.view;

/** What a binding leads to. */
public enum DestinationKind {
    QUEUE("queue"), EXCHANGE("exchange");

    private final String text;

    DestinationKind(String text) {
        this.text = text;
    }

    /** As in the API. */
    @Override
    public String toString() {
        return text;
    }
}
