package io.leveret.engine.browse;

/** A message cannot go where it should: it stays where it is. */
final class NotSentException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean isNoConcern;

    private NotSentException(String reason, boolean isNoConcern) {
        super(reason, null, false, false);
        this.isNoConcern = isNoConcern;
    }

    static NotSentException because(String reason) {
        return new NotSentException(reason, false);
    }

    /** The job is not about such messages. */
    static NotSentException noConcern(String reason) {
        return new NotSentException(reason, true);
    }

    boolean isNoConcern() {
        return isNoConcern;
    }
}
