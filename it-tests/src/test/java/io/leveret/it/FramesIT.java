package io.leveret.it;

import static io.leveret.it.WireFrame.BODY;
import static io.leveret.it.WireFrame.HEADER;
import static io.leveret.it.WireFrame.HEARTBEAT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames that break the rules of framing. Every one of them costs the connection. */
@ExtendWith(BrokerExtension.class)
class FramesIT {
    private static final int FRAME_MAX = 8192;

    private final WireClient wire;

    FramesIT(WireClient wire) {
        this.wire = wire;
    }

    @BeforeEach
    void open() throws Exception {
        wire.open(2047, FRAME_MAX, 0).openChannel(1);
    }

    @Test
    void mustNotBeLargerThanAgreed() throws Exception {
        wire.send(WireFrame.publish(1, "", "it-missing"), WireFrame.header(1, 20_000));
        wire.send(new WireFrame(BODY, 1, new byte[FRAME_MAX + 1]))
                .readRefusal().says(501, "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,8193,8184}");
    }

    @Test
    void areRefusedByTheirAnnouncedSizeAlone() throws Exception {
        wire.send(WireBytes.of().octet(BODY).shortInt(1).longInt(0xFFFF_FFFFL).toByteArray())
                .readRefusal().says(501, "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4294967295,8184}");
    }

    @Test
    void mustEndWithTheEndOctet() throws Exception {
        byte[] frame = WireFrame.channelOpen(2).toByteArray();
        frame[frame.length - 1] = 42;
        wire.send(frame).readRefusal()
                .says(501, "FRAME_ERROR - type 1, all octets = <<0,20,0,10,0>>: {invalid_frame_end_marker,42}");
    }

    /** RabbitMQ breaks this text into lines. */
    @Test
    void withAWrongEndOctetAreQuotedInPart() throws Exception {
        byte[] frame = WireFrame.queueDeclare(1, "a-long-enough-name", 0).toByteArray();
        frame[frame.length - 1] = 0;
        assertThat(wire.send(frame).readRefusal().text()).isEqualToIgnoringWhitespace(
                "FRAME_ERROR - type 1, first 16 octets = "
                        + "<<0,50,0,10,0,0,18,97,45,108,111,110,103,45,101,110>>: {invalid_frame_end_marker,0}");
    }

    @Test
    void mustBeOfAKnownType() throws Exception {
        wire.send(new WireFrame(7, 1, new byte[] {1, 2, 3})).readRefusal()
                .says(501, "FRAME_ERROR - type 7, all octets = <<1,2,3>>: unknown_frame");
    }

    @Test
    void ofHeartbeatsBelongToChannelZero() throws Exception {
        wire.send(WireFrame.heartbeat(1)).readRefusal()
                .says(505, "UNEXPECTED_FRAME - type 8, all octets = <<>>");
    }

    @Test
    void ofHeartbeatsCarryNothing() throws Exception {
        wire.send(new WireFrame(HEARTBEAT, 0, new byte[] {1})).readRefusal()
                .says(501, "FRAME_ERROR - type 8, all octets = <<1>>: unknown_frame");
    }

    @Test
    void ofContentHeadersBelongToAChannel() throws Exception {
        WireFrame header = WireFrame.header(0, 5);
        assertThat(header.type()).isEqualTo(HEADER);
        wire.send(header).readRefusal().says(505,
                "UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,5,0,0>>");
    }

    @Test
    void ofBodiesBelongToAChannel() throws Exception {
        wire.send(new WireFrame(BODY, 0, new byte[] {1, 2, 3})).readRefusal()
                .says(505, "UNEXPECTED_FRAME - type 3, all octets = <<1,2,3>>");
    }

    @Test
    void mayComeByteByByte() throws Exception {
        for (byte octet : WireFrame.channelOpen(2).toByteArray()) wire.send(octet);
        wire.read().arguments(20, 11);
    }
}
