package io.leveret.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.stream.Stream;

/** Frames as they were seen between clients and RabbitMQ. */
class ByteExamplesTest {
    private static final String PUBLISH = "01 00 01 00 00 00 0a 00 3c 00 28 00 00 00 01 71 01 ce";
    private static final String HEADER =
            "02 00 01 00 00 00 1a 00 3c 00 00 00 00 00 00 00 00 00 05 90 00 0a 74 65 78 74 2f 70 6c 61 69 6e 02 ce";
    private static final String BODY = "03 00 01 00 00 00 05 68 65 6c 6c 6f ce";

    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    static Stream<Arguments> methods() {
        return Stream.of(
                arguments(0, "01 00 00 00 00 00 0c 00 0a 00 1e 07 ff 00 02 00 00 00 3c ce",
                        new ConnectionMethod.Tune(2047, 131072, 60)),
                arguments(0, "01 00 00 00 00 00 08 00 0a 00 28 01 2f 00 00 ce", new ConnectionMethod.Open("/")),
                arguments(0, "01 00 00 00 00 00 05 00 0a 00 29 00 ce", new ConnectionMethod.OpenOk()),
                arguments(1, "01 00 01 00 00 00 05 00 14 00 0a 00 ce", new ChannelMethod.Open()),
                arguments(1, "01 00 01 00 00 00 08 00 14 00 0b 00 00 00 00 ce", new ChannelMethod.OpenOk()),
                arguments(1, "01 00 01 00 00 00 1f 00 32 00 0a 00 00 01 71 02 00 00 00 12"
                                + " 0c 78 2d 6d 61 78 2d 6c 65 6e 67 74 68 49 00 00 00 0a ce",
                        new QueueMethod.Declare("q", false, true, false, false, false,
                                FieldTable.builder().put("x-max-length", FieldValue.signedInt(10)).build())),
                arguments(1, "01 00 01 00 00 00 0e 00 32 00 0b 01 71 00 00 00 00 00 00 00 00 ce",
                        new QueueMethod.DeclareOk("q", 0, 0)),
                arguments(1, "01 00 01 00 00 00 05 00 55 00 0a 00 ce", new ConfirmMethod.Select(false)),
                arguments(1, "01 00 01 00 00 00 0d 00 3c 00 50 00 00 00 00 00 00 00 01 00 ce", new BasicMethod.Ack(1, false)),
                arguments(1, "01 00 01 00 00 00 0f 00 3c 00 14 00 00 01 71 01 74 02 00 00 00 00 ce",
                        new BasicMethod.Consume("q", "t", false, true, false, false, FieldTable.EMPTY)),
                arguments(1, "01 00 01 00 00 00 30 00 14 00 28 01 94 25 4e 4f 54 5f 46 4f 55 4e 44 20 2d 20 6e 6f 20 71 75 65"
                                + " 75 65 20 27 78 27 20 69 6e 20 76 68 6f 73 74 20 27 2f 27 00 32 00 0a ce",
                        new ChannelMethod.Close(404, new AmqpException(ReplyCode.NOT_FOUND,
                                "no queue 'x' in vhost '/'").replyText(), 50, 10)),
                arguments(1, "01 00 01 00 00 00 04 00 14 00 29 ce", new ChannelMethod.CloseOk()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void readsMethods(int channel, String hex, Method method) {
        Peer peer = new Peer().receive(leaks.hex(hex));
        assertThat(peer.onlyCommand()).isEqualTo(new Command(method, Content.NONE));
        assertThat(peer.channels).containsExactly(channel);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void writesMethods(int channel, String hex, Method method) {
        ByteBuf out = leaks.buffer();
        new CommandEncoder(131072).method(room -> out, channel, method);
        assertThat(hexOf(out)).isEqualTo(hex);
    }

    @Test
    void readsAPublishedMessage() {
        Command command = new Peer().receive(leaks.hex(PUBLISH + HEADER + BODY)).onlyCommand();
        assertThat(command.method()).isEqualTo(new BasicMethod.Publish("", "q", true, false));
        assertThat(command.content().properties().contentType()).contains("text/plain");
        assertThat(command.content().properties().isPersistent()).isTrue();
        assertThat(command.content().body().toByteArray()).isEqualTo("hello".getBytes(UTF_8));
    }

    @Test
    void writesAPublishedMessage() {
        ByteBuf out = leaks.buffer();
        new CommandEncoder(131072).content(room -> out, 1, new BasicMethod.Publish("", "q", true, false),
                BasicProperties.builder().contentType("text/plain").persistent().build(), Body.of("hello".getBytes(UTF_8)));
        assertThat(hexOf(out)).isEqualTo(PUBLISH + " " + HEADER + " " + BODY);
    }

    @Test
    void writesADelivery() {
        ByteBuf out = leaks.buffer();
        new CommandEncoder(131072).method(room -> out, 1, new BasicMethod.Deliver("t", 1, false, "", "q"));
        assertThat(hexOf(out)).isEqualTo("01 00 01 00 00 00 12 00 3c 00 3c 01 74 00 00 00 00 00 00 00 01 00 00 01 71 ce");
    }

    @Test
    void readsAndWritesHeartbeats() {
        ByteBuf out = leaks.buffer();
        new CommandEncoder(131072).heartbeat(room -> out);
        assertThat(hexOf(out)).isEqualTo("08 00 00 00 00 00 00 ce");
        assertThat(new Peer().receive(out).heartbeats).isEqualTo(1);
    }

    @Test
    void readsAndWritesTheProtocolHeader() {
        ByteBuf out = leaks.buffer();
        ProtocolHeader.write(out);
        assertThat(hexOf(out)).isEqualTo("41 4d 51 50 00 00 09 01");
        assertThat(ProtocolHeader.read(out)).isEqualTo(ProtocolHeader.AMQP_0_9_1);
    }

    @Test
    void readsTheAmqplainResponse() {
        byte[] response = HexFormat.of().parseHex(
                "054c4f47494e53000000056775657374" + "0850415353574f524453000000056775657374");
        assertThat(FieldTable.readEntries(response))
                .isEqualTo(FieldTable.builder().put("LOGIN", "guest").put("PASSWORD", "guest").build());
    }

    private static String hexOf(ByteBuf buffer) {
        return HexFormat.ofDelimiter(" ").formatHex(ByteBufUtil.getBytes(buffer));
    }
}
