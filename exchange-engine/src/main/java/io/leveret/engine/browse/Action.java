package io.leveret.engine.browse;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a job does with messages. */
public enum Action {
    REMOVE, MOVE, COPY,
    /** Sends dead letters back to where they died. */
    REDRIVE,
    /** Puts messages behind all others of their queue. */
    REQUEUE,
    /** Lets messages die, as if a consumer had rejected them. */
    DEAD_LETTER;

    public static Optional<Action> of(String text) {
        return Stream.of(values()).filter(each -> each.toString().equals(text)).findAny();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
