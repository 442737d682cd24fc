package io.leveret.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.codec.value.Values;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.util.Random;

/** Whatever is sent, nothing but an AmqpException comes out, and every buffer stays as it was. */
class MalformedInputTest {
    private static final int FRAME_MAX = 4096;
    private static final int MUTATIONS = 20; // of one conversation: making one takes longer than reading it

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void answersAnyMutationOfAConversationWithAnAmqpExceptionOrNothing(@ForAll("conversations") byte[] valid, @ForAll Random random) {
        for (int i = 0; i < MUTATIONS; i++) {
            try (LeakDetection leaks = new LeakDetection()) {
                receiveAll(leaks.bytes(mutate(valid, random)), new Peer(FRAME_MAX, 1 << 20));
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void understandsTheSameHoweverTheBytesAreSplit(@ForAll("conversations") byte[] valid, @ForAll Random random) {
        try (LeakDetection leaks = new LeakDetection()) {
            Peer whole = new Peer().receive(leaks.bytes(valid));
            Peer split = new Peer();
            ByteBuf in = leaks.buffer();
            for (int sent = 0; sent < valid.length;) {
                int count = Math.min(valid.length - sent, 1 + random.nextInt(random.nextBoolean() ? 3 : 300));
                split.receive(in.writeBytes(valid, sent, count).discardReadBytes());
                sent += count;
            }
            assertThat(in.isReadable()).isFalse();
            assertThat(split.commands).usingRecursiveComparison().isEqualTo(whole.commands);
            assertThat(whole.commands).hasSize(5);
        }
    }

    @Property(tries = 1000)
    void survivesRubbish(@ForAll @Size(max = 200) byte[] rubbish, @ForAll Random random) {
        try (LeakDetection leaks = new LeakDetection()) {
            receiveAll(leaks.bytes(rubbish), new Peer(FRAME_MAX, 1 << 20));
            receiveAll(frame(1 + random.nextInt(3), rubbish, leaks), new Peer(0, 1 << 20));
            byte[] publish = {0, 60, 0, 40, 0, 0, 0, 1, 'q', 0};
            ByteBuf content = frame(1, publish, leaks).writeBytes(frame(2, headerWith(rubbish), leaks));
            receiveAll(content, new Peer(0, 1 << 20));
        }
    }

    @Provide
    Arbitrary<byte[]> conversations() {
        return Arbitraries.lazy(Values::tables).flatMap(table -> Arbitraries.bytes().array(byte[].class).ofMaxSize(300)
                .map(body -> conversation(table, body)));
    }

    private static byte[] conversation(FieldTable table, byte[] body) {
        BasicProperties properties = BasicProperties.builder().contentType("text/plain").headers(table).persistent()
                .priority(3).replyTo("r").expiration("5").timestamp(7).userId("guest").build();
        Method publish = new BasicMethod.Publish("exchange", "key", true, false);
        CommandEncoder encoder = new CommandEncoder(0);
        try (LeakDetection leaks = new LeakDetection()) {
            ByteBuf out = leaks.buffer();
            encoder.method(room -> out, 0, new ConnectionMethod.StartOk(table, "PLAIN", body, "en_US"));
            encoder.method(room -> out, 1, new QueueMethod.Declare("q", false, true, false, true, false,
                    table.with("nested", FieldValue.array(FieldValue.table(table)))));
            encoder.content(room -> out, 1, publish, properties, Body.of(body));
            encoder.heartbeat(room -> out);
            encoder.content(room -> out, 2, new BasicMethod.Deliver("t", 1, false, "", "q"), properties, Body.of(new byte[40]));
            encoder.method(room -> out, 1, new BasicMethod.Nack(1, true, true));
            return ByteBufUtil.getBytes(out);
        }
    }

    /** Few changes, so that most of the input stays meaningful: bytes set, bits flipped, stretches cut out or doubled. */
    private static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> bytes = spliced(bytes, at, random.nextInt(1 + Math.min(20, bytes.length - at)), 0);
                default -> bytes = spliced(bytes, at, 0, random.nextInt(1 + Math.min(20, bytes.length - at)));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, int cut, int doubled) {
        byte[] changed = new byte[bytes.length - cut + doubled];
        System.arraycopy(bytes, 0, changed, 0, at + doubled);
        System.arraycopy(bytes, at + cut, changed, at + doubled, bytes.length - at - cut);
        return changed;
    }

    private static void receiveAll(ByteBuf in, Peer peer) {
        int before;
        do {
            before = in.readableBytes();
            try {
                peer.receive(in);
            } catch (AmqpException answer) {
                assertThat(answer.replyText().length()).isBetween(1, 255);
            }
        } while (in.readableBytes() < before);
    }

    private static ByteBuf frame(int type, byte[] payload, LeakDetection leaks) {
        return leaks.buffer().writeByte(type).writeShort(1).writeInt(payload.length).writeBytes(payload).writeByte(0xCE);
    }

    private static byte[] headerWith(byte[] properties) {
        byte[] payload = new byte[12 + properties.length];
        payload[1] = 60;
        System.arraycopy(properties, 0, payload, 12, properties.length);
        return payload;
    }
}
