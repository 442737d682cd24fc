package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.WireString;
import io.leveret.engine.message.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records come out as they went in; what is no record is never taken for one. */
class RecordTest {

    private static final int SALT = 0x1234567;
    private static final long OFFSET = 8192;

    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordDecoder decoder = new RecordDecoder();

    @Property(tries = 300)
    void messagesComeOutAsTheyWentIn(@ForAll("messages") StoredMessage message, @ForAll("refs") List<Ref> refs,
                                     @ForAll("expiries") long expiresAt) throws MalformedRecordException {
        ByteBuffer bytes = encoded(refs, expiresAt, message);
        assertThat(bytes.limit() % Chunk.ALIGNMENT).isZero();
        int length = decoder.check(bytes, 0, bytes.limit(), SALT);
        assertThat(RecordDecoder.aligned(length)).isEqualTo(bytes.limit());
        PublishedRecord read = new PublishedRecord(bytes, 0, length);
        assertThat(read.message(read.body())).isEqualTo(message);
        assertThat(read.expiresAt()).isEqualTo(expiresAt);
        List<Ref> places = new ArrayList<>();
        read.places((queueId, position) -> places.add(new Ref(queueId, position)));
        assertThat(places).isEqualTo(refs);
        assertThat(read.bodySize()).isEqualTo((int) message.body().size());
        assertThat(read.priority()).isEqualTo(message.properties().priority().orElse(-1));
    }

    @Property(tries = 300)
    void aChangedByteIsNoticed(@ForAll("messages") StoredMessage message, @ForAll int where, @ForAll byte change) {
        ByteBuffer bytes = encoded(List.of(new Ref(1, 2)), Long.MAX_VALUE, message);
        int at = Math.floorMod(where, bytes.getInt(0));
        bytes.put(at, (byte) (bytes.get(at) ^ (change == 0 ? 1 : change)));
        assertThat(isValid(bytes)).isFalse();
    }

    @Property(tries = 100)
    void anotherSegmentsSaltIsNoticed(@ForAll("messages") StoredMessage message, @ForAll int salt) {
        ByteBuffer bytes = encoded(List.of(new Ref(1, 2)), Long.MAX_VALUE, message);
        boolean valid = true;
        try {
            decoder.check(bytes, 0, bytes.limit(), salt);
        } catch (MalformedRecordException e) {
            valid = false;
        }
        assertThat(valid).isEqualTo(salt == SALT);
    }

    /** The payload is nonsense, the check sum is right: whatever a length says, nothing is read beyond the record. */
    @Property(tries = 3000)
    void nonsenseWithARightCheckSumDoesNoHarm(@ForAll("nonsense") byte[] payload, @ForAll("codes") int type, @ForAll byte flags,
                                              @ForAll("counts") int count, @ForAll("counts") int bodyOffset) {
        int length = RecordHeader.SIZE + payload.length;
        ByteBuffer bytes = ByteBuffer.allocate(RecordDecoder.aligned(length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(length).putInt(0).put((byte) type).put(flags).putShort((short) count)
                .putInt(bodyOffset).put(payload).clear();
        seal(bytes, length);
        assertThatCode(() -> {
            try {
                decoder.check(bytes, 0, bytes.limit(), 0);
                if (RecordDecoder.isTransaction(bytes, 0)) RecordDecoder.visitTransaction(bytes, 0, 0, new Recorded());
                else RecordDecoder.visit(bytes, 0, 0, new Recorded());
            } catch (MalformedRecordException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }).doesNotThrowAnyException();
    }

    /** A real record with one number changed and the check sum made right again. */
    @Property(tries = 2000)
    void wrongLengthsInsideDoNoHarm(@ForAll("messages") StoredMessage message, @ForAll int where, @ForAll("lengths") int value) {
        ByteBuffer bytes = encoded(List.of(new Ref(1, 2)), 5, message);
        int length = bytes.getInt(0);
        bytes.putInt(RecordHeader.COUNT + Math.floorMod(where, Math.max(1, Math.min(200, length) - 4 - RecordHeader.COUNT)), value);
        seal(bytes, length);
        assertThatCode(() -> {
            try {
                decoder.check(bytes, 0, bytes.limit(), 0);
                PublishedRecord read = new PublishedRecord(bytes, 0, length);
                read.message(read.body());
            } catch (MalformedRecordException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }).doesNotThrowAnyException();
    }

    @Property(tries = 200)
    void rangesComeOutMerged(@ForAll("counts") int first) throws MalformedRecordException {
        Ranges ranges = new Ranges();
        for (int i = 0; i < 5; i++) ranges.add(7, first + i, 1);
        ranges.add(8, 0, 3);
        ranges.add(7, 0, 1);
        Chunk chunk = new Chunk(4096);
        chunk.start(0, SALT);
        encoder.ranges(chunk, RecordType.ACK, ranges);
        ByteBuffer bytes = joined(chunk);
        decoder.check(bytes, 0, bytes.limit(), SALT);
        Recorded recorded = new Recorded();
        RecordDecoder.visit(bytes, 0, 0, recorded);
        assertThat(recorded.lines).containsExactly("settle 7/" + first + "+5", "settle 8/0+3", "settle 7/0+1");
    }

    @Provide
    Arbitrary<StoredMessage> messages() {
        Arbitrary<String> text = Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(80),
                Arbitraries.strings().withChars('\udc80', '\udcff', 'a', 'é', '兎').ofMaxLength(20)).filter(RecordTest::isWireText);
        Arbitrary<List<String>> texts = text.list().ofMaxSize(3);
        Arbitrary<BasicProperties> properties = Combinators.combine(Arbitraries.integers().between(0, 255),
                Arbitraries.strings().alpha().ofMaxLength(200)).as((priority, id) ->
                id.isEmpty() ? BasicProperties.EMPTY : BasicProperties.builder().priority(priority).messageId(id).build());
        Arbitrary<Body> body = Arbitraries.integers().between(0, 3).flatMap(parts -> Arbitraries.oneOf(
                Arbitraries.integers().between(0, 40), Arbitraries.integers().between(1, 9000)).list().ofSize(parts))
                .map(sizes -> {
                    List<byte[]> parts = new ArrayList<>();
                    for (int size : sizes) if (size > 0) parts.add(new byte[size]);
                    return Body.of(parts);
                });
        return Combinators.combine(Arbitraries.longs(), text, text, texts, texts, Arbitraries.of(true, false), properties, body)
                .as(StoredMessage::new);
    }

    @Provide
    Arbitrary<List<Ref>> refs() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Ref::new).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<Long> expiries() {
        return Arbitraries.oneOf(Arbitraries.just(Long.MAX_VALUE), Arbitraries.longs());
    }

    @Provide
    Arbitrary<byte[]> nonsense() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(120);
    }

    @Provide
    Arbitrary<Integer> codes() {
        return Arbitraries.integers().between(-1, 13);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(0, 70);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(Arbitraries.integers(), Arbitraries.integers().between(-3, 300),
                Arbitraries.of(Integer.MAX_VALUE, Integer.MIN_VALUE, -1));
    }

    /** What a string read from the wire can be: its lone surrogates stand for bytes that are no UTF-8. */
    private static boolean isWireText(String text) {
        byte[] bytes = WireString.encode(text);
        return WireString.decode(bytes, 0, bytes.length).equals(text);
    }

    private ByteBuffer encoded(List<Ref> refs, long expiresAt, StoredMessage message) {
        Chunk chunk = new Chunk((int) encoder.publishRoom(refs.size(), message.message(), 0));
        chunk.start(0, SALT + 1);
        Message published = message.message();
        int start = encoder.beginPublish(chunk, 0, refs.size(), message.time(), expiresAt, 0, published);
        for (Ref ref : refs) encoder.place(chunk, ref.queueId(), ref.position());
        encoder.endPublish(chunk, start, 0, refs.size(), published, List.of());
        chunk.place(new Segment(null, SegmentHeader.ofLog(3, SALT, TestJournal.SEGMENT, 0)), OFFSET);
        return joined(chunk);
    }

    private boolean isValid(ByteBuffer bytes) {
        try {
            decoder.check(bytes, 0, bytes.limit(), SALT);
            return true;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private static ByteBuffer joined(Chunk chunk) {
        List<ByteBuffer> buffers = new ArrayList<>();
        chunk.addTo(buffers);
        ByteBuffer bytes = ByteBuffer.allocate(chunk.length()).order(ByteOrder.LITTLE_ENDIAN);
        buffers.forEach(bytes::put);
        return bytes.flip();
    }

    private static void seal(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(length).position(RecordHeader.CHECKED_FROM));
        bytes.putInt(RecordHeader.CHECKSUM, (int) crc.getValue());
    }
}
