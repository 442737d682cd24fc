package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.settings.QueueSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A consumer as its queue sees it: how much it may still be given, and what this turn has for it. Lives on the queue's
 * home loop.
 *
 * <p>Two limits hold a consumer back. The prefetch counts what it has not acknowledged. The window counts what its
 * channel has not yet written to the socket, and holds also without acknowledgements: a client that does not read is
 * not delivered to, and the messages stay in the queue.
 */
final class Consumer {

    private final ConsumerRequest request;
    private final ConsumerArguments arguments;
    private int prefetch;
    private long mostHeld = Long.MAX_VALUE;
    private final ConsumerRef ref;
    private ChannelPrefetch shared;

    /** What this turn has for it, null while that is nothing; and how many there were in the latest turn that had something. */
    private List<QueuedMessage> batch;
    private int usual = 1;
    private long arrival;
    private int unacked;
    private int mostUnacked;
    private HeadRoom room = HeadRoom.PLENTY;
    private long delivered;
    private long deliveredBytes;
    private long written;
    private long writtenBytes;
    private Hold latestHold;

    /** Where it stands in line; kept by {@link ConsumerLine}. */
    ConsumerLine.Line inLine;
    /** Whether it is to be flushed at the end of the turn, and who comes after it; kept by {@link Consumers}. */
    boolean flushing;
    Consumer nextToFlush;

    /** @throws AmqpException 406 when the arguments will not do */
    Consumer(ConsumerRequest request, QueueRef queue) {
        this.request = request;
        this.arguments = ConsumerArguments.of(request.arguments(), queue.description());
        this.prefetch = orNoLimit(request.prefetch());
        this.mostUnacked = prefetch;
        this.ref = new ConsumerRef(queue, this);
        this.shared = request.noAck() ? null : request.shared().orElse(null);
    }

    ConsumerRequest request() {
        return request;
    }

    ConsumerRef ref() {
        return ref;
    }

    boolean isExclusive() {
        return request.exclusive();
    }

    int priority() {
        return arguments.priority();
    }

    /** Milliseconds it may hold a message, or {@link QueueSettings#NONE} when the queue decides. */
    long timeout() {
        return arguments.timeout();
    }

    /** Its place among the consumers that the queue has had. */
    long arrival() {
        return arrival;
    }

    void arrived(long number) {
        arrival = number;
    }

    boolean isInLine() {
        return inLine != null;
    }

    boolean holdsNothing() {
        return unacked == 0;
    }

    boolean isNoAck() {
        return request.noAck();
    }

    boolean hasRoom() {
        return unacked < mostUnacked && delivered - written < room.windowMessages
            && deliveredBytes - writtenBytes < room.windowBytes;
    }

    private int orNoLimit(int messages) {
        return request.noAck() || messages == 0 ? Integer.MAX_VALUE : messages;
    }

    /** From now on; what is more than that already it may keep. 0 for no limit. */
    void prefetch(int messages) {
        prefetch = orNoLimit(messages);
        mostUnacked = (int) Math.min(prefetch, mostHeld);
    }

    /** 0 for no limit. */
    int prefetch() {
        return prefetch == Integer.MAX_VALUE ? 0 : prefetch;
    }

    /** How much there may be of what it has not acknowledged, and of what is not yet written. */
    void limit(long mostHeldNow, HeadRoom memory) {
        mostHeld = mostHeldNow;
        mostUnacked = (int) Math.min(prefetch, mostHeld);
        room = memory;
        ref.limit(memory);
        noteWritten(); // after that: the channel tells of less now, and may have kept to itself what it has written
    }

    /** Takes a place of the channel's shared limit; when there is none, the consumer is woken once there is. */
    boolean mayTakeOne() {
        return shared == null || shared.tryAcquire(ref);
    }

    /** Gives the message to the channel at the end of the turn. Only after {@link #hasRoom()} and {@link #mayTakeOne()}. */
    void deliver(QueuedMessage message) {
        if (!request.noAck()) unacked++;
        delivered++;
        deliveredBytes += message.size();
        if (batch == null) batch = new ArrayList<>(usual);
        batch.add(message);
    }

    /** As what it holds the message that it is given next. */
    Hold hold(long millis) {
        if (latestHold == null || latestHold.since() != millis) latestHold = new Hold(this, millis);
        latestHold.extendTo(delivered + 1);
        return latestHold;
    }

    /** The window opens by what the channel has written. */
    void noteWritten() {
        written = ref.writtenMessages();
        writtenBytes = ref.writtenBytes();
    }

    /** Whether the channel has written so many of its deliveries. */
    boolean hasWritten(long deliveries) {
        return ref.writtenMessages() >= deliveries;
    }

    void settled() {
        unacked--;
        if (shared != null) shared.release(1);
    }

    /** From now on the consumer also counts against a limit of its channel. */
    void share(ChannelPrefetch limit) {
        if (request.noAck() || shared == limit) return;
        shared = limit;
        limit.add(unacked);
    }

    /** It takes nothing more. */
    void ended() {
        if (shared != null) shared.forget(ref);
    }

    void flush() {
        if (batch == null) return;
        List<QueuedMessage> full = batch;
        batch = null;
        usual = full.size();
        request.target().deliver(full);
    }

    /** It held a message too long. */
    void timedOut(long timeout) {
        request.target().timedOut(timeout);
    }

    void cancelled() {
        request.target().cancelled();
    }
}
