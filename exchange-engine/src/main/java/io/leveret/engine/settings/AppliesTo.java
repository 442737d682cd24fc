package io.leveret.engine.settings;

/** What a policy is for. */
public enum AppliesTo {
    ALL("all"), EXCHANGES("exchanges"), QUEUES("queues"), CLASSIC_QUEUES("classic_queues"),
    QUORUM_QUEUES("quorum_queues"), STREAMS("streams");

    private final String text;

    AppliesTo(String text) {
        this.text = text;
    }

    /** @throws InvalidPolicyException when there is nothing of that name */
    public static AppliesTo named(String text) {
        for (AppliesTo kind : values()) {
            if (kind.text.equals(text)) return kind;
        }
        throw new InvalidPolicyException("apply-to '" + text + "' unrecognised; should be one of: 'queues', "
            + "'classic_queues',  'quorum_queues', 'streams', 'exchanges', or 'all'");
    }

    public boolean includesExchanges() {
        return this == ALL || this == EXCHANGES;
    }

    public boolean includes(QueueType type) {
        return switch (this) {
            case ALL, QUEUES -> true;
            case CLASSIC_QUEUES -> type == QueueType.CLASSIC;
            case QUORUM_QUEUES -> type == QueueType.QUORUM;
            case EXCHANGES, STREAMS -> false;
        };
    }

    /** As the API says it. */
    @Override
    public String toString() {
        return text;
    }
}
