package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.COMPACT;
import static io.leveret.persistence.journal.RecordHeader.COPIES;
import static io.leveret.persistence.journal.RecordHeader.DEAD_LETTER;
import static io.leveret.persistence.journal.RecordHeader.DUE;
import static io.leveret.persistence.journal.RecordHeader.EXPIRES;
import static io.leveret.persistence.journal.RecordHeader.MARK_SIZE;
import static io.leveret.persistence.journal.RecordHeader.MOST_REPEATED;
import static io.leveret.persistence.journal.RecordHeader.NESTED;
import static io.leveret.persistence.journal.RecordHeader.PARTS;
import static io.leveret.persistence.journal.RecordHeader.RANGE_SIZE;
import static io.leveret.persistence.journal.RecordHeader.REFERENCE_SIZE;

import io.leveret.codec.value.Body;
import io.leveret.codec.value.WireString;
import io.leveret.engine.message.Message;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes records into chunks; the counterpart of {@link RecordDecoder}. The {@code …Room} methods say how many bytes of a
 * chunk's buffer a record takes at most. Each producer has its own.
 */
final class RecordEncoder {

    /** The time at which what does not expire does. */
    static final long NEVER = Long.MAX_VALUE;

    /** When what is not delayed is due. */
    static final long AT_ONCE = 0;

    /** Larger bodies are lent to the writer instead of being copied. */
    static final int LARGEST_COPIED_BODY = 16 * 1024;

    static final int LONGEST_NAME = 0xffff;

    /** Room for the numbers of any record, and its padding. */
    private static final int NUMBERS = 96;
    private static final int MOST_FOR_PLACE = 2 * CompactNumber.MOST;
    private static final int MOST_FOR_LENGTH = 5;
    private static final int BYTES_PER_CHAR = 3;

    private byte[] scratch = new byte[1024];

    long publishRoom(int refs, Message message, int parts) {
        long body = parts > 0 || message.body().size() > LARGEST_COPIED_BODY ? 0 : message.body().size();
        long copies = hasCopies(message) ? textsRoom(message.openKeys()) + textsRoom(message.blindKeys()) : 0;
        return NUMBERS + (long) MOST_FOR_PLACE * refs + (long) Long.BYTES * parts + copies
                + (long) BYTES_PER_CHAR * (message.exchange().length() + message.routingKey().length())
                + message.properties().length() + body;
    }

    /** Begins the record of a message; its places in so many queues are to follow, by {@link #place}. Returns where it starts. */
    int beginPublish(Chunk chunk, int flags, int refs, long time, long expiresAt, long dueAt, Message message) {
        int start = chunk.begin(RecordType.PUBLISH, flags | COMPACT | flag(EXPIRES, expiresAt != NEVER) | flag(DUE, dueAt != AT_ONCE)
                | flag(DEAD_LETTER, message.isDeadLetter()) | flag(COPIES, hasCopies(message)), refs);
        ByteBuffer out = chunk.bytes();
        CompactNumber.write(out, time);
        if (expiresAt != NEVER) CompactNumber.write(out, expiresAt);
        if (dueAt != AT_ONCE) CompactNumber.write(out, dueAt);
        return start;
    }

    void place(Chunk chunk, long queueId, long position) {
        CompactNumber.write(chunk.bytes(), queueId);
        CompactNumber.write(chunk.bytes(), position);
    }

    /** @param parts where the body stands when it does not follow; empty otherwise */
    void endPublish(Chunk chunk, int start, int flags, int refs, Message message, List<Place> parts) {
        ByteBuffer out = chunk.bytes();
        text(out, message.exchange());
        text(out, message.routingKey());
        if (hasCopies(message)) {
            texts(out, message.openKeys());
            texts(out, message.blindKeys());
        }
        chunk.properties(message.properties());
        if (!parts.isEmpty()) {
            out.put(start + RecordHeader.FLAGS, (byte) (out.get(start + RecordHeader.FLAGS) | PARTS));
            CompactNumber.write(out, message.body().size());
            CompactNumber.write(out, parts.size());
            for (Place part : parts) chunk.link(part, 1);
        }
        chunk.beginBody(start);
        if (parts.isEmpty()) body(chunk, message.body());
        end(chunk, start, (flags & NESTED) != 0, refs);
    }

    int referRoom(int count) {
        return NUMBERS + REFERENCE_SIZE * count;
    }

    /** Begins the record that puts so many messages into a queue, to be told by {@link #reference}. */
    int beginRefer(Chunk chunk, int flags, int count, long queueId, long first, int priority, long dueAt) {
        int start = chunk.begin(RecordType.REF, flags | flag(DUE, dueAt != AT_ONCE), count);
        chunk.bytes().putLong(queueId).putLong(first);
        if (dueAt != AT_ONCE) chunk.bytes().putLong(dueAt);
        chunk.bytes().putInt(priority);
        return start;
    }

    void reference(Chunk chunk, Place body, int size) {
        chunk.link(body, 1);
        chunk.bytes().putInt(size);
    }

    void endRefer(Chunk chunk, int start, int flags) {
        end(chunk, start, (flags & NESTED) != 0, 0);
    }

    /** The bytes of the body from {@code from} on, so many. */
    void part(Chunk chunk, Body body, long from, long length) {
        int start = chunk.begin(RecordType.PART, 0, 0);
        chunk.beginBody(start);
        long skip = from;
        long left = length;
        for (int i = 0; i < body.partCount() && left > 0; i++) {
            byte[] piece = body.part(i);
            if (skip < piece.length) {
                int taken = (int) Math.min(left, piece.length - skip);
                chunk.lend(piece, (int) skip, taken);
                left -= taken;
            }
            skip = Math.max(0, skip - piece.length);
        }
        chunk.end(start, 0);
    }

    void ranges(Chunk chunk, RecordType type, Ranges ranges) {
        int start = chunk.begin(type, 0, ranges.count());
        for (int i = 0; i < ranges.count(); i++) range(chunk.bytes(), ranges.queueId(i), ranges.first(i), ranges.length(i));
        chunk.end(start, 0);
    }

    int rangesRoom(int count) {
        return NUMBERS + RANGE_SIZE * count;
    }

    void nestedRange(Chunk chunk, Change.Settle settle) {
        int start = chunk.begin(RecordType.ACK, NESTED, 1);
        range(chunk.bytes(), settle.queueId(), settle.first(), settle.count());
        chunk.endNested(start, 0);
    }

    void marks(Chunk chunk, Marks marks) {
        int start = chunk.begin(RecordType.HANDED_OUT, 0, marks.count());
        for (int i = 0; i < marks.count(); i++) chunk.bytes().putLong(marks.queueId(i)).putLong(marks.position(i));
        chunk.end(start, 0);
    }

    int marksRoom(int count) {
        return NUMBERS + MARK_SIZE * count;
    }

    void returned(Chunk chunk, long queueId, long position, int failures, int acquisitions) {
        int start = chunk.begin(RecordType.RETURNED, 0, 0);
        chunk.bytes().putLong(queueId).putLong(position).putInt(failures).putInt(acquisitions);
        chunk.end(start, 0);
    }

    void postponed(Chunk chunk, long queueId, long position, long dueAt) {
        int start = chunk.begin(RecordType.POSTPONED, 0, 0);
        chunk.bytes().putLong(queueId).putLong(position).putLong(dueAt);
        chunk.end(start, 0);
    }

    void queueGone(Chunk chunk, long queueId) {
        int start = chunk.begin(RecordType.QUEUE_GONE, 0, 0);
        chunk.bytes().putLong(queueId);
        chunk.end(start, 0);
    }

    void raft(Chunk chunk, long group, long term, long index, byte[] entry) {
        int start = chunk.begin(RecordType.RAFT, 0, 0);
        chunk.bytes().putLong(group).putLong(term).putLong(index);
        chunk.beginBody(start);
        if (entry.length > LARGEST_COPIED_BODY) chunk.lend(entry, 0, entry.length);
        else chunk.bytes().put(entry);
        chunk.end(start, 0);
    }

    int raftRoom(byte[] entry) {
        return NUMBERS + Math.min(entry.length, LARGEST_COPIED_BODY);
    }

    /** Room for any of the records that only hold numbers. */
    int numbersRoom() {
        return NUMBERS;
    }

    static void check(int refs, Message message) {
        if (refs > MOST_REPEATED) throw new IllegalArgumentException(refs + " queues for one record");
        if (message.exchange().length() > LONGEST_NAME / BYTES_PER_CHAR
                || message.routingKey().length() > LONGEST_NAME / BYTES_PER_CHAR) {
            throw new IllegalArgumentException("the name of the exchange or the routing key is too long");
        }
    }

    static boolean hasCopies(Message message) {
        return !message.furtherKeys().isEmpty();
    }

    private static void end(Chunk chunk, int start, boolean nested, int refs) {
        if (nested) chunk.endNested(start, refs);
        else chunk.end(start, refs);
    }

    private static void range(ByteBuffer out, long queueId, long first, int count) {
        out.putLong(queueId).putLong(first).putInt(count);
    }

    private void texts(ByteBuffer out, List<String> texts) {
        CompactNumber.write(out, texts.size());
        for (String text : texts) text(out, text);
    }

    private void text(ByteBuffer out, String text) {
        if (text.length() * BYTES_PER_CHAR > scratch.length) scratch = new byte[text.length() * BYTES_PER_CHAR];
        int length = WireString.encode(text, scratch);
        CompactNumber.write(out, length);
        out.put(scratch, 0, length);
    }

    private static long textsRoom(List<String> texts) {
        long room = MOST_FOR_LENGTH;
        for (String text : texts) room += MOST_FOR_LENGTH + (long) BYTES_PER_CHAR * text.length();
        return room;
    }

    private static void body(Chunk chunk, Body body) {
        boolean copied = body.size() <= LARGEST_COPIED_BODY;
        for (int i = 0; i < body.partCount(); i++) {
            byte[] part = body.part(i);
            if (copied) chunk.bytes().put(part);
            else chunk.lend(part, 0, part.length);
        }
    }

    private static int flag(int flag, boolean set) {
        return set ? flag : 0;
    }
}
