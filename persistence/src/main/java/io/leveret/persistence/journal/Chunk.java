package io.leveret.persistence.journal;

import io.leveret.codec.value.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A run of records as they will stand in the file. A producer fills it and hands it over; then it is the writer's, until it
 * comes back written. Large bodies are not copied in but lent: the writer gathers them from where they are.
 */
final class Chunk {

    /** Records start on multiples of this. */
    static final int ALIGNMENT = 8;

    private static final int FEWEST_STARTS = 64;

    /** An array that stands between two bytes of the buffer. */
    private record Lent(int at, byte[] array, int offset, int length) {
    }

    /** Eight bytes that will be the LSN of a record, and how many places in queues keep that record alive from here. */
    private record Link(int at, Place place, int refs) {
    }

    /** A place to be told where the record is that starts there. */
    private record Marked(int offset, Place place) {
    }

    /** A part of a transaction that starts there, perhaps its last. */
    private record Part(int offset, JournalTransaction transaction, boolean last) {
    }

    private final ByteBuffer bytes;
    private final ByteBuffer window; // onto the same bytes, for what needs limits of its own
    private final ByteBuf asByteBuf;
    private final CRC32C crc = new CRC32C();

    private final List<Lent> lent = new ArrayList<>(0);
    private final List<Link> links = new ArrayList<>(0);
    private final List<Marked> marked = new ArrayList<>(0);
    private final List<Part> parts = new ArrayList<>(0);
    private final List<Integer> unfinished = new ArrayList<>(0);
    private int[] starts = new int[FEWEST_STARTS];
    private int records;
    private int refs;
    private int lentBytes;
    private int recordOffset; // of the record being written, from the chunk's start
    private int recordLinks;
    private int salt;

    /** Where it starts, in the count of all that its producer has appended. */
    private long position;
    private long lsn;
    private JournalProducer producer;

    Chunk(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        window = bytes.duplicate();
        asByteBuf = Unpooled.wrappedBuffer(bytes.duplicate());
    }

    // The producer's side

    /** Empties it. The salt is a guess, mostly right, at that of the segment it will stand in. */
    void start(long newPosition, int likelySalt) {
        bytes.clear();
        lent.clear();
        links.clear();
        marked.clear();
        parts.clear();
        unfinished.clear();
        records = 0;
        refs = 0;
        lentBytes = 0;
        salt = likelySalt;
        position = newPosition;
    }

    void belongsTo(JournalProducer owner) {
        producer = owner;
    }

    int capacity() {
        return bytes.capacity();
    }

    /** Room for what is copied. */
    int room() {
        return bytes.remaining();
    }

    /** All its bytes, lent ones included. */
    int length() {
        return bytes.position() + lentBytes;
    }

    /** Bytes that were copied into it. */
    int copied() {
        return bytes.position();
    }

    /** What it keeps from being used for something else, however little is in it. */
    int memory() {
        return bytes.capacity() + lentBytes;
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Starts a record, and returns its place in the buffer. */
    int begin(RecordType type, int flags, int count) {
        int start = bytes.position();
        recordOffset = length();
        recordLinks = links.size();
        bytes.putInt(0).putInt(0).put(type.code).put((byte) flags).putShort((short) count).putInt(0);
        return start;
    }

    /** What follows is the body of the record. */
    void beginBody(int start) {
        bytes.putInt(start + RecordHeader.BODY, length() - recordOffset);
    }

    void properties(BasicProperties properties) {
        CompactNumber.write(bytes, properties.length());
        asByteBuf.setIndex(0, bytes.position());
        properties.writeTo(asByteBuf);
        bytes.position(bytes.position() + properties.length());
    }

    void lend(byte[] array, int offset, int length) {
        lent.add(new Lent(bytes.position(), array, offset, length));
        lentBytes += length;
    }

    /** Leaves eight bytes for the place of a record. */
    void link(Place place, int refsToIt) {
        links.add(new Link(bytes.position(), place, refsToIt));
        bytes.putLong(0);
    }

    /** Ends the record that started there, a record of its own. */
    void end(int start, int refsInIt) {
        refs += refsInIt;
        seal(start, length() - recordOffset, false, links.size() > recordLinks);
        if (records == starts.length) starts = Arrays.copyOf(starts, 2 * records);
        starts[records++] = start;
        pad();
    }

    /** Ends the record that started there, inside of a TX. */
    void endNested(int start, int refsInIt) {
        refs += refsInIt;
        seal(start, length() - recordOffset, true, links.size() > recordLinks);
        pad();
    }

    /** Ends a TX, which holds nothing that is lent. */
    void endTransaction(int start, boolean linksInside) {
        seal(start, bytes.position() - start, false, linksInside);
        if (records == starts.length) starts = Arrays.copyOf(starts, 2 * records);
        starts[records++] = start;
        pad();
    }

    int linkCount() {
        return links.size();
    }

    /** Has the place told where the record goes that is to begin now. */
    void mark(Place place) {
        marked.add(new Marked(length(), place));
    }

    /** Says that the record that starts there is a part of a transaction, which does not begin and end with it. */
    void part(int offset, JournalTransaction transaction, boolean last) {
        parts.add(new Part(offset, transaction, last));
    }

    /** Those that it will tell where they are. */
    List<Place> places() {
        if (marked.isEmpty()) return List.of();
        List<Place> places = new ArrayList<>(marked.size());
        for (Marked mark : marked) places.add(mark.place);
        return places;
    }

    private void seal(int start, int length, boolean nested, boolean hasLinks) {
        bytes.putInt(start, length);
        if (hasLinks) unfinished.add(start);
        else bytes.putInt(start + RecordHeader.CHECKSUM, checksum(start) ^ (nested ? 0 : salt));
    }

    private void pad() {
        while (length() % ALIGNMENT != 0) bytes.put((byte) 0);
    }

    /** Of the record that starts there, whose length is known. */
    private int checksum(int start) {
        crc.reset();
        int from = start + RecordHeader.CHECKED_FROM;
        int left = bytes.getInt(start) - RecordHeader.CHECKED_FROM;
        for (Lent piece : lent) {
            if (piece.at < from) continue;
            if (left < piece.at - from + piece.length) break;
            update(from, piece.at);
            crc.update(piece.array, piece.offset, piece.length);
            left -= piece.at - from + piece.length;
            from = piece.at;
        }
        update(from, from + left);
        return (int) crc.getValue();
    }

    private void update(int from, int to) {
        window.limit(to).position(from);
        crc.update(window);
    }

    // The writer's side

    JournalProducer producer() {
        return producer;
    }

    long position() {
        return position;
    }

    long lsn() {
        return lsn;
    }

    int records() {
        return records;
    }

    /** The place in the file is decided: everything that depends on it is filled in. May be called again with another. */
    void place(Segment segment, long offset) {
        lsn = Lsn.of(segment.sequence(), offset);
        for (Marked mark : marked) mark.place.tried(lsn + mark.offset);
        if (salt != segment.salt()) changeSalt(segment.salt());
        for (Link link : links) bytes.putLong(link.at, link.place.tried());
        for (int start : unfinished) {
            boolean nested = (bytes.get(start + RecordHeader.FLAGS) & RecordHeader.NESTED) != 0;
            bytes.putInt(start + RecordHeader.CHECKSUM, checksum(start) ^ (nested ? 0 : salt));
        }
    }

    /** The messages in it are on disk: the segments they stand in are in use. */
    void countLive(Segment segment, Segments segments) {
        segment.retain(refs);
        for (Link link : links) segments.retain(Lsn.segment(link.place.lsn()), link.refs);
    }

    /** It was written; what is below that LSN is durable, or becomes so before this does. */
    void tell(TransactionsUnderWay underWay, long asked) {
        for (Marked mark : marked) mark.place.written();
        for (Part part : parts) underWay.written(part.transaction, lsn + part.offset, part.last, asked);
    }

    void addTo(List<ByteBuffer> buffers) {
        int from = 0;
        for (Lent piece : lent) {
            if (piece.at > from) buffers.add(slice(from, piece.at));
            buffers.add(ByteBuffer.wrap(piece.array, piece.offset, piece.length));
            from = piece.at;
        }
        if (bytes.position() > from) buffers.add(slice(from, bytes.position()));
    }

    private ByteBuffer slice(int from, int to) {
        return bytes.duplicate().limit(to).position(from);
    }

    private void changeSalt(int to) {
        for (int i = 0; i < records; i++) {
            int at = starts[i] + RecordHeader.CHECKSUM;
            bytes.putInt(at, bytes.getInt(at) ^ salt ^ to);
        }
        salt = to;
    }
}
