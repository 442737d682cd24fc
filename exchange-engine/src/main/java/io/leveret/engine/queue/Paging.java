package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.Recovered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A queue's messages on their way out of the heap and back: out when all queues together have too many of them there,
 * back before somebody needs them. Lives on the queue's home loop.
 */
final class Paging {

    /** Messages that leave in one turn, and their bytes: so many that are ready, delayed, and held. */
    private static final int LEAVING_PER_TURN = 1000;
    private static final long BYTES_PER_TURN = 4 << 20;

    /** How long the store has for what it was given. */
    private static final long PATIENCE_MILLIS = 10;

    private final QueueRef queue;
    private final boolean durable;
    private final QueueLog log;
    private final MessageMemory memory;
    private final HeapShare heap;
    private final Loop home;
    private final boolean keepsTransient;
    private final Function<QueuedMessage, Traits> traits;

    /** Null until it had a message in the heap: nobody else is of use when there is less room. */
    private Runnable wake;

    /** Null until something waits for the store. */
    private Alarm storeAlarm;

    private Reading reading;
    private List<Runnable> waiting = List.of(); // as long as nobody does
    private int messagesLeft;
    private long bytesLeft;
    private boolean goesOn;
    private long lost;

    /** Up to where messages may have been handed out: before the broker was started, by now, and as far as the log knows. */
    private long handedOutUpTo;
    private long handedOut;
    private long toldHandedOut;

    /** @param traits what the queue has to know of a message that leaves the heap while somebody has it */
    Paging(QueueRef queue, QueueLog log, MessageMemory memory, Loop home, QueueSettings settings,
           Function<QueuedMessage, Traits> traits) {
        this.queue = queue;
        this.durable = queue.isDurable();
        this.log = log;
        this.memory = memory;
        this.heap = new HeapShare(memory, remains(settings));
        this.home = home;
        this.keepsTransient = settings.keepsTransientMessages();
        this.traits = traits;
    }

    /** The message as it stands in the queue and on its channel; its traits; where groups are, the group may be its alone. */
    private static long remains(QueueSettings settings) {
        if (settings.groupHeader().isPresent()) return 600;
        return settings.deduplicates() ? 300 : 100;
    }

    /** Takes over what the queue held before the broker was started, all of it outside of the heap. */
    void recover(Recovered recovered, ReadyMessages ready, Delays delays) {
        handedOutUpTo = recovered.handedOutUpTo();
        handedOut = handedOutUpTo;
        toldHandedOut = handedOutUpTo;
        long now = home.millis();
        recovered.visit(new Recovered.Visitor() {
            @Override
            public void message(long position, long size, int priority, long dueAt) {
                if (dueAt > 0) delays.addCold(position, dueAt, false);
                else ready.addCold(position, size, priority);
            }

            @Override
            public void postponed(long position, long size, int priority, long dueAt) {
                if (dueAt <= now) ready.addCold(position, size, priority);
                else if (!ready.addColdRetry(position, size, priority, dueAt, delays)) delays.addCold(position, dueAt, true);
            }
        });
    }

    // ---- what is in the heap

    void enter(QueuedMessage message) {
        if (wake == null) watchMemory();
        heap.enter(message);
    }

    /** Hears from now on when there is less room. */
    private void watchMemory() {
        AtomicBoolean wasWoken = new AtomicBoolean();
        wake = () -> {
            if (!wasWoken.getAndSet(true)) queue.post(() -> wasWoken.set(false));
        };
        if (memory != MessageMemory.UNLIMITED) memory.watch(wake);
    }

    void leave(QueuedMessage message) {
        if (message.isInHeap()) heap.leave(message);
    }

    /** What the message says leaves the heap, while somebody has it. */
    void cool(QueuedMessage message) {
        message.traits(traits.apply(message));
        leave(message);
        message.leaveHeap();
    }

    /** Whether the message is in the log, so that it can be read back, and must be removed from there in the end. */
    boolean isStored(QueuedMessage message) {
        QueuedMessage.Place place = message.place();
        return place == QueuedMessage.Place.USUAL ? isPersistent(message) : place == QueuedMessage.Place.PAGED_OUT;
    }

    HeapShare heap() {
        return heap;
    }

    /** Whether the message outlives a restart. One that has left the heap is in the log, if not for lack of room. */
    boolean isPersistent(QueuedMessage message) {
        if (!durable || message.place() == QueuedMessage.Place.PAGED_OUT) return false;
        return keepsTransient || !message.isInHeap() || message.message().isPersistent();
    }

    /** A client has the message. The log hears of the last one only, at the end of the turn. */
    void handedOut(QueuedMessage message) {
        if (isPersistent(message)) handedOut = Math.max(handedOut, message.position());
    }

    /** The message has come back, and the queue counts that. */
    void returned(QueuedMessage message) {
        if (isStored(message)) log.returned(message.position(), message.failures(), message.acquisitions());
    }

    /** The message has come back, and waits. */
    void postponed(QueuedMessage message, long dueAt) {
        if (isStored(message)) log.postponed(message.position(), dueAt);
    }

    // ---- turns

    /** Makes room if it has to, and reads what will be needed; then the others hear what the queue has in the heap. */
    void endTurn(ReadyMessages ready, Delays delays, UnackedMessages unacked, Dying dying) {
        if (handedOut > toldHandedOut) {
            toldHandedOut = handedOut;
            log.handedOut(handedOut);
        }
        tell(delays, unacked);
        if (memory.room() != HeadRoom.PLENTY && log.canPageOut()) {
            pageOut(ready, delays, unacked);
            tell(delays, unacked);
        }
        if (reading != null) return;
        Reading next = dying.nextReading();
        if (next == null && !keepTooMuch(unacked)) next = ready.nextReading(memory.room());
        if (next == null) next = delays.nextReading();
        if (next != null) read(next);
    }

    private void tell(Delays delays, UnackedMessages unacked) {
        heap.tell(unacked.size(), unacked.coldSize() + delays.bareRetries());
    }

    /** When memory overflows nothing more is read for clients whose messages cannot leave, unless one asks and waits. */
    private boolean keepTooMuch(UnackedMessages unacked) {
        return memory.isOverflowing() && waiting.isEmpty()
            && unacked.size() - unacked.coldSize() >= HeadRoom.SCARCE.windowMessages;
    }

    /** Of a queue that is gone: what has died in it becomes dead letters all the same. */
    void endTurn(Dying dying) {
        Reading next = reading == null ? dying.nextReading() : null;
        if (next != null) read(next);
    }

    /** How many messages a consumer may hold. */
    long mostHeld() {
        return heap.mostHeld();
    }

    /** Whether clients hold more than they may. */
    boolean isTooMuchHeld() {
        return memory.isTooMuchHeld();
    }

    /** Runs the task when what is read now is here, or is not wanted any more. */
    void whenLoaded(Runnable task) {
        if (waiting.isEmpty()) waiting = new ArrayList<>(1);
        waiting.add(task);
    }

    /** The queue is gone, and has nothing in the heap. */
    void stop() {
        heap.tell(0, 0);
        if (wake != null) memory.forget(wake);
        if (storeAlarm != null) storeAlarm.cancel();
        reading = null;
        resume();
    }

    /** Goes on with those who waited for a message that may never come. */
    void resume() {
        List<Runnable> resumed = waiting;
        if (resumed.isEmpty()) return;
        waiting = List.of();
        resumed.forEach(Runnable::run);
    }

    // ---- for those who let go of messages

    /** Whether more may leave in this turn; if not, they leave in another. */
    boolean mayGoOn() {
        return messagesLeft > 0 && bytesLeft > 0;
    }

    /** One was looked at, and stays. */
    void passBy() {
        messagesLeft--;
    }

    /** Sees to it that the message is in the store, or soon will be. */
    void write(QueuedMessage message) {
        messagesLeft--;
        bytesLeft -= message.size();
        if (isStored(message)) return;
        log.pageOut(message.position(), message.message(), message.expiresAt());
        message.place(QueuedMessage.Place.PAGED_OUT);
        queue.stats().written(1);
        if (message.returns() > 0) returned(message);
    }

    /** Whether it can be read back, and so may leave. */
    boolean isReadable(QueuedMessage message) {
        return isStored(message) && log.isReadable(message.position());
    }

    /** How much of a line of messages may stay. */
    HeadRoom room() {
        return memory.room();
    }

    /** Messages wait for the store before they can leave. */
    void waitForStore() {
        if (storeAlarm == null) storeAlarm = new Alarm(home, () -> queue.submit(() -> { }));
        storeAlarm.setFor(home.millis() + PATIENCE_MILLIS);
    }

    void goOnLater() {
        if (goesOn) return;
        goesOn = true;
        queue.post(() -> goesOn = false);
    }

    private void pageOut(ReadyMessages ready, Delays delays, UnackedMessages unacked) {
        allow();
        ready.pageOut(this);
        allow();
        delays.pageOut(this);
        allow();
        unacked.pageOut(this);
    }

    private void allow() {
        messagesLeft = LEAVING_PER_TURN;
        bytesLeft = BYTES_PER_TURN;
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
        Message content = read.message();
        if (content == null) {
            lost++;
            log.remove(read.position());
            return;
        }
        taker.accept(enter(read));
    }

    /** A message that was read is in the heap again. */
    QueuedMessage enter(ReadBack read) {
        QueuedMessage message = new QueuedMessage(read.position(), read.message());
        message.expireAt(read.expiresAt());
        if (wasHandedOutBefore(read.position())) message.markRedelivered();
        if (read.failures() > 0 || read.acquisitions() > 0) message.count(read.failures(), read.acquisitions());
        if (!isStored(message)) message.place(QueuedMessage.Place.PAGED_OUT);
        enter(message);
        return message;
    }

    /** Whether a message at that position may have been handed out before the broker was started. */
    boolean wasHandedOutBefore(long position) {
        return position <= handedOutUpTo;
    }

    /** Messages that could not be read back. */
    long lost() {
        return lost;
    }
}
