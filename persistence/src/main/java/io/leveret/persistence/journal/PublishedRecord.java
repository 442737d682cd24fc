package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.COMPACT;
import static io.leveret.persistence.journal.RecordHeader.COPIES;
import static io.leveret.persistence.journal.RecordHeader.COUNT;
import static io.leveret.persistence.journal.RecordHeader.DEAD_LETTER;
import static io.leveret.persistence.journal.RecordHeader.DUE;
import static io.leveret.persistence.journal.RecordHeader.EXPIRES;
import static io.leveret.persistence.journal.RecordHeader.FLAGS;
import static io.leveret.persistence.journal.RecordHeader.PARTS;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.WireString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A PUBLISH record. Its numbers are read at once, its message when asked for; valid only while it is being
 * visited. No length in it is believed before as many bytes are there.
 */
public final class PublishedRecord {

    /** Of the first byte of the properties' flags. */
    private static final int PRIORITY_FLAG = 0x08;
    private static final int NO_PRIORITY = -1;
    private static final int LONGEST_HEAD_KEPT = 256;

    /** Is told where in queues the message was put. */
    @FunctionalInterface
    public interface Places {
        void put(long queueId, long position);
    }

    private final ByteBuffer bytes;
    private final int start;
    private final int end;
    private final int flags;
    private final long time;
    private final long expiresAt;
    private final long dueAt;
    private final int placeCount;
    private final int placesAt;
    private final int namesAt;
    private final int propertiesAt;
    private final int headEnd; // behind the properties
    private final long size;
    private final int partsAt;
    private final int partCount;
    private final int bodyAt;
    private int at; // where it is being read

    /** The record between these two places in the buffer, whose header has been checked. */
    PublishedRecord(ByteBuffer bytes, int start, int end) throws MalformedRecordException {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        flags = bytes.get(start + FLAGS);
        at = start + RecordHeader.SIZE;
        time = takeLong();
        expiresAt = has(EXPIRES) ? takeLong() : RecordEncoder.NEVER;
        dueAt = has(DUE) ? takeLong() : RecordEncoder.AT_ONCE;
        placeCount = Short.toUnsignedInt(bytes.getShort(start + COUNT));
        placesAt = at;
        for (int i = 0; i < 2 * placeCount; i++) takeLong();
        namesAt = at;
        skipName();
        skipName();
        if (has(COPIES)) {
            skipTexts();
            skipTexts();
        }
        propertiesAt = at;
        take(takeLength());
        headEnd = at;
        long sizeOfParts = has(PARTS) ? takeLong() : 0;
        partCount = has(PARTS) ? takeCount(Long.BYTES) : 0;
        partsAt = take(partCount * Long.BYTES);
        bodyAt = at;
        size = has(PARTS) ? sizeOfParts : end - bodyAt;
        if (size < 0 || size > Integer.MAX_VALUE) throw new MalformedRecordException("a body of " + size + " bytes");
        if (bytes.getInt(start + RecordHeader.BODY) != bodyAt - start) throw new MalformedRecordException("the offset of a body is wrong");
        if (has(PARTS) && (partCount == 0 || bodyAt != end)) throw new MalformedRecordException("the parts of a body are wrong");
    }

    /** Bytes of the record, without parts of the body that stand elsewhere. */
    public int length() {
        return end - start;
    }

    public long time() {
        return time;
    }

    /** Milliseconds since 1970, or {@link Long#MAX_VALUE}. */
    public long expiresAt() {
        return expiresAt;
    }

    /** When it may be handed out, in milliseconds since 1970, or 0. */
    public long dueAt() {
        return dueAt;
    }

    /** Tells where in queues this record puts it: nowhere where others refer to it. */
    public void places(Places told) {
        int next = placesAt;
        try {
            for (int i = 0; i < placeCount; i++) {
                at = next;
                long queueId = takeLong();
                long position = takeLong();
                next = at; // whoever is told may ask for something else
                told.put(queueId, position);
            }
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("it could be read before", e);
        }
    }

    /** Of the whole body, wherever it stands. */
    public int bodySize() {
        return (int) size;
    }

    /** As the publisher gave it, or less than 0; so too where the properties are nonsense, which reading the message tells. */
    public int priority() {
        at = propertiesAt;
        try {
            boolean hasNone = takeLength() == 0 || (bytes.get(at) & PRIORITY_FLAG) == 0;
            if (hasNone) return NO_PRIORITY;
            at = propertiesAt;
            return readProperties().priority().orElse(NO_PRIORITY);
        } catch (MalformedRecordException e) {
            return NO_PRIORITY;
        }
    }

    /** How many records hold its body; 0 when this one does. */
    public int partCount() {
        return partCount;
    }

    public long partLsn(int index) {
        return bytes.getLong(partsAt + index * Long.BYTES);
    }

    /** The body as far as it is in this record. */
    public Body body() {
        return Body.of(copy(bodyAt, end - bodyAt));
    }

    /** The whole message, with this body; its head may be the latest that was read. */
    StoredMessage message(Body body, LatestHead latest) throws MalformedRecordException {
        int length = headEnd - namesAt;
        int meaning = flags & (DEAD_LETTER | COPIES | COMPACT);
        StoredMessage like = latest.find(bytes, namesAt, length, meaning);
        if (like != null) return like.with(time, body);
        StoredMessage message = message(body);
        if (length <= LONGEST_HEAD_KEPT) latest.keep(bytes, namesAt, length, meaning, message.with(0, Body.EMPTY));
        return message;
    }

    /** The whole message, with this body. */
    public StoredMessage message(Body body) throws MalformedRecordException {
        at = namesAt;
        String exchange = text(takeNameLength());
        String routingKey = text(takeNameLength());
        List<String> openKeys = has(COPIES) ? texts() : List.of();
        List<String> blindKeys = has(COPIES) ? texts() : List.of();
        return new StoredMessage(time, exchange, routingKey, openKeys, blindKeys, has(DEAD_LETTER), readProperties(),
                body);
    }

    private BasicProperties readProperties() throws MalformedRecordException {
        int length = takeLength();
        ByteBuf in = Unpooled.wrappedBuffer(copy(take(length), length));
        try {
            return BasicProperties.read(in, length);
        } catch (AmqpException | IndexOutOfBoundsException e) {
            throw new MalformedRecordException("the properties make no sense");
        }
    }

    private List<String> texts() throws MalformedRecordException {
        int count = takeCount(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) texts.add(text(takeLength()));
        return List.copyOf(texts);
    }

    private String text(int length) throws MalformedRecordException {
        return WireString.decode(copy(take(length), length), 0, length);
    }

    private byte[] copy(int from, int length) {
        byte[] copy = new byte[length];
        bytes.get(from, copy);
        return copy;
    }

    private void skipName() throws MalformedRecordException {
        take(takeNameLength());
    }

    private void skipTexts() throws MalformedRecordException {
        int count = takeCount(1);
        for (int i = 0; i < count; i++) take(takeLength());
    }

    private int takeNameLength() throws MalformedRecordException {
        return has(COMPACT) ? takeLength() : Short.toUnsignedInt(bytes.getShort(take(Short.BYTES)));
    }

    /** Of something that is yet to be taken. */
    private int takeLength() throws MalformedRecordException {
        long length = has(COMPACT) ? takeLong() : bytes.getInt(take(Integer.BYTES));
        if (length < 0 || length > end - at) throw new MalformedRecordException("a length of " + length);
        return (int) length;
    }

    /** A number of things that take at least so many bytes each. */
    private int takeCount(int leastSize) throws MalformedRecordException {
        long count = has(COMPACT) ? takeLong() : bytes.getInt(take(Integer.BYTES));
        if (count < 0 || count > (end - at) / leastSize) throw new MalformedRecordException("a count of " + count);
        return (int) count;
    }

    private long takeLong() throws MalformedRecordException {
        if (!has(COMPACT)) return bytes.getLong(take(Long.BYTES));
        int from = at;
        at = CompactNumber.end(bytes, from, end);
        return CompactNumber.between(bytes, from, at);
    }

    /** Where the next so many bytes are. */
    private int take(int length) throws MalformedRecordException {
        if (length < 0 || length > end - at) throw new MalformedRecordException("a length of " + length);
        int from = at;
        at += length;
        return from;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
