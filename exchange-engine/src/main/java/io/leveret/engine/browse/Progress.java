package io.leveret.engine.browse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a job has done so far. Written by its thread, read by anybody. */
public final class Progress {

    private static final int MOST_FAILURES = 50;
    private static final int MOST_SAMPLES = 20;
    private static final int MOST_GOALS = 200;

    /** Why something was not done with a message. */
    public record Failure(MessageId message, String reason) {
    }

    /** Where a message goes. */
    public record Sample(MessageId message, Goal goal) {
    }

    /**
     * How much was done.
     *
     * @param total    messages that are to be looked at
     * @param searched messages that were
     * @param matched  those that something is to be done with
     * @param done     those that it was done with; in a dry run those that it would be
     * @param failed   those that it could not be done with, which stay
     * @param skipped  those that the job is not about: they have expired, or are no dead letters
     * @param gone     those that somebody else was faster with
     */
    public record Counts(long total, long searched, long matched, long done, long failed, long skipped, long gone) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    private Counts counts = Counts.NONE;
    private final List<Failure> failures = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Goal, Long> goals = new LinkedHashMap<>();
    private long otherGoals;

    public synchronized Counts counts() {
        return counts;
    }

    /** The first of those that failed, were skipped or gone. */
    public synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Some messages, and where they go. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** How many messages go where. */
    public synchronized Map<Goal, Long> goals() {
        return new LinkedHashMap<>(goals);
    }

    /** How many go elsewhere, where there are too many goals to tell apart. */
    public synchronized long otherGoals() {
        return otherGoals;
    }

    synchronized void total(long messages) {
        counts = new Counts(messages, counts.searched, counts.matched, counts.done, counts.failed, counts.skipped, counts.gone);
    }

    synchronized void searched(long more) {
        long searched = counts.searched + more;
        counts = new Counts(Math.max(counts.total, searched), searched, counts.matched, counts.done, counts.failed, counts.skipped,
            counts.gone);
    }

    synchronized void matched(long more) {
        counts = new Counts(counts.total, counts.searched, counts.matched + more, counts.done, counts.failed, counts.skipped, counts.gone);
    }

    synchronized void done(long more) {
        counts = new Counts(counts.total, counts.searched, counts.matched, counts.done + more, counts.failed, counts.skipped, counts.gone);
    }

    synchronized void done(MessageId message, Goal goal) {
        done(1);
        if (samples.size() < MOST_SAMPLES) samples.add(new Sample(message, goal));
        if (goals.containsKey(goal) || goals.size() < MOST_GOALS) goals.merge(goal, 1L, Long::sum);
        else otherGoals++;
    }

    synchronized void failed(MessageId message, String reason) {
        counts = new Counts(counts.total, counts.searched, counts.matched, counts.done, counts.failed + 1, counts.skipped, counts.gone);
        note(message, reason);
    }

    synchronized void skipped(MessageId message, String reason) {
        counts = new Counts(counts.total, counts.searched, counts.matched, counts.done, counts.failed, counts.skipped + 1, counts.gone);
        note(message, reason);
    }

    synchronized void gone(MessageId message) {
        counts = new Counts(counts.total, counts.searched, counts.matched, counts.done, counts.failed, counts.skipped, counts.gone + 1);
        note(message, "gone");
    }

    private void note(MessageId message, String reason) {
        if (failures.size() < MOST_FAILURES) failures.add(new Failure(message, reason));
    }
}
