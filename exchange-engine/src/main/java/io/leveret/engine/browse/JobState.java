package io.leveret.engine.browse;

import java.util.Locale;

/** How far a job has come. */
public enum JobState {
    /** Others have to end first. */
    WAITING,
    RUNNING,
    /** All was done that could be. */
    FINISHED,
    CANCELLED,
    /** A target is full. */
    STOPPED,
    FAILED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
