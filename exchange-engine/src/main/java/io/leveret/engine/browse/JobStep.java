package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.browse.Handover.Outcome;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.Offer;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a job does with some messages that it has found. Used by its thread. */
final class JobStep {

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final JobOrder order;
    private final QueueRef queue;
    private final Progress progress;
    private final Pace pace;
    private final Addressing addressing;

    JobStep(JobOrder order, Progress progress, Pace pace) {
        this.order = order;
        this.queue = order.queue();
        this.progress = progress;
        this.pace = pace;
        this.addressing = new Addressing(order.host(), queue.name(), order.target(), order.client().rights());
    }

    /** @throws TargetFullException when there is no use in going on */
    void take(List<Browsed> found) {
        progress.matched(found.size());
        int atOnce = order.dryRun() ? Search.SLICE_MESSAGES : pace.atOnce(Search.SLICE_MESSAGES);
        for (int from = 0; from < found.size(); from += atOnce) {
            List<Browsed> some = living(found.subList(from, Math.min(found.size(), from + atOnce)));
            if (!order.dryRun() && !pace.await(some.size()) || pace.isCancelled()) return;
            order.requireRead(); // at a low rate a slice takes long
            if (order.dryRun()) foresee(some);
            else if (order.action() == Action.REMOVE) remove(some);
            else send(some);
        }
    }

    /** What has expired is dead: it would only begin to live again elsewhere. */
    private List<Browsed> living(List<Browsed> some) {
        long now = queue.home().millis();
        List<Browsed> living = new ArrayList<>(some.size());
        for (Browsed each : some) {
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

    private void send(List<Browsed> some) {
        List<Sending> sendings = new ArrayList<>(some.size());
        Set<QueueRef> targets = new LinkedHashSet<>();
        for (Browsed each : some) {
            try {
                Sending sending = addressing.address(each);
                sendings.add(sending);
                targets.addAll(sending.queues());
            } catch (NotSentException why) {
                note(each, why);
            } catch (AmqpException refused) {
                sendings.forEach(sending -> sending.keys().forget());
                throw refused;
            }
        }
        if (sendings.isEmpty()) return;
        if (!awaitRoom(targets)) {
            sendings.forEach(sending -> sending.keys().forget());
            return;
        }
        boolean keepsSource = order.action() == Action.COPY;
        Map<Sending, Outcome> outcomes = Asking.await(new Handover(queue, keepsSource, sendings).start());
        QueueRef full = null;
        for (Sending each : sendings) {
            Outcome outcome = outcomes.get(each);
            note(each, outcome);
            if (outcome.offer() == Offer.FULL) full = outcome.queue();
        }
        if (full != null) throw new TargetFullException(full.description() + " is full");
    }

    /** Those that are behind are given the time to catch up. @return false when the job is cancelled */
    private boolean awaitRoom(Set<QueueRef> targets) {
        while (queue.contents().isStorageBusy() || targets.stream().anyMatch(QueueRef::isBusy)) {
            if (!pace.pause(BUSY_NANOS)) return false;
        }
        return !pace.isCancelled();
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
