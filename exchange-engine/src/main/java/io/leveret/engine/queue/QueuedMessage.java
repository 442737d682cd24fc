package io.leveret.engine.queue;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

/**
 * A message as it stands in one queue. Its position is its place in the queue for good: given out at enqueue, dense
 * and rising, and where it goes back to when it is requeued. What may change is touched by the queue's home loop
 * only, and never while a consumer's channel holds the message.
 */
public final class QueuedMessage {

    /** The time at which a message without a time to live expires. */
    static final long NEVER = Long.MAX_VALUE;

    private static final String DELIVERY_COUNT = "x-delivery-count";
    private static final String ACQUIRED_COUNT = "x-acquired-count";

    private final long position;

    /** Null once it has left the heap: somebody holds it who was sent what it says, and it can be read again. */
    private Message message;
    private final int size;
    private Place place = Place.USUAL;

    /** Null until there is something to say, so that a million waiting messages do not pay for what a few have. */
    private Extras extras;

    /** Who holds the message, and since when; null while it is ready or settled. */
    Hold hold;

    /** Neighbours among the queue's unacked messages, null while it is none; see {@link UnackedMessages}. */
    QueuedMessage previous;
    QueuedMessage next;

    QueuedMessage(long position, Message message) {
        this(position, message, message == null ? 0 : (int) message.body().size());
    }

    private QueuedMessage(long position, Message message, int size) {
        this.position = position;
        this.message = message;
        this.size = size;
    }

    public long position() {
        return position;
    }

    /** What was published. Nobody's to ask for who has said that it was written to a socket. */
    public Message message() {
        return message;
    }

    boolean isInHeap() {
        return message != null;
    }

    void leaveHeap() {
        message = null;
    }

    /** Whether it has been handed out before and came back. */
    public boolean isRedelivered() {
        return extras != null && extras.redelivered;
    }

    /** The properties as a consumer gets them: the publisher's, and the counts that the queue keeps. */
    public BasicProperties deliveredProperties() {
        return withCounts(message.properties());
    }

    /**
     * As {@link #deliveredProperties()}, of no more bytes if that can be done without what the broker has added: the oldest
     * deaths go first, the counts last. What the publisher said alone may be longer, and then all of it is there.
     */
    public BasicProperties deliveredProperties(int longest) {
        BasicProperties whole = deliveredProperties();
        if (whole.length() <= longest) return whole;
        int counts = whole.length() - message.properties().length();
        BasicProperties counted = withCounts(message.propertiesWithin(longest - counts));
        if (counted.length() <= longest) return counted;
        BasicProperties said = message.propertiesWithin(longest);
        return said.length() <= longest ? said : whole;
    }

    /** The same message at the same place, as another object. */
    QueuedMessage copy() {
        QueuedMessage copy = new QueuedMessage(position, message, size);
        copy.place = place;
        copy.extras = extras == null ? null : extras.copy();
        return copy;
    }

    /** Milliseconds since 1970, or {@link #NEVER}. */
    long expiresAt() {
        return extras == null ? NEVER : extras.expiresAt;
    }

    void expireAt(long millis) {
        if (millis != NEVER) extras().expiresAt = millis;
    }

    /** The body's, in bytes. */
    long size() {
        return size;
    }

    int failures() {
        return extras == null ? 0 : extras.failures;
    }

    int acquisitions() {
        return extras == null ? 0 : extras.acquisitions;
    }

    void markRedelivered() {
        extras().redelivered = true;
    }

    /** Where a message is. */
    enum Place {
        /** In the log if it is persistent and its queue durable. */
        USUAL,
        /** In the log, because there was no room for it in the heap. */
        PAGED_OUT,
        /** In the log no more. */
        HEAP_ONLY
    }

    Place place() {
        return place;
    }

    void place(Place now) {
        place = now;
    }

    /** What its queue has to know of a message that is not in the heap. */
    Traits traits() {
        return extras == null || extras.traits == null ? Traits.NONE : extras.traits;
    }

    void traits(Traits known) {
        if (known != Traits.NONE) extras().traits = known;
    }

    /** How it stood when it left the heap. */
    void count(int formerFailures, int formerAcquisitions) {
        extras().failures = formerFailures;
        extras.acquisitions = formerAcquisitions;
    }

    void countFailure() {
        extras().failures++;
    }

    void countAcquisition() {
        extras().acquisitions++;
    }

    /** How often it came back, as far as the queue counts. */
    int returns() {
        return Math.max(failures(), acquisitions());
    }

    private Extras extras() {
        if (extras == null) extras = new Extras();
        return extras;
    }

    private BasicProperties withCounts(BasicProperties properties) {
        if (extras == null || returns() == 0) return properties;
        FieldTable headers = properties.headers();
        if (extras.failures > 0) headers = headers.with(DELIVERY_COUNT, FieldValue.longInt(extras.failures));
        if (extras.acquisitions > 0) headers = headers.with(ACQUIRED_COUNT, FieldValue.longInt(extras.acquisitions));
        return properties.withHeaders(headers);
    }

    /** What most messages have not: a time to live, or a past. */
    private static final class Extras {
        private long expiresAt = NEVER;
        private boolean redelivered;
        private Traits traits;

        /** How often it came back after an attempt, and how often it was handed out; kept where the queue counts. */
        private int failures;
        private int acquisitions;

        private Extras copy() {
            Extras copy = new Extras();
            copy.expiresAt = expiresAt;
            copy.redelivered = redelivered;
            copy.traits = traits;
            copy.failures = failures;
            copy.acquisitions = acquisitions;
            return copy;
        }
    }
}
