package io.leveret.codec;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;
import static io.leveret.codec.error.ReplyCode.SYNTAX_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.value.Body;
import io.netty.buffer.ByteBuf;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandAssemblerTest {
    private static final Method PUBLISH = new BasicMethod.Publish("e", "k", false, false);
    private static final Method ACK = new BasicMethod.Ack(1, false);
    private static final String PERSISTENT = "1000 02";

    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    private final CommandAssembler assembler = new CommandAssembler(1 << 20);

    @Test
    void finishesAMethodWithoutContentAtOnce() {
        assertThat(assembler.method(ACK)).isEqualTo(new Command(ACK, Content.NONE));
        assertThat(assembler.isExpectingContent()).isFalse();
        assertThat(assembler.pendingMethod()).isEmpty();
    }

    @Test
    void waitsForTheContent() {
        assertThat(assembler.method(PUBLISH)).isNull();
        assertThat(assembler.isExpectingContent()).isTrue();
        assertThat(assembler.pendingMethod()).contains(PUBLISH);
        assertThat(header(3, PERSISTENT)).isNull();
        Command command = body(1, 2, 3);
        assertThat(command.method()).isEqualTo(PUBLISH);
        assertThat(command.content().properties().isPersistent()).isTrue();
        assertThat(command.content().body().toByteArray()).containsExactly(1, 2, 3);
        assertThat(assembler.isExpectingContent()).isFalse();
        assertThat(assembler.pendingMethod()).isEmpty();
    }

    @Test
    void finishesAnEmptyBodyWithTheHeader() {
        assembler.method(PUBLISH);
        assertThat(header(0, "0000").content().body()).isSameAs(Body.EMPTY);
        assertThat(error(this::body)).hasToString("UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    }

    @Test
    void joinsTheFramesOfABody() {
        assembler.method(PUBLISH);
        header(5, "0000");
        assertThat(body(1, 2)).isNull();
        assertThat(body(3)).isNull();
        assertThat(body(4, 5).content().body().toByteArray()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void toleratesAnyNumberOfEmptyFrames() {
        assembler.method(PUBLISH);
        header(2, "0000");
        for (int i = 0; i < 1000; i++) assertThat(body()).isNull();
        assertThat(body(1)).isNull();
        for (int i = 0; i < 1000; i++) assertThat(body()).isNull();
        assertThat(body(2).content().body().toByteArray()).containsExactly(1, 2);
    }

    @Test
    void keepsBigFramesAsTheyCame() {
        assembler.method(PUBLISH);
        header(30_000, "0000");
        for (int i = 0; i < 2; i++) assertThat(zeros(10_000)).isNull();
        Body body = zeros(10_000).content().body();
        assertThat(body.partCount()).isEqualTo(3);
        assertThat(body.size()).isEqualTo(30_000);
    }

    @Test
    void doesNotTakeManyTimesTheSizeOfABodyThatComesByteByByte() {
        byte[] sent = new byte[50_000];
        for (int i = 0; i < sent.length; i++) sent[i] = (byte) (i * 31);
        assembler.method(PUBLISH);
        header(sent.length, "0000");
        ByteBuf in = leaks.bytes(sent);
        Command command = null;
        for (int i = 0; i < sent.length; i++) command = assembler.body(in, 1);
        Body body = command.content().body();
        assertThat(body.toByteArray()).isEqualTo(sent);
        assertThat(body.partCount()).isLessThanOrEqualTo(sent.length / 4096 + 1);
    }

    @Test
    void keepsTheOrderOfBigAndSmallFrames() {
        int[] lengths = {1, 4096, 3, 4095, 2, 0, 5000, 4094, 1, 1, 1};
        int size = 0;
        for (int length : lengths) size += length;
        byte[] sent = new byte[size];
        for (int i = 0; i < sent.length; i++) sent[i] = (byte) (i * 31);
        assembler.method(PUBLISH);
        header(size, "0000");
        ByteBuf in = leaks.bytes(sent);
        Command command = null;
        for (int length : lengths) command = assembler.body(in, length);
        assertThat(command.content().body().toByteArray()).isEqualTo(sent);
    }

    @Test
    void sharesPropertiesThatRepeat() {
        assembler.method(PUBLISH);
        Content first = header(0, PERSISTENT).content();
        assembler.method(PUBLISH);
        Content other = header(0, "1000 01").content();
        assembler.method(PUBLISH);
        Content third = header(0, "1000 01").content();
        assertThat(third.properties()).isSameAs(other.properties()).isNotEqualTo(first.properties());
    }

    @Test
    void acceptsAMessageOfTheGreatestSizeWithoutTakingMemoryForIt() {
        CommandAssembler generous = new CommandAssembler(536870912);
        generous.method(PUBLISH);
        ByteBuf header = headerFrame(60, 0, 536870912, "0000");
        assertThat(Allocations.of(() -> generous.header(header, header.readableBytes()))).isLessThan(50_000);
        ByteBuf body = leaks.bytes((byte) 1);
        assertThat(Allocations.of(() -> generous.body(body, 1))).isLessThan(50_000);
        assertThat(generous.isExpectingContent()).isTrue();
    }

    @Test
    void refusesAMessageLargerThanConfiguredAtItsHeader() {
        assembler.method(PUBLISH);
        AmqpException error = error(() -> header((1 << 20) + 1, "0000"));
        assertThat(error.code()).isEqualTo(PRECONDITION_FAILED);
        assertThat(error.getMessage()).isEqualTo("message size 1048577 is larger than configured max size 1048576");
        assertThat(assembler.pendingMethod()).contains(PUBLISH);
        assertThat(assembler.isExpectingContent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"536870913, 536870913", "9223372036854775807, 9223372036854775807", "-1, 18446744073709551615"})
    void refusesAMessageLargerThanAnyMayBe(long size, String shown) {
        assembler.method(PUBLISH);
        AmqpException error = error(() -> header(size, "0000"));
        assertThat(error.code()).isEqualTo(FRAME_ERROR);
        assertThat(error.getMessage()).isEqualTo("content body size " + shown + " exceeds maximum allowed size 536870912");
    }

    @Test
    void refusesMoreBodyThanAnnounced() {
        assembler.method(PUBLISH);
        header(2, "0000");
        body(1);
        AmqpException error = error(() -> body(2, 3));
        assertThat(error).hasToString("FRAME_ERROR - content body frame exceeds remaining content size");
    }

    @Test
    void refusesContentWithoutAMethod() {
        assertThat(error(() -> header(0, "0000")))
                .hasToString("UNEXPECTED_FRAME - expected method frame, got non method frame instead");
        assertThat(error(() -> body(1))).hasToString("UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    }

    @Test
    void refusesAnythingButAHeaderAfterAMethodWithContent() {
        String text = "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead";
        assembler.method(PUBLISH);
        assertThat(error(() -> assembler.method(ACK))).hasToString(text);
        assembler.method(PUBLISH);
        assertThat(error(() -> body(1))).hasToString(text);
        assembler.method(PUBLISH);
        assertThat(error(this::body)).hasToString(text);
        assembler.method(PUBLISH);
        assertThat(error(() -> header(60, 1, 0, "0000"))).as("weight").hasToString(text);
    }

    @Test
    void refusesTheHeaderOfAnotherClass() {
        assembler.method(PUBLISH);
        assertThat(error(() -> header(10, 0, 0, "0000"))).hasToString(
                "UNEXPECTED_FRAME - expected content header for class 60, got one for class 10 instead");
    }

    @Test
    void refusesAnythingButABodyAfterAHeader() {
        String text = "UNEXPECTED_FRAME - expected content body, got non content body frame instead";
        assembler.method(PUBLISH);
        header(1, "0000");
        assertThat(error(() -> assembler.method(ACK))).hasToString(text);
        assembler.method(PUBLISH);
        header(1, "0000");
        assertThat(error(() -> header(1, "0000"))).hasToString(text);
    }

    @Test
    void refusesPropertiesThatLie() {
        assembler.method(PUBLISH);
        assertThat(error(() -> header(0, "2000 7fffffff")).code()).isEqualTo(FRAME_ERROR);
        assembler.method(PUBLISH);
        assertThat(error(() -> header(0, "")).code()).isEqualTo(FRAME_ERROR);
        assembler.method(PUBLISH);
        ByteBuf cut = leaks.hex("003c");
        assertThat(error(() -> assembler.header(cut, 2)).code().code()).isEqualTo(505);
    }

    @Test
    void refusesHeadersNestedTooDeep() {
        ByteBuf table = leaks.buffer();
        for (int level = 300; level >= 0; level--) {
            table.writeInt(level * 6);
            if (level > 0) table.writeByte(0).writeByte('F');
        }
        ByteBuf in = leaks.hex("003c 0000 0000000000000000 2000").writeBytes(table);
        assembler.method(PUBLISH);
        assertThat(error(() -> assembler.header(in, in.readableBytes())).code()).isEqualTo(SYNTAX_ERROR);
    }

    @Test
    void expectsAMethodAfterAnError() {
        assembler.method(PUBLISH);
        error(() -> header(10, 0, 0, "0000"));
        assertThat(assembler.method(ACK)).isEqualTo(new Command(ACK, Content.NONE));
    }

    private Command header(long size, String properties) {
        return header(60, 0, size, properties);
    }

    private Command header(int classId, int weight, long size, String properties) {
        ByteBuf in = headerFrame(classId, weight, size, properties);
        return assembler.header(in, in.readableBytes());
    }

    private ByteBuf headerFrame(int classId, int weight, long size, String properties) {
        return leaks.buffer().writeShort(classId).writeShort(weight).writeLong(size).writeBytes(leaks.hex(properties));
    }

    private Command body(int... bytes) {
        ByteBuf in = leaks.buffer();
        for (int value : bytes) in.writeByte(value);
        return assembler.body(in, bytes.length);
    }

    private Command zeros(int length) {
        return assembler.body(leaks.buffer().writeZero(length), length);
    }

    private static AmqpException error(ThrowingCallable code) {
        return catchThrowableOfType(AmqpException.class, code);
    }
}
