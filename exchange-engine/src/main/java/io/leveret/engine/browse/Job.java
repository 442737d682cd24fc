package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.Place;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.Slice;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done with many messages of a queue, in small steps on threads that may wait, so that many jobs share a few.
 * What comes while it runs is left alone, so that messages that go back to their own queue are not met again.
 */
public final class Job {

    private static final Logger log = LoggerFactory.getLogger(Job.class);

    /** Less than searches take, as all jobs keep a slice while they wait for their rate or for room. */
    private static final long SLICE_BYTES = 512 << 10;

    private final String id;
    private final Clock clock;
    private final Progress progress = new Progress();
    private final Pace pace;
    private final long createdAt;
    private final Deque<Browsed> found = new ArrayDeque<>();
    private volatile JobOrder order;
    private volatile JobState state = JobState.WAITING;
    private volatile String error;
    private volatile long startedAt;
    private volatile long finishedAt;
    private JobStep step;
    private Quest quest;

    /** Where the messages come from. */
    private interface Quest {
        /** Finds more of them, if there are any left. */
        void go();

        boolean isOver();
    }

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

    boolean isCancelled() {
        return pace.isCancelled();
    }

    /** It does no more than what is under way. */
    void cancel() {
        pace.cancel();
    }

    /**
     * Goes on a little. Called by one thread at a time, until it is over.
     *
     * @return for how many nanoseconds there is nothing to do
     */
    long step() {
        try {
            if (step == null) begin();
            if (pace.isCancelled()) end(JobState.CANCELLED, null);
            else if (!found.isEmpty() || step.isWaiting()) return step.take(found);
            else if (quest.isOver()) end(JobState.FINISHED, null);
            else find();
        } catch (TargetFullException full) {
            end(JobState.STOPPED, full.getMessage());
        } catch (AmqpException refused) {
            end(JobState.FAILED, refused.replyText());
        } catch (RuntimeException | Error bug) {
            log.error("job {} failed on {}", id, order.queue(), bug);
            end(JobState.FAILED, "see the broker's log");
        }
        return 0;
    }

    private void begin() {
        startedAt = clock.millis();
        state = JobState.RUNNING;
        step = new JobStep(order, progress, pace);
        quest = order.messages().isPresent() ? new Chosen(order.messages().get()) : new Filtered();
    }

    private void find() {
        order.requireRead();
        quest.go();
        progress.matched(found.size());
    }

    private void end(JobState last, String why) {
        if (step != null) step.abandon();
        found.clear();
        quest = null;
        error = why;
        state = last;
        order = order.withoutMessages();
        finishedAt = clock.millis();
    }

    // ---- which messages

    /** All that the filter lets through of those that were there at the beginning. */
    private final class Filtered implements Quest {
        private final QueueRef queue = order.queue();
        private final long end = Asking.<Long>ask(answer -> queue.contents().end(answer));
        private Place place = Place.START;
        private long left = order.limit();
        private boolean isLast;

        Filtered() {
            progress.total(queue.stats().ready());
        }

        @Override
        public boolean isOver() {
            return isLast || left == 0;
        }

        @Override
        public void go() {
            Slice slice = Asking.ask(answer -> queue.contents().look(place, end, Search.SLICE_MESSAGES, SLICE_BYTES, answer));
            for (Browsed each : slice.messages()) {
                if (pace.isCancelled()) return;
                if (left > 0 && order.filter().test(each)) {
                    found.add(each);
                    left--;
                }
            }
            progress.searched(slice.passed());
            place = slice.end();
            isLast = slice.isLast();
        }
    }

    /** Those that were named. One of another queue, perhaps of the same name before, is gone as well. */
    private final class Chosen implements Quest {
        private final List<MessageId> chosen;
        private final long most = order.limit();
        private int next;

        Chosen(List<MessageId> chosen) {
            this.chosen = chosen;
            progress.total(chosen.size());
        }

        @Override
        public boolean isOver() {
            return next == chosen.size() || next >= most;
        }

        @Override
        public void go() {
            long bytes = 0;
            while (!isOver() && !pace.isCancelled() && found.size() < Search.SLICE_MESSAGES && bytes < SLICE_BYTES) {
                MessageId each = chosen.get(next++);
                List<Browsed> seen = find(each);
                if (seen.isEmpty()) progress.gone(each);
                found.addAll(seen);
                bytes += seen.stream().mapToLong(message -> message.message().body().size()).sum();
                progress.searched(1);
            }
        }

        private List<Browsed> find(MessageId wanted) {
            if (wanted.queueId() != order.queue().id()) return List.of();
            return Asking.<Slice>ask(answer -> order.queue().contents().find(wanted.position(), answer)).messages();
        }
    }
}
