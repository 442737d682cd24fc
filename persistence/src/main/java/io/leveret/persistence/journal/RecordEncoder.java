package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.COPIES;
import static io.leveret.persistence.journal.RecordHeader.DEAD_LETTER;
import static io.leveret.persistence.journal.RecordHeader.EXPIRES;
import static io.leveret.persistence.journal.RecordHeader.MOST_REPEATED;
import static io.leveret.persistence.journal.RecordHeader.NESTED;
import static io.leveret.persistence.journal.RecordHeader.PARTS;
import static io.leveret.persistence.journal.RecordHeader.RANGE_SIZE;
import static io.leveret.persistence.journal.RecordHeader.REF_SIZE;

import io.leveret.codec.value.Body;
import io.leveret.codec.value.WireString;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes records into chunks; the counterpart of {@link RecordDecoder}. The {@code …Room} methods say how many bytes of a
 * chunk's buffer a record takes at most. Each producer has its own.
 */
final class RecordEncoder {

    /** The time at which what does not expire does. */
    static final long NEVER = Long.MAX_VALUE;

    /** Larger bodies are lent to the writer instead of being copied. */
    static final int LARGEST_COPIED_BODY = 16 * 1024;

    static final int LONGEST_NAME = 0xffff;

    /** Room for the numbers of any record, and its padding. */
    private static final int NUMBERS = 64;
    private static final int BYTES_PER_CHAR = 3;

    private byte[] scratch = new byte[1024];

    long publishRoom(List<Ref> refs, StoredMessage message, int parts) {
        long body = parts > 0 || message.body().size() > LARGEST_COPIED_BODY ? 0 : message.body().size();
        long copies = message.hasCopies() ? textsRoom(message.openKeys()) + textsRoom(message.blindKeys()) : 0;
        return NUMBERS + (long) REF_SIZE * refs.size() + (long) Long.BYTES * parts + copies
                + (long) BYTES_PER_CHAR * (message.exchange().length() + message.routingKey().length())
                + message.properties().length() + body;
    }

    int referRoom(List<Ref> refs) {
        return NUMBERS + REF_SIZE * refs.size();
    }

    /** @param parts where the body stands when it does not follow; empty otherwise */
    void publish(Chunk chunk, RecordType type, boolean nested, List<Ref> refs, long expiresAt, StoredMessage message,
                 List<Place> parts) {
        int flags = flag(NESTED, nested) | flag(EXPIRES, expiresAt != NEVER) | flag(DEAD_LETTER, message.deadLetter())
                | flag(COPIES, message.hasCopies()) | flag(PARTS, !parts.isEmpty());
        int start = chunk.begin(type, flags, refs.size());
        ByteBuffer out = chunk.bytes();
        out.putLong(message.time());
        if (expiresAt != NEVER) out.putLong(expiresAt);
        refs(out, refs);
        name(out, message.exchange());
        name(out, message.routingKey());
        if (message.hasCopies()) {
            texts(out, message.openKeys());
            texts(out, message.blindKeys());
        }
        chunk.properties(message.properties());
        if (!parts.isEmpty()) {
            out.putInt(parts.size());
            for (Place part : parts) chunk.link(part, 1);
        }
        chunk.beginBody(start);
        if (parts.isEmpty()) body(chunk, message.body());
        end(chunk, start, nested, refs.size());
    }

    void refer(Chunk chunk, boolean nested, Place body, List<Ref> refs, long expiresAt) {
        int start = chunk.begin(RecordType.REF, flag(NESTED, nested) | flag(EXPIRES, expiresAt != NEVER), refs.size());
        chunk.link(body, refs.size());
        if (expiresAt != NEVER) chunk.bytes().putLong(expiresAt);
        refs(chunk.bytes(), refs);
        end(chunk, start, nested, 0);
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

    void purge(Chunk chunk, long queueId, long upTo) {
        int start = chunk.begin(RecordType.PURGE, 0, 0);
        chunk.bytes().putLong(queueId).putLong(upTo);
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

    static void check(List<Ref> refs, StoredMessage message) {
        check(refs);
        if (message.exchange().length() > LONGEST_NAME / BYTES_PER_CHAR
                || message.routingKey().length() > LONGEST_NAME / BYTES_PER_CHAR) {
            throw new IllegalArgumentException("the name of the exchange or the routing key is too long");
        }
    }

    static void check(List<Ref> refs) {
        if (refs.size() > MOST_REPEATED) throw new IllegalArgumentException(refs.size() + " queues for one record");
    }

    private static void end(Chunk chunk, int start, boolean nested, int refs) {
        if (nested) chunk.endNested(start, refs);
        else chunk.end(start, refs);
    }

    private static void refs(ByteBuffer out, List<Ref> refs) {
        for (int i = 0; i < refs.size(); i++) {
            Ref ref = refs.get(i);
            out.putLong(ref.queueId()).putLong(ref.position());
        }
    }

    private static void range(ByteBuffer out, long queueId, long first, int count) {
        out.putLong(queueId).putLong(first).putInt(count);
    }

    private void name(ByteBuffer out, String text) {
        int length = encode(text);
        out.putShort((short) length).put(scratch, 0, length);
    }

    private void texts(ByteBuffer out, List<String> texts) {
        out.putInt(texts.size());
        for (String text : texts) {
            int length = encode(text);
            out.putInt(length).put(scratch, 0, length);
        }
    }

    private int encode(String text) {
        if (text.length() * BYTES_PER_CHAR > scratch.length) scratch = new byte[text.length() * BYTES_PER_CHAR];
        return WireString.encode(text, scratch);
    }

    private static long textsRoom(List<String> texts) {
        long room = Integer.BYTES;
        for (String text : texts) room += Integer.BYTES + (long) BYTES_PER_CHAR * text.length();
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
