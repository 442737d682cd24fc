package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.Place;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.Slice;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done with many messages of a queue, slice by slice, on a thread that may wait. What comes while it runs is
 * left alone, so that messages that go back to their own queue are not met again.
 */
public final class Job implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Job.class);

    private final String id;
    private final Clock clock;
    private final Progress progress = new Progress();
    private final Pace pace;
    private final long createdAt;
    private volatile JobOrder order;
    private volatile JobState state = JobState.WAITING;
    private volatile String error;
    private volatile long startedAt;
    private volatile long finishedAt;

    Job(String id, JobOrder order, Clock clock) {
        this.id = id;
        this.order = order;
        this.pace = new Pace(order.rate());
        this.clock = clock;
        this.createdAt = clock.millis();
    }

    public String id() {
        return id;
    }

    public JobOrder order() {
        return order;
    }

    public Progress progress() {
        return progress;
    }

    public JobState state() {
        return state;
    }

    /** Why it did not do all. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** In milliseconds since 1970. */
    public long createdAt() {
        return createdAt;
    }

    /** In milliseconds since 1970; 0 before that. */
    public long startedAt() {
        return startedAt;
    }

    /** In milliseconds since 1970; 0 before that. Nothing changes any more after that. */
    public long finishedAt() {
        return finishedAt;
    }

    boolean isOver() {
        return finishedAt > 0;
    }

    /** It does no more than what is under way. */
    public void cancel() {
        pace.cancel();
    }

    @Override
    public void run() {
        startedAt = clock.millis();
        state = JobState.RUNNING;
        try {
            if (order.messages().isPresent()) runThrough(order.messages().get());
            else runThroughAll();
            end(pace.isCancelled() ? JobState.CANCELLED : JobState.FINISHED, null);
        } catch (TargetFullException full) {
            end(JobState.STOPPED, full.getMessage());
        } catch (AmqpException refused) {
            end(JobState.FAILED, refused.replyText());
        } catch (RuntimeException | Error bug) {
            log.error("job {} failed on {}", id, order.queue(), bug);
            end(JobState.FAILED, "see the broker's log");
        }
    }

    private void end(JobState last, String why) {
        error = why;
        state = last;
        order = order.withoutMessages();
        finishedAt = clock.millis();
    }

    // ---- which messages

    private void runThroughAll() {
        QueueRef queue = order.queue();
        JobStep step = step();
        long end = Asking.<Long>ask(answer -> queue.contents().end(answer));
        progress.total(queue.stats().ready());
        Place place = Place.START;
        for (long left = order.limit(); left > 0 && !pace.isCancelled(); ) {
            order.requireRead();
            Place from = place;
            Slice slice = Asking.ask(answer -> queue.contents().look(from, end, Search.SLICE_MESSAGES, Search.SLICE_BYTES, answer));
            List<Browsed> matched = slice.messages().stream().takeWhile(each -> !pace.isCancelled())
                .filter(order.filter()).limit(left).toList();
            if (pace.isCancelled()) return;
            step.take(matched);
            left -= matched.size();
            progress.searched(slice.passed());
            if (slice.isLast()) return;
            place = slice.end();
        }
    }

    private void runThrough(List<MessageId> chosen) {
        JobStep step = step();
        progress.total(chosen.size());
        List<Browsed> found = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < chosen.size() && i < order.limit() && !pace.isCancelled(); i++) {
            MessageId each = chosen.get(i);
            order.requireRead();
            List<Browsed> seen = find(each);
            if (seen.isEmpty()) progress.gone(each);
            found.addAll(seen);
            bytes += seen.stream().mapToLong(message -> message.message().body().size()).sum();
            progress.searched(1);
            if (found.size() < Search.SLICE_MESSAGES && bytes < Search.SLICE_BYTES) continue;
            step.take(found);
            found = new ArrayList<>();
            bytes = 0;
        }
        step.take(found);
    }

    /** One of another queue, perhaps of the same name before, is gone as well. */
    private List<Browsed> find(MessageId wanted) {
        if (wanted.queueId() != order.queue().id()) return List.of();
        return Asking.<Slice>ask(answer -> order.queue().contents().find(wanted.position(), answer)).messages();
    }

    private JobStep step() {
        return new JobStep(order, progress, pace);
    }
}
