package io.leveret.persistence.journal;

import io.leveret.engine.view.StorageHealth.Forces;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How far the log is durable, and what is written and not durable yet. A group is forced by the writer itself, or by the
 * {@link Forcer} while the writer goes on; then what is behind it is void until it has been forced, whatever it says. The
 * writer's own, but for questions.
 */
final class Durability {

    /** A group, written since that time, whose chunks go back when all up to its end has been forced. */
    private record Pending(List<Chunk> chunks, int bytes, long end, long since) {
    }

    private final LogEnd end;
    private final LongSupplier clock;
    private final ForceTimes times;
    private final Forcer forcer; // has a thread of its own
    private final TransactionsUnderWay transactions = new TransactionsUnderWay(); // others may ask
    private final ArrayDeque<Pending> pending = new ArrayDeque<>(2);
    private volatile long lsn;
    private volatile long told; // what is durable below it is on its way to the producers' loops
    private long written;
    private long lastForced;

    /** @param soFar where the log ends; it goes on in a new segment */
    Durability(LogEnd end, long soFar, int segmentSize, LongSupplier clock, Runnable whenForced) {
        this.end = end;
        this.clock = clock;
        this.lsn = soFar;
        this.told = soFar;
        this.written = soFar;
        this.times = new ForceTimes(clock.getAsLong());
        this.forcer = new Forcer(segmentSize, clock, times, whenForced);
    }

    // From any thread

    /** Everything below is durable. */
    long lsn() {
        return lsn;
    }

    /**
     * From where on the log has to be read to know all that is not durable, or that a producer's loop has not been given a task
     * to hear of, and every transaction wholly. The writer forgets a transaction only when it has told of all of it: in this
     * order, none is missed that has parts behind that place.
     */
    long replayStart() {
        long everythingToldTo = told;
        return Math.min(everythingToldTo, transactions.start());
    }

    Forces forces() {
        return times.at(clock.getAsLong());
    }

    Forcer forcer() {
        return forcer;
    }

    /** Whether all that was written is durable; also to be asked when the writer's thread has ended. */
    boolean isWhole() {
        return written == lsn;
    }

    // On the writer's thread

    /** The group stands at the end of the log. */
    void wrote(Group group) {
        written = end.lsn();
        long asked = pending.isEmpty() ? lsn : pending.getLast().end;
        for (Chunk chunk : group.chunks()) chunk.tell(transactions, asked);
    }

    /** Nobody waits for that group. */
    void forceAhead(Group group) {
        forcer.wrote(end.segment().file(), group.bytes());
    }

    /** Whether the writer waits for the forcer. Nothing else may be forced as long as it does. */
    boolean isForcing() {
        return !pending.isEmpty();
    }

    /** Whether a group has been written behind one that is being forced. */
    boolean isAhead() {
        return pending.size() > 1;
    }

    /** Has all forced that is written while the writer goes on; the group, written since that time, is what waits for it. */
    void forceMeanwhile(Group group, long since) {
        pending.add(new Pending(List.copyOf(group.chunks()), group.bytes(), written, since));
        forcer.force(end.segment().file(), written);
    }

    boolean hasNews() {
        return forcer.hasNews();
    }

    /** Takes over what has been forced meanwhile: the chunks in it go back, and the limit follows the disk. */
    void take(Returns returns, GroupLimit limit) throws IOException {
        long before = lastForced;
        reached(forcer.take());
        while (!pending.isEmpty() && pending.element().end <= lsn) {
            Pending group = pending.remove();
            limit.took(group.bytes, lastForced - Math.max(before, group.since));
            returns.add(group.chunks);
        }
    }

    /** Forces all that is written, and waits for it. */
    void force() throws IOException {
        long start = clock.getAsLong();
        forcer.finishAhead();
        end.force();
        written = end.lsn();
        reached(written);
        times.add(start, lastForced);
    }

    private void reached(long forced) {
        lastForced = clock.getAsLong();
        lsn = forced;
    }

    long lastForced() {
        return lastForced;
    }

    /** What is durable has been told: each loop concerned has a task to hear of it. */
    void told() {
        told = lsn;
        transactions.told(told);
    }
}
