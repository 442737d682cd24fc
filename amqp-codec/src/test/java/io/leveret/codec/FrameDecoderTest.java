package io.leveret.codec;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.NOT_FOUND;
import static io.leveret.codec.error.ReplyCode.UNEXPECTED_FRAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leveret.codec.error.AmqpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class FrameDecoderTest {
    private static final String METHOD = "01 0001 00000004 0014 0029 ce";
    private static final String BODY = "03 ffff 00000003 010203 ce";
    private static final String HEARTBEAT = "08 0000 00000000 ce";

    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    private final FrameDecoder decoder = new FrameDecoder(4096);
    private final Frames frames = new Frames();

    @Test
    void cutsWhatArrivesIntoFrames() {
        ByteBuf in = leaks.hex(METHOD + BODY + HEARTBEAT);
        decoder.decode(in, frames);
        assertThat(frames.seen).containsExactly("method 1 00140029", "body 65535 010203", "heartbeat");
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void waitsForFramesThatComeByteByByte() {
        ByteBuf whole = leaks.hex(METHOD + BODY + HEARTBEAT);
        ByteBuf in = leaks.buffer();
        while (whole.isReadable()) decoder.decode(in.writeByte(whole.readByte()), frames);
        assertThat(frames.seen).containsExactly("method 1 00140029", "body 65535 010203", "heartbeat");
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void leavesAPartialFrameInTheBufferWhereverItIsCut() {
        byte[] whole = ByteBufUtil.getBytes(leaks.hex(METHOD + BODY));
        for (int cut = 0; cut <= whole.length; cut++) {
            frames.seen.clear();
            ByteBuf in = leaks.buffer().writeBytes(whole, 0, cut);
            decoder.decode(in, frames);
            assertThat(in.readableBytes()).isEqualTo(cut < 12 ? cut : cut < 23 ? cut - 12 : 0);
            decoder.decode(in.writeBytes(whole, cut, whole.length - cut), frames);
            assertThat(frames.seen).containsExactly("method 1 00140029", "body 65535 010203");
        }
    }

    @Test
    void standsBehindTheFrameHoweverMuchOfItWasRead() {
        ByteBuf in = leaks.hex(BODY + METHOD);
        frames.reading = false;
        decoder.decode(in, frames);
        assertThat(frames.seen).containsExactly("body 65535", "method 1");
    }

    @Test
    void goesOnWithTheNextFrameAfterTheHandlerThrew() {
        ByteBuf in = leaks.hex(METHOD + BODY);
        frames.error = new AmqpException(NOT_FOUND, "x");
        assertThatThrownBy(() -> decoder.decode(in, frames)).isSameAs(frames.error);
        frames.error = null;
        decoder.decode(in, frames);
        assertThat(frames.seen).containsExactly("body 65535 010203");
    }

    @Test
    void leavesWhatTheHandlerIsNotReadyForInTheBuffer() {
        ByteBuf in = leaks.hex(METHOD + BODY + HEARTBEAT);
        frames.wanted = 1;
        decoder.decode(in, frames);
        assertThat(frames.seen).containsExactly("method 1 00140029");
        assertThat(in.readableBytes()).isEqualTo(11 + 8);
        frames.wanted = Integer.MAX_VALUE;
        decoder.decode(in, frames);
        assertThat(frames.seen).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"'', 7", "03, 6", "03ffff000000, 1", "03ffff00000003, 4", "03ffff00000003010203, 1", "03ffff00000003010203ce, 0",
        "03ffff00000003010203ce01, 0", "03ffffffffffff, 2147483647"})
    void tellsHowManyBytesAreMissing(String hex, int missing) {
        assertThat(FrameDecoder.missingBytes(leaks.hex(hex))).isEqualTo(missing);
    }

    @Test
    void toleratesAPayloadAsLargeAsTheFrameMayBe() {
        decoder.decode(body(4096), frames);
        assertThat(frames.seen).hasSize(1);
    }

    @Test
    void refusesLargerPayloadsBeforeTheyArrive() {
        ByteBuf in = leaks.hex("03 0001 00001001");
        assertThat(error(in)).hasToString("FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4097,4088}");
    }

    @Test
    void changesTheLimitBetweenFrames() {
        ByteBuf in = body(4096);
        decoder.setFrameMax(4095);
        assertThat(error(in).getMessage()).contains("frame_too_large,4096,4087");
    }

    @ParameterizedTest
    @CsvSource({"00001000, 4096", "00100000, 1048576", "20000000, 536870912"})
    void waitsForAnySizeWhenThereIsNoLimit(String size, int length) {
        decoder.setFrameMax(0);
        ByteBuf in = leaks.hex("03 0001" + size + "0102");
        assertThat(Allocations.of(() -> decoder.decode(in, frames))).isLessThan(50_000);
        assertThat(in.readableBytes()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20000001", "7fffffff", "80000000", "fffffff8", "ffffffff"})
    void knowsALimitWhenThereIsNone(String size) {
        decoder.setFrameMax(0);
        assertThat(error(leaks.hex("03 0001" + size)).getMessage()).contains("frame_too_large");
        FrameDecoder generous = new FrameDecoder(Integer.MAX_VALUE);
        ByteBuf in = leaks.hex("03 0001" + size);
        assertThatThrownBy(() -> generous.decode(in, frames)).isInstanceOf(AmqpException.class);
    }

    @Test
    void refusesAFrameWithAWrongEnd() {
        assertThat(error(leaks.hex("01 0001 00000004 0014 0029 cd")))
                .hasToString("FRAME_ERROR - type 1, all octets = <<0,20,0,41>>: {invalid_frame_end_marker,205}");
        assertThat(errorOfAnother("03 0001 00000011" + "07".repeat(17) + "00")).hasToString("FRAME_ERROR - type 3, "
                + "first 16 octets = <<7,7,7,7,7,7,7,7,7,7,7,7,7,7,7,7>>: {invalid_frame_end_marker,0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "04", "05", "06", "07", "09", "47", "ff"})
    void refusesAnUnknownTypeAtOnce(String type) {
        int number = Integer.parseInt(type, 16);
        assertThat(error(leaks.hex(type + "0001 00000002 0102 ce")))
                .hasToString("FRAME_ERROR - type " + number + ", all octets = <<1,2>>: unknown_frame");
        assertThat(errorOfAnother(type + "0001 ffffffff 0102"))
                .hasToString("FRAME_ERROR - type " + number + ", first 2 octets = <<1,2>>: unknown_frame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 0001 00000003 001400 ce", "01 0000 00000000 ce", "02 0001 0000000b 0000000000000000000000 ce",
        "08 0000 00000001 00 ce", "08 0001 00000001 00 ce"})
    void refusesFramesOfALengthTheirTypeCannotHave(String hex) {
        AmqpException error = error(leaks.hex(hex));
        assertThat(error.code()).isEqualTo(FRAME_ERROR);
        assertThat(error.getMessage()).endsWith("unknown_frame");
    }

    @Test
    void refusesContentOnChannelZero() {
        assertThat(error(leaks.hex("03 0000 00000001 07 ce"))).hasToString("UNEXPECTED_FRAME - type 3, all octets = <<7>>");
        assertThat(error(leaks.hex("02 0000 0000000e 003c 0000 0000000000000000 0000 ce")))
                .hasToString("UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,0,0,0>>");
    }

    @Test
    void refusesHeartbeatsOnChannelsAndGoesOn() {
        ByteBuf in = leaks.hex("08 0001 00000000 ce" + METHOD);
        AmqpException error = error(in);
        assertThat(error.code()).isEqualTo(UNEXPECTED_FRAME);
        assertThat(error.getMessage()).isEqualTo("type 8, all octets = <<>>");
        decoder.decode(in, frames);
        assertThat(frames.seen).containsExactly("method 1 00140029");
    }

    @Test
    void dropsWhateverFollowsWhenFramesCannotBeToldApartAnyMore() {
        ByteBuf in = leaks.hex("03 0001 00000001 07 00" + METHOD);
        error(in);
        assertThat(in.isReadable()).isFalse();
        ByteBuf more = leaks.hex(METHOD);
        decoder.decode(more, frames);
        assertThat(more.isReadable()).isFalse();
        assertThat(frames.seen).isEmpty();
    }

    private AmqpException errorOfAnother(String hex) {
        ByteBuf in = leaks.hex(hex);
        return catchThrowableOfType(AmqpException.class, () -> new FrameDecoder(0).decode(in, frames));
    }

    private AmqpException error(ByteBuf in) {
        return catchThrowableOfType(AmqpException.class, () -> decoder.decode(in, frames));
    }

    private ByteBuf body(int length) {
        return leaks.buffer().writeByte(3).writeShort(1).writeInt(length).writeZero(length).writeByte(0xCE);
    }

    /** Notes what it is handed. */
    private static final class Frames implements FrameHandler {
        final List<String> seen = new ArrayList<>();
        boolean reading = true;
        int wanted = Integer.MAX_VALUE;
        AmqpException error;

        @Override public void method(int channel, ByteBuf in, int length) {
            see("method " + channel, in, length);
        }

        @Override public void header(int channel, ByteBuf in, int length) {
            see("header " + channel, in, length);
        }

        @Override public void body(int channel, ByteBuf in, int length) {
            see("body " + channel, in, length);
        }

        @Override public void heartbeat(int channel, int length) {
            seen.add("heartbeat");
        }

        @Override public boolean isReady() {
            return seen.size() < wanted;
        }

        private void see(String what, ByteBuf in, int length) {
            if (error != null) throw error;
            if (!reading) {
                seen.add(what);
                return;
            }
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            seen.add(what + " " + ByteBufUtil.hexDump(bytes));
        }
    }
}
