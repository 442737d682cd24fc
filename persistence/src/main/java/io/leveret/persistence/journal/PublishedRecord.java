package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.COPIES;
import static io.leveret.persistence.journal.RecordHeader.COUNT;
import static io.leveret.persistence.journal.RecordHeader.DEAD_LETTER;
import static io.leveret.persistence.journal.RecordHeader.DUE;
import static io.leveret.persistence.journal.RecordHeader.EXPIRES;
import static io.leveret.persistence.journal.RecordHeader.FLAGS;
import static io.leveret.persistence.journal.RecordHeader.PARTS;
import static io.leveret.persistence.journal.RecordHeader.REF_SIZE;

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

    private final ByteBuffer bytes;
    private final int start;
    private final int end;
    private final int flags;
    private final long time;
    private final long expiresAt;
    private final long dueAt;
    private final int refCount;
    private final int refsAt;
    private final int namesAt;
    private final int propertiesAt;
    private final int headEnd; // behind the properties
    private final long size;
    private final int partsAt;
    private final int partCount;
    private final int bodyAt;
    private int position;

    /** The record between these two places in the buffer, whose header has been checked. */
    PublishedRecord(ByteBuffer bytes, int start, int end) throws MalformedRecordException {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        flags = bytes.get(start + FLAGS);
        position = start + RecordHeader.SIZE;
        time = bytes.getLong(take(Long.BYTES));
        expiresAt = has(EXPIRES) ? bytes.getLong(take(Long.BYTES)) : RecordEncoder.NEVER;
        dueAt = has(DUE) ? bytes.getLong(take(Long.BYTES)) : RecordEncoder.AT_ONCE;
        refCount = Short.toUnsignedInt(bytes.getShort(start + COUNT));
        refsAt = take(refCount * REF_SIZE);
        namesAt = position;
        skipName();
        skipName();
        if (has(COPIES)) {
            skipTexts();
            skipTexts();
        }
        propertiesAt = position;
        skipText();
        headEnd = position;
        long sizeOfParts = has(PARTS) ? bytes.getLong(take(Long.BYTES)) : 0;
        partCount = has(PARTS) ? count(Long.BYTES) : 0;
        partsAt = take(partCount * Long.BYTES);
        bodyAt = position;
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

    /** In how many queues it was put by this record. */
    public int refCount() {
        return refCount;
    }

    public long queueId(int index) {
        return bytes.getLong(refsAt + index * REF_SIZE);
    }

    /** Where it is in the queue. */
    public long position(int index) {
        return bytes.getLong(refsAt + index * REF_SIZE + Long.BYTES);
    }

    /** Of the whole body, wherever it stands. */
    public int bodySize() {
        return (int) size;
    }

    /** As the publisher gave it, or less than 0; so too where the properties are nonsense, which reading the message tells. */
    public int priority() {
        boolean hasNone = bytes.getInt(propertiesAt) == 0 || (bytes.get(propertiesAt + Integer.BYTES) & PRIORITY_FLAG) == 0;
        if (hasNone) return NO_PRIORITY;
        position = propertiesAt;
        try {
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
        StoredMessage like = latest.find(bytes, namesAt, length);
        if (like != null && like.deadLetter() == has(DEAD_LETTER) && hasCopies(like) == has(COPIES)) return like.with(time, body);
        StoredMessage message = message(body);
        if (length <= LONGEST_HEAD_KEPT) latest.keep(bytes, namesAt, length, message.with(0, Body.EMPTY));
        return message;
    }

    private static boolean hasCopies(StoredMessage message) {
        return !message.openKeys().isEmpty() || !message.blindKeys().isEmpty();
    }

    /** The whole message, with this body. */
    public StoredMessage message(Body body) throws MalformedRecordException {
        position = namesAt;
        String exchange = text(takeName());
        String routingKey = text(takeName());
        List<String> openKeys = has(COPIES) ? texts() : List.of();
        List<String> blindKeys = has(COPIES) ? texts() : List.of();
        return new StoredMessage(time, exchange, routingKey, openKeys, blindKeys, has(DEAD_LETTER), readProperties(),
                body);
    }

    private BasicProperties readProperties() throws MalformedRecordException {
        int length = takeInt();
        ByteBuf in = Unpooled.wrappedBuffer(copy(take(length), length));
        try {
            return BasicProperties.read(in, length);
        } catch (AmqpException | IndexOutOfBoundsException e) {
            throw new MalformedRecordException("the properties make no sense");
        }
    }

    private List<String> texts() throws MalformedRecordException {
        int count = count(Integer.BYTES);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) texts.add(text(takeInt()));
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
        take(takeName());
    }

    private void skipTexts() throws MalformedRecordException {
        int count = count(Integer.BYTES);
        for (int i = 0; i < count; i++) skipText();
    }

    private void skipText() throws MalformedRecordException {
        take(takeInt());
    }

    private int takeName() throws MalformedRecordException {
        return Short.toUnsignedInt(bytes.getShort(take(Short.BYTES)));
    }

    private int takeInt() throws MalformedRecordException {
        return bytes.getInt(take(Integer.BYTES));
    }

    /** A number of things that take at least so many bytes each. */
    private int count(int leastSize) throws MalformedRecordException {
        int count = takeInt();
        if (count < 0 || count > (end - position) / leastSize) throw new MalformedRecordException("a count of " + count);
        return count;
    }

    /** Where the next so many bytes are. */
    private int take(int length) throws MalformedRecordException {
        if (length < 0 || length > end - position) throw new MalformedRecordException("a length of " + length);
        int at = position;
        position += length;
        return at;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
