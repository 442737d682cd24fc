package io.leveret.api;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is the matter with a queue, in one word: the first that holds, from the top. */
enum QueueHealth {
    /** It was paused, and delivers nothing until it is resumed. */
    PAUSED(Severity.WARNING, QueueFacts::isPaused),
    /** Nobody takes its messages, as is usual where dead letters are kept: somebody should look at them, but nothing is at a standstill. */
    DEAD_LETTERS(Severity.WARNING, queue -> hasNoConsumers(queue) && queue.getsDeadLetters()),
    NO_CONSUMERS(Severity.BAD, QueueHealth::hasNoConsumers),
    AT_LIMIT(Severity.BAD, queue -> queue.ready() > 0 && queue.fullness().orElse(0) >= QueueHealth.FULL),
    /** All consumers hold as many messages as they may. */
    UNACKED_HIGH(Severity.WARNING, queue -> queue.ready() > 0 && queue.unacked() > 0 && queue.capacity() < QueueHealth.BARELY),
    /** There are messages and consumers, and nothing is delivered. */
    STALLED(Severity.BAD, queue -> queue.ready() > 0 && queue.waitsMillis() > QueueHealth.STALLED_SECONDS * 1000L
        && queue.delivered(QueueHealth.STALLED_SECONDS) == 0),
    GROWING(Severity.WARNING, QueueHealth::isGrowing),
    /** Its publishers are kept waiting. */
    FLOW(Severity.NOTE, QueueFacts::isBusy),
    IDLE(Severity.NONE, queue -> queue.ready() == 0 && queue.unacked() == 0 && !queue.isUsed()),
    OK(Severity.NONE, queue -> true);

    private static final double FULL = 0.95;
    private static final double BARELY = 0.01;
    private static final int STALLED_SECONDS = 30;

    private enum Severity { NONE, NOTE, WARNING, BAD }

    private final Severity severity;
    private final Predicate<QueueFacts> rule;

    QueueHealth(Severity severity, Predicate<QueueFacts> rule) {
        this.severity = severity;
        this.rule = rule;
    }

    static QueueHealth of(QueueFacts queue) {
        return Stream.of(values()).filter(each -> each.rule.test(queue)).findFirst().orElse(OK);
    }

    static boolean hasNoConsumers(QueueFacts queue) {
        return queue.ready() > 0 && queue.consumers() == 0;
    }

    static boolean isGrowing(QueueFacts queue) {
        return queue.ready() > 0 && queue.rise() > 0 && queue.surplus() > 0;
    }

    /** Whether somebody should look at it. */
    boolean needsAttention() {
        return severity.compareTo(Severity.WARNING) >= 0;
    }

    /** With the figure that it comes from. */
    static Map<String, Object> shown(QueueFacts queue) {
        QueueHealth health = of(queue);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("state", health.toString());
        shown.put("severity", health.severity.ordinal());
        if (health == AT_LIMIT) shown.put("fullness", queue.fullness().orElse(0));
        if (health == GROWING) shown.put("rise", queue.rise());
        return shown;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
