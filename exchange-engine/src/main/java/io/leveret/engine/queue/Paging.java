package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.Recovered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A queue's messages on their way out of the heap and back: out when all queues together have too many of them there,
 * back before somebody needs them. Lives on the queue's home loop.
 */
final class Paging {

    /** Messages that leave in one turn, and their bytes. */
    private static final int LEAVING_PER_TURN = 1000;
    private static final long BYTES_PER_TURN = 4 << 20;

    /** How long the store has for what it was given. */
    private static final long PATIENCE_MILLIS = 10;

    private final QueueRef queue;
    private final boolean durable;
    private final QueueLog log;
    private final MessageMemory memory;
    private final Loop home;
    private final boolean keepsTransient;
    private final Runnable wake;
    private final Alarm storeAlarm;

    /** What the queue holds in the heap, and how much of that the others know about. */
    private long held;
    private long told;
    private long messagesInHeap;
    private long bytesInHeap;

    private Reading reading;
    private List<Runnable> waiting = new ArrayList<>(0);
    private int messagesLeft;
    private long bytesLeft;
    private boolean goesOn;
    private long lost;

    /** Of messages from before the broker was started: up to where they may have been handed out, and how often. */
    private long handedOutUpTo;
    private long handedOut;
    private long toldHandedOut;
    private final Map<Long, Counts> counts = new HashMap<>(0);

    /** @param keepsTransient whether messages that are not persistent are kept as if they were */
    Paging(QueueRef queue, QueueLog log, MessageMemory memory, Loop home, boolean keepsTransient) {
        this.queue = queue;
        this.durable = queue.isDurable();
        this.log = log;
        this.memory = memory;
        this.home = home;
        this.keepsTransient = keepsTransient;
        this.wake = () -> queue.post(this::woken);
        this.storeAlarm = new Alarm(home, () -> queue.submit(() -> { }));
    }

    /** Hears from now on when there is less room; not before the queue can be posted to. */
    void watchMemory() {
        if (log.canPageOut()) memory.watch(wake);
    }

    /** Takes over what the queue held before the broker was started, all of it outside of the heap. */
    void recover(Recovered recovered, ReadyMessages ready, Delays delays) {
        handedOutUpTo = recovered.handedOutUpTo();
        handedOut = handedOutUpTo;
        toldHandedOut = handedOutUpTo;
        recovered.visit(new Recovered.Visitor() {
            @Override
            public void message(long position, long size, int priority, long dueAt) {
                if (dueAt > 0) delays.addCold(position, dueAt);
                else ready.addCold(position, size, priority);
            }

            @Override
            public void returned(long position, int failures, int acquisitions) {
                counts.put(position, new Counts(failures, acquisitions));
            }
        });
    }

    // ---- what is in the heap

    void enter(QueuedMessage message) {
        Message entered = message.message();
        if (entered.enterHeap()) held += MessageMemory.weightOf(entered);
        messagesInHeap++;
        bytesInHeap += message.size();
    }

    void leave(QueuedMessage message) {
        Message left = message.message();
        if (left.leaveHeap()) held -= MessageMemory.weightOf(left);
        messagesInHeap--;
        bytesInHeap -= message.size();
    }

    /** Whether the message is in the log, so that it can be read back, and must be removed from there in the end. */
    boolean isStored(QueuedMessage message) {
        QueuedMessage.Place place = message.place();
        return place == QueuedMessage.Place.USUAL ? isPersistent(message) : place == QueuedMessage.Place.PAGED_OUT;
    }

    long messagesInHeap() {
        return messagesInHeap;
    }

    /** Their bodies. */
    long bytesInHeap() {
        return bytesInHeap;
    }

    /** Whether the message outlives a restart. */
    boolean isPersistent(QueuedMessage message) {
        return durable && (keepsTransient || message.message().isPersistent());
    }

    /** A client has the message. The log hears of the last one only, at the end of the turn. */
    void handedOut(QueuedMessage message) {
        if (isPersistent(message)) handedOut = Math.max(handedOut, message.position());
    }

    /** The message has come back, and the queue counts that. */
    void returned(QueuedMessage message) {
        if (isPersistent(message)) log.returned(message.position(), message.failures(), message.acquisitions());
    }

    /** The message is in the queue no longer. */
    void forget(QueuedMessage message) {
        if (!counts.isEmpty()) counts.remove(message.position());
    }

    /** Nothing is in the queue any more but these messages. */
    void forgetAllBut(long[] positions) {
        if (!counts.isEmpty()) counts.keySet().retainAll(LongStream.of(positions).boxed().collect(Collectors.toSet()));
    }

    // ---- turns

    /**
     * Tells the others what the queue holds, makes room if it has to, and reads what will be needed; but not ever more for
     * clients that acknowledge nothing, or have everything come back later.
     */
    void endTurn(ReadyMessages ready, Delays delays, UnackedMessages unacked) {
        tell();
        if (handedOut > toldHandedOut) {
            toldHandedOut = handedOut;
            log.handedOut(handedOut);
        }
        if (memory.room() != HeadRoom.PLENTY && log.canPageOut()) pageOut(ready, delays);
        boolean clientsKeepMore = unacked.size() > 0 || delays.haveRetries();
        if (reading != null || waiting.isEmpty() && clientsKeepMore && memory.isOverflowing()) return;
        Reading next = ready.nextReading(memory.room());
        if (next == null) next = delays.nextReading();
        if (next != null) read(next);
    }

    /** Runs the task when what is read now is here, or is not wanted any more. */
    void whenLoaded(Runnable task) {
        waiting.add(task);
    }

    /** The queue is gone. */
    void stop() {
        tell();
        memory.forget(wake);
        storeAlarm.cancel();
        reading = null;
        resume();
    }

    /** Goes on with those who waited for a message that may never come. */
    void resume() {
        List<Runnable> resumed = waiting;
        if (resumed.isEmpty()) return;
        waiting = new ArrayList<>(0);
        resumed.forEach(Runnable::run);
    }

    // ---- for those who let go of messages

    /** Whether more may leave in this turn; if not, they leave in another. */
    boolean mayGoOn() {
        return messagesLeft > 0 && bytesLeft > 0;
    }

    /** Sees to it that the message is in the store, or soon will be. */
    void write(QueuedMessage message) {
        messagesLeft--;
        bytesLeft -= message.size();
        if (isStored(message)) return;
        log.pageOut(message.position(), message.message(), message.expiresAt());
        message.place(QueuedMessage.Place.PAGED_OUT);
        queue.stats().written(1);
    }

    /** How much of a line of messages may stay. */
    HeadRoom room() {
        return memory.room();
    }

    long readableBelow() {
        return log.readableBelow();
    }

    /** Messages wait for the store before they can leave. */
    void waitForStore() {
        storeAlarm.setFor(home.millis() + PATIENCE_MILLIS);
    }

    void goOnLater() {
        if (goesOn) return;
        goesOn = true;
        queue.post(this::woken);
    }

    private void woken() {
        goesOn = false;
    }

    private void pageOut(ReadyMessages ready, Delays delays) {
        messagesLeft = LEAVING_PER_TURN;
        bytesLeft = BYTES_PER_TURN;
        ready.pageOut(this);
        delays.pageOut(this);
        tell();
    }

    private void read(Reading next) {
        reading = next;
        log.read(next.positions(), next.mostBytes(), answer -> queue.submit(() -> loaded(next, answer)));
    }

    private void loaded(Reading asked, List<ReadBack> answer) {
        if (reading != asked) return; // the queue is gone
        reading = null;
        if (asked.isWanted()) {
            List<QueuedMessage> messages = new ArrayList<>(answer.size());
            for (ReadBack read : answer) take(read, messages::add);
            asked.loaded(answer.size(), messages);
            queue.queue().loaded(messages);
            queue.stats().read(messages.size());
        }
        resume();
    }

    private void take(ReadBack read, Consumer<QueuedMessage> taker) {
        if (read.message() == null) {
            lost++;
            counts.remove(read.position());
            log.remove(read.position());
            return;
        }
        QueuedMessage message = new QueuedMessage(read.position(), read.message());
        message.expireAt(read.expiresAt());
        if (read.position() <= handedOutUpTo) message.markRedelivered();
        Counts counted = counts.get(read.position());
        if (counted != null) message.count(counted.failures, counted.acquisitions);
        if (!isStored(message)) message.place(QueuedMessage.Place.PAGED_OUT);
        enter(message);
        taker.accept(message);
    }

    private void tell() {
        long change = held - told;
        if (change == 0 || Math.abs(change) < MessageMemory.STEP && held != 0) return;
        told = held;
        memory.add(change);
    }

    /** Messages that could not be read back. */
    long lost() {
        return lost;
    }

    private record Counts(int failures, int acquisitions) {
    }
}
