package io.leveret.codec.method;

import static io.leveret.codec.error.ReplyCode.COMMAND_INVALID;
import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leveret.codec.Allocations;
import io.leveret.codec.LeakDetection;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodReaderTest {
    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    private final MethodReader reader = new MethodReader();

    @Test
    void sharesTheStringsThatRepeat() {
        BasicMethod.Publish first = publish("exchange", "key");
        BasicMethod.Publish second = publish("exchange", "key");
        assertThat(second.exchange()).isSameAs(first.exchange());
        assertThat(second.routingKey()).isSameAs(first.routingKey());
    }

    @Test
    void tellsManyStringsApart() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) assertThat(publish("exchange" + i % 300, "key." + i)).isEqualTo(
                    new BasicMethod.Publish("exchange" + i % 300, "key." + i, false, false));
        }
    }

    @Test
    void allocatesNothingButTheMethodWhenStringsRepeat() {
        ByteBuf in = written(new BasicMethod.Publish("exchange", "routing.key", false, false));
        int length = in.readableBytes();
        for (int i = 0; i < 1000; i++) reader.read(in.readerIndex(0), length);
        long bytes = Allocations.of(() -> {
            for (int i = 0; i < 1000; i++) reader.read(in.readerIndex(0), length);
        });
        assertThat(bytes / 1000).isLessThanOrEqualTo(40);
    }

    @Test
    void keepsRoutingKeysThatAreNoText() {
        ByteBuf in = leaks.hex("003c 0028 0000 00 03 61ff62 00");
        assertThat(read(in)).isEqualTo(new BasicMethod.Publish("", "a\uDCFFb", false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0032 000a 0000 02 c328 00 00000000", // queue.declare
        "003c 0014 0000 01 71 01 ff 00 00000000", // basic.consume, tag
        "0028 001e 0000 01 61 01 62 02 c080 00 00000000", // exchange.bind, routing key
        "000a 0028 03 eda080 00 00"}) // connection.open
    void refusesNamesThatAreNoText(String hex) {
        assertThat(error(hex)).hasToString("FRAME_ERROR - Malformed UTF-8 in shortstr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"003d 0028", "003c 0029", "003c 0065 00", "0000 0000", "ffff ffff 0102", "000a 0062", "0014 001e", "001e 000c",
        "0028 0029", "0032 000c", "0055 000c", "005a 0020"})
    void refusesIdsThatNameNoMethod(String hex) {
        AmqpException error = error(hex);
        assertThat(error.code()).isEqualTo(COMMAND_INVALID);
        assertThat(error.replyText()).startsWith("COMMAND_INVALID - unknown method ");
    }

    @Test
    void showsWhatItCannotDecode() {
        assertThat(error("003c 0050 0000000000000001")).hasToString("FRAME_ERROR - cannot decode <<0,0,0,0,0,0,0,1>>");
        assertThat(error("003c 0050 0000000000000001 00 ff")).hasToString("FRAME_ERROR - cannot decode <<0,0,0,0,0,0,0,1,0,255>>");
        assertThat(error("003c 0050 " + "ff".repeat(100_000)).replyText()).startsWith("FRAME_ERROR - cannot decode <<255,255")
                .hasSize(255).endsWith("...");
    }

    @Test
    void refusesALengthThatLies() {
        assertThat(catchThrowableOfType(AmqpException.class, () -> reader.read(leaks.hex("003c"), 2)).code()).isEqualTo(FRAME_ERROR);
        assertThat(catchThrowableOfType(AmqpException.class, () -> reader.read(leaks.hex("003c 0050"), Integer.MAX_VALUE)).code())
                .isEqualTo(FRAME_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0032 000a 0000 01 71 00 7fffffff", "000a 000b 7fffffff", "000a 0015 7fffffff", "000a 0015 ffffffff"})
    void takesNoMemoryForWhatIsOnlyPromised(String hex) {
        error(hex);
        assertThat(Allocations.of(() -> error(hex))).isLessThan(100_000);
    }

    @Test
    void goesOnAfterAnError() {
        error("003c 0050 00");
        assertThat(publish("e", "k")).isEqualTo(new BasicMethod.Publish("e", "k", false, false));
    }

    @Test
    void ignoresReservedArgumentsAndBits() {
        assertThat(read(leaks.hex("003c 0028 ffff 00 01 71 fd"))).isEqualTo(new BasicMethod.Publish("", "q", true, false));
        assertThat(read(leaks.hex("000a 0028 01 2f 02 6162 01"))).isEqualTo(new ConnectionMethod.Open("/"));
    }

    @Test
    void answersMethodsThatExistButNotHere() {
        AmqpException error = Method.unexpected(new BasicMethod.RecoverOk());
        assertThat(error.code()).isEqualTo(ReplyCode.COMMAND_INVALID);
        assertThat(error).hasToString("COMMAND_INVALID - unimplemented method");
    }

    private BasicMethod.Publish publish(String exchange, String routingKey) {
        return (BasicMethod.Publish) read(written(new BasicMethod.Publish(exchange, routingKey, false, false)));
    }

    private ByteBuf written(Method method) {
        ByteBuf buffer = leaks.buffer();
        new ArgumentWriter().write(method, buffer);
        return buffer;
    }

    private Method read(ByteBuf in) {
        return reader.read(in, in.readableBytes());
    }

    private AmqpException error(String hex) {
        ByteBuf in = leaks.hex(hex);
        return catchThrowableOfType(AmqpException.class, () -> read(in));
    }
}
