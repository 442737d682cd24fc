package io.leveret.engine.queue;

import io.leveret.engine.message.Message;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** So many messages a consumer may hold in any case, or it would get nothing done. */
    static final long ALWAYS_HELD = 16;

    /** What a message costs beside its body and properties. */
    private static final long OVERHEAD = 200;

    private static final double FIRST_MARK = 0.6;
    private static final double SECOND_MARK = 0.8;

    private static final double OVERFLOWING = 1.5;

    /** Of the budget: what stays in the heap of messages that clients hold may take up so much. */
    private static final double MOST_HELD = 0.4;

    /** A consumer may hold so many times what all of them leave free: one alone comes to four fifths, and there is some left for others. */
    private static final int SHARES = 4;

    /** A mark is passed downwards a little later, so that nothing flickers. */
    private static final double BELOW = 0.95;

    private final long budget;
    private final long firstMark;
    private final long secondMark;
    private final AtomicLong used = new AtomicLong();
    private final long mostHeld;
    private final AtomicLong held = new AtomicLong();
    private final Set<Runnable> queues = ConcurrentHashMap.newKeySet();

    /** With whether they were told last that memory is full; changed by whoever tells. */
    private final Map<MemoryAlarm, Boolean> alarms = new ConcurrentHashMap<>();

    /** Changes that nobody has been told of: who makes the first one tells all that come meanwhile, and holds no lock. */
    private final AtomicInteger untold = new AtomicInteger();
    private volatile boolean hasToWake;
    private volatile HeadRoom room = HeadRoom.PLENTY;
    private volatile boolean full;
    private volatile long holdable = Long.MAX_VALUE;

    /** @param budget in bytes */
    public MessageMemory(long budget) {
        this.budget = budget;
        this.firstMark = (long) (budget * FIRST_MARK);
        this.secondMark = (long) (budget * SECOND_MARK);
        this.mostHeld = (long) (budget * MOST_HELD);
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
        alarms.put(alarm, false);
        tell();
    }

    /** So much more is in the heap, or less. */
    void add(long bytes) {
        long now = used.addAndGet(bytes);
        if (room != roomFor(now) || full != isOver(now, budget, full)) change();
    }

    /** What stays in the heap of messages that clients hold takes up so much more, or less. */
    void addHeld(long bytes) {
        if (holdableWith(held.addAndGet(bytes)) != holdable) change();
    }

    /** How much a consumer may hold of that; it changes in large steps. */
    long holdable() {
        return holdable;
    }

    /** Whether clients hold more than they may all together; what is delivered to consumers does not come to that. */
    boolean isTooMuchHeld() {
        return held.get() > mostHeld;
    }

    /**
     * The task is run, on whatever thread, each time that there has become less room, and when memory is full no longer or
     * consumers may hold more.
     */
    void watch(Runnable queue) {
        queues.add(queue);
    }

    void forget(Runnable queue) {
        queues.remove(queue);
    }

    static long weightOf(Message message) {
        return message.body().size() + message.properties().length() + OVERHEAD;
    }

    private void change() {
        synchronized (this) {
            long now = used.get();
            HeadRoom before = room;
            boolean wasFull = full;
            long wasHoldable = holdable;
            room = roomFor(now);
            full = isOver(now, budget, wasFull);
            holdable = holdableWith(held.get());
            if (room.compareTo(before) > 0 || wasFull && !full || holdable > wasHoldable) hasToWake = true;
        }
        tell();
    }

    /** Tells how things are now, again if they have changed meanwhile; one thread at a time. */
    private void tell() {
        if (untold.getAndIncrement() > 0) return;
        int told;
        do {
            told = untold.get();
            boolean isFull = full;
            if (hasToWake) {
                hasToWake = false;
                queues.forEach(Runnable::run);
            }
            alarms.forEach((alarm, wasFull) -> {
                if (isFull == wasFull) return;
                alarms.put(alarm, isFull);
                if (isFull) alarm.full();
                else alarm.free();
            });
        } while (untold.addAndGet(-told) > 0);
    }

    /** In powers of two, as all queues are told of each change; it rises a little later, so that nothing flickers. */
    private long holdableWith(long nowHeld) {
        long falling = holdableOf(mostHeld - nowHeld);
        long rising = holdableOf(mostHeld - nowHeld - mostHeld / 64);
        return Math.min(falling, Math.max(rising, holdable));
    }

    private long holdableOf(long free) {
        return free > mostHeld / 2 ? Long.MAX_VALUE : Long.highestOneBit(Math.max(1, SHARES * free));
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
