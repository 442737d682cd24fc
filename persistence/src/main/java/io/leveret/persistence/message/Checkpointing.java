package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A checkpoint in the making. Each loop takes down its queues bit by bit, and every bit is written by the background thread
 * before the loop is asked for the next one. The file counts once all that any loop had done by the end of this is durable:
 * what it leaves out must not come back, and what it says must be there.
 */
final class Checkpointing {

    /** Is told how it went, on the background thread. */
    interface Outcome {
        void completed(LiveSegments live, long bytes);

        void failed(Exception reason);
    }

    /** What a loop fills at once: up to sixteen thousand messages. */
    private static final int BUFFER = 16 * 1024;

    private final Journal journal;
    private final Executor background;
    private final Outcome outcome;
    private final Checkpoints.Draft draft;
    private final List<LoopCapture> captures = new ArrayList<>();

    // The background thread's
    private int unfinished;
    private boolean over;

    private Checkpointing(Journal journal, Checkpoints.Draft draft, Executor background, Outcome outcome) {
        this.journal = journal;
        this.draft = draft;
        this.background = background;
        this.outcome = outcome;
    }

    /** To be called on the background thread, as all of this that is not a loop's. */
    static void start(Journal journal, Checkpoints checkpoints, Collection<LoopStore> loops, Executor background, long now,
                      Outcome outcome) {
        try {
            Checkpoints.Draft draft = checkpoints.begin(journal.replayStart(), now);
            new Checkpointing(journal, draft, background, outcome).start(loops);
        } catch (IOException e) {
            outcome.failed(e);
        }
    }

    /** When the loops have ended: all at once, on the caller's thread. */
    static void finish(Journal journal, Checkpoints checkpoints, Collection<LoopStore> loops, long now) throws IOException {
        Checkpoints.Draft draft = checkpoints.begin(journal.replayStart(), now);
        try {
            ByteBuffer buffer = newBuffer();
            long messages = 0;
            for (LoopStore each : loops) {
                LoopCapture capture = new LoopCapture(each, journal.segmentSize());
                boolean more;
                do {
                    more = capture.fill(buffer.clear());
                    draft.writer().sections(buffer.flip());
                } while (more);
                messages += capture.messages();
            }
            draft.complete(messages);
        } catch (IOException | RuntimeException e) {
            draft.abandon();
            throw e;
        }
    }

    /** Of queues that no loop has yet: all at once, on the caller's thread. */
    static void of(Collection<StoredQueue> queues, Checkpoints checkpoints, long from, long now) throws IOException {
        Checkpoints.Draft draft = checkpoints.begin(from, now);
        try {
            ByteBuffer buffer = newBuffer();
            long messages = 0;
            for (StoredQueue queue : queues) {
                long next = Long.MIN_VALUE;
                while (next < QueueSection.NOTHING_LEFT) {
                    next = QueueSection.write(queue, next, buffer.clear(), (location, size) -> { });
                    messages += QueueSection.messages(buffer, 0);
                    draft.writer().sections(buffer.flip());
                }
            }
            draft.complete(messages);
        } catch (IOException | RuntimeException e) {
            draft.abandon();
            throw e;
        }
    }

    private void start(Collection<LoopStore> loops) {
        for (LoopStore each : loops) captures.add(new LoopCapture(each, journal.segmentSize()));
        unfinished = captures.size();
        if (captures.isEmpty()) journal.whenForced(() -> background.execute(this::complete));
        for (LoopCapture capture : captures) ask(capture, newBuffer());
    }

    private void ask(LoopCapture capture, ByteBuffer buffer) {
        capture.store().loop().execute(() -> {
            boolean more;
            try {
                more = capture.fill(buffer.clear());
            } catch (RuntimeException e) { // else nobody would hear of it, and there would be no other checkpoint
                background.execute(() -> fail(e));
                return;
            }
            background.execute(() -> filled(capture, buffer.flip(), more));
            if (!more) capture.store().whenSettled(() -> background.execute(this::settled));
        });
    }

    private void filled(LoopCapture capture, ByteBuffer buffer, boolean more) {
        if (over) return;
        try {
            draft.writer().sections(buffer);
        } catch (IOException e) {
            fail(e);
            return;
        }
        if (more) ask(capture, buffer);
    }

    private void settled() {
        if (--unfinished > 0 || over) return;
        journal.whenForced(() -> background.execute(this::complete));
    }

    private void complete() {
        LiveSegments live = new LiveSegments(journal.segmentSize());
        long messages = 0;
        for (LoopCapture capture : captures) {
            live.add(capture.live());
            messages += capture.messages();
        }
        try {
            draft.complete(messages);
        } catch (IOException e) {
            fail(e);
            return;
        }
        outcome.completed(live, draft.writer().size());
    }

    private void fail(Exception reason) {
        if (over) return;
        over = true;
        draft.abandon();
        outcome.failed(reason);
    }

    private static ByteBuffer newBuffer() {
        return ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    }
}
