package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.browse.Handover.Outcome;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.Offer;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a job does with some messages that it has found. Used by one thread at a time. */
final class JobStep {

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final JobOrder order;
    private final QueueRef queue;
    private final Progress progress;
    private final Pace pace;
    private final Addressing addressing;

    /** They know where they go, and wait for room there. */
    private List<Sending> addressed = List.of();

    JobStep(JobOrder order, Progress progress, Pace pace) {
        this.order = order;
        this.queue = order.queue();
        this.progress = progress;
        this.pace = pace;
        this.addressing = new Addressing(order.host(), queue, order.target(), order.client().rights());
    }

    /**
     * Deals with the first of them, as many as may be dealt with at once, and takes these out of what was found.
     *
     * @return for how many nanoseconds nothing more can be done
     * @throws TargetFullException when there is no use in going on
     */
    long take(Deque<Browsed> found) {
        order.requireRead(); // at a low rate a slice takes long
        if (isWaiting()) return handOver();
        if (!order.dryRun() && pace.delay() > 0) return pace.delay();
        if (order.action() == Action.DEAD_LETTER && (queue.isBusy() || queue.contents().isStorageBusy())) return BUSY_NANOS;
        int atOnce = order.dryRun() ? Search.SLICE_MESSAGES : pace.atOnce(Search.SLICE_MESSAGES);
        List<Browsed> living = living(found, atOnce);
        pace.passed(living.size());
        if (order.dryRun()) foresee(living);
        else if (order.action() == Action.REMOVE) remove(living);
        else if (order.action() == Action.DEAD_LETTER) deadLetter(living);
        else address(living);
        return isWaiting() ? handOver() : 0;
    }

    /** Whether there is something under way that is not done. */
    boolean isWaiting() {
        return !addressed.isEmpty();
    }

    /** What is under way is not done after all. */
    void abandon() {
        addressed.forEach(sending -> sending.keys().forget());
        addressed = List.of();
    }

    /** What has expired is dead: it would only begin to live again elsewhere. */
    private List<Browsed> living(Deque<Browsed> found, int most) {
        long now = queue.home().millis();
        List<Browsed> living = new ArrayList<>();
        for (int i = 0; i < most && !found.isEmpty(); i++) {
            Browsed each = found.remove();
            if (each.expiresAt() > now || order.action() == Action.REMOVE) living.add(each);
            else progress.skipped(idOf(each), "expired");
        }
        return living;
    }

    private void foresee(List<Browsed> some) {
        for (Browsed each : some) {
            if (order.action() == Action.REMOVE) {
                progress.done(1);
                continue;
            }
            try {
                Goal goal = addressing.goalOf(each);
                addressing.lookFor(goal);
                progress.done(idOf(each), goal);
            } catch (NotSentException why) {
                note(each, why);
            }
        }
    }

    private void remove(List<Browsed> some) {
        Set<Long> removed = Set.copyOf(Asking.<List<Long>>ask(answer -> queue.contents().remove(some, answer)));
        progress.done(removed.size());
        for (Browsed each : some) if (!removed.contains(each.position())) progress.gone(idOf(each));
    }

    /** The queue does it: what dies leaves in one step with its copies' arrival. */
    private void deadLetter(List<Browsed> some) {
        Map<Long, Boolean> dead = Asking.ask(answer -> queue.contents().deadLetter(some, answer));
        for (Browsed each : some) {
            Boolean left = dead.get(each.position());
            if (left == null) progress.gone(idOf(each));
            else if (left) progress.done(idOf(each), addressing.deadLetters(each.message().routingKey()));
            else progress.failed(idOf(each), "its dead letter would reach no queue");
        }
    }

    private void address(List<Browsed> some) {
        addressed = new ArrayList<>(some.size());
        for (Browsed each : some) {
            try {
                addressed.add(addressing.address(each));
            } catch (NotSentException why) {
                note(each, why);
            }
        }
    }

    /** Those that are behind are given the time to catch up. @return after how many nanoseconds to try again, or 0 */
    private long handOver() {
        if (queue.contents().isStorageBusy()) return BUSY_NANOS;
        if (addressed.stream().anyMatch(sending -> sending.queues().stream().anyMatch(QueueRef::isBusy))) return BUSY_NANOS;
        List<Sending> sendings = addressed;
        addressed = List.of();
        boolean keepsSource = order.action() == Action.COPY;
        Map<Sending, Outcome> outcomes = Asking.await(new Handover(queue, keepsSource, sendings).start());
        QueueRef full = null;
        for (Sending each : sendings) {
            Outcome outcome = outcomes.get(each);
            note(each, outcome);
            if (outcome.offer() == Offer.FULL) full = outcome.queue();
        }
        if (full != null) throw new TargetFullException(full.description() + " is full");
        return 0;
    }

    private void note(Sending sending, Outcome outcome) {
        MessageId id = idOf(sending.seen());
        if (outcome.offer() == null) progress.gone(id);
        else if (outcome.offer() == Offer.TAKEN) progress.done(id, sending.goal());
        else progress.failed(id, reason(outcome));
    }

    private static String reason(Outcome outcome) {
        String name = outcome.queue().description();
        return switch (outcome.offer()) {
            case FULL -> name + " is full";
            case GONE -> name + " is gone";
            case DUPLICATE -> name + " has a message with the same deduplication key";
            default -> name + " failed to take it";
        };
    }

    private void note(Browsed seen, NotSentException why) {
        if (why.isNoConcern()) progress.skipped(idOf(seen), why.getMessage());
        else progress.failed(idOf(seen), why.getMessage());
    }

    private MessageId idOf(Browsed seen) {
        return MessageId.of(queue, seen.position());
    }
}
