package io.leveret.engine.queue;

import io.leveret.engine.message.Message;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that messages in queues may take up, all queues of a broker together. Above the first mark queues let go of
 * what the disk has or can take; above the high mark that was not enough, and publishers have to wait. Callable from any
 * thread.
 */
public final class MessageMemory {

    /** Set no bounds. */
    public static final MessageMemory UNLIMITED = new MessageMemory(Long.MAX_VALUE);

    /** A queue tells of changes from this size on, in bytes. */
    static final long STEP = 16 << 10;

    /** What a message costs beside its body and properties. */
    private static final long OVERHEAD = 200;

    private static final double FIRST_MARK = 0.6;
    private static final double SECOND_MARK = 0.8;

    private static final double OVERFLOWING = 1.5;

    /** A mark is passed downwards a little later, so that nothing flickers. */
    private static final double BELOW = 0.95;

    private final long budget;
    private final long firstMark;
    private final long secondMark;
    private final AtomicLong used = new AtomicLong();
    private final Set<Runnable> queues = ConcurrentHashMap.newKeySet();
    private final Set<MemoryAlarm> alarms = ConcurrentHashMap.newKeySet();
    private volatile HeadRoom room = HeadRoom.PLENTY;
    private volatile boolean full;

    /** @param budget in bytes */
    public MessageMemory(long budget) {
        this.budget = budget;
        this.firstMark = (long) (budget * FIRST_MARK);
        this.secondMark = (long) (budget * SECOND_MARK);
    }

    /** What the messages in queues take up now, about. */
    public long used() {
        return Math.max(0, used.get());
    }

    public long budget() {
        return budget;
    }

    /** How much of a line of messages queues should have in the heap; unless there is plenty, they let go of the rest. */
    HeadRoom room() {
        return room;
    }

    /** Whether publishers should wait. */
    public boolean isFull() {
        return full;
    }

    /** Whether there is so much more than there should be that nothing should come back which can wait. */
    boolean isOverflowing() {
        return full && used.get() > budget * OVERFLOWING;
    }

    /** Tells the alarm from now on, and at once if memory is full. */
    public void tell(MemoryAlarm alarm) {
        alarms.add(alarm);
        synchronized (this) {
            if (full) alarm.full();
        }
    }

    /** So much more is in the heap, or less. */
    void add(long bytes) {
        long now = used.addAndGet(bytes);
        if (room != roomFor(now) || full != isOver(now, budget, full)) change();
    }

    /** The task is run, on whatever thread, each time that there has become less room, and when memory is full no longer. */
    void watch(Runnable queue) {
        queues.add(queue);
    }

    void forget(Runnable queue) {
        queues.remove(queue);
    }

    static long weightOf(Message message) {
        return message.body().size() + message.properties().length() + OVERHEAD;
    }

    private synchronized void change() {
        long now = used.get();
        HeadRoom before = room;
        boolean wasFull = full;
        room = roomFor(now);
        full = isOver(now, budget, wasFull);
        if (room.compareTo(before) > 0 || wasFull && !full) queues.forEach(Runnable::run);
        if (full == wasFull) return;
        for (MemoryAlarm alarm : alarms) {
            if (full) alarm.full();
            else alarm.free();
        }
    }

    private HeadRoom roomFor(long now) {
        HeadRoom before = room;
        if (isOver(now, secondMark, before == HeadRoom.SCARCE)) return HeadRoom.SCARCE;
        return isOver(now, firstMark, before != HeadRoom.PLENTY) ? HeadRoom.TIGHT : HeadRoom.PLENTY;
    }

    private static boolean isOver(long used, long mark, boolean was) {
        return used >= (was ? mark * BELOW : mark);
    }
}
