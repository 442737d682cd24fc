package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a message is cut into a method, a header and bodies, and what becomes of those who cut it wrongly. */
@ExtendWith(BrokerExtension.class)
class ContentFramesIT {
    private final WireClient wire;
    private final Channel reader;
    private final String queue;

    ContentFramesIT(WireClient wire, Channel reader, Names names) {
        this.wire = wire;
        this.reader = reader;
        this.queue = names.fresh();
    }

    @BeforeEach
    void open() throws Exception {
        wire.open().openChannel(1);
        reader.queueDeclare(queue, true, false, false, null);
    }

    @Test
    void mayComeInManyBodies() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 6), WireFrame.body(1, "a"), WireFrame.body(1, "bcd"), WireFrame.body(1, "ef"));
        assertThat(arrived()).isEqualTo("abcdef");
    }

    @Test
    void mayContainEmptyBodies() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 2), WireFrame.body(1, ""), WireFrame.body(1, "a"),
                WireFrame.body(1, ""), WireFrame.body(1, ""), WireFrame.body(1, "b"));
        assertThat(arrived()).isEqualTo("ab");
    }

    @Test
    void needNoBodyFrameForAnEmptyMessage() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 0));
        assertThat(arrived()).isEmpty();
    }

    @Test
    void ofSeveralChannelsMayInterleave() throws Exception {
        wire.openChannel(2);
        wire.send(publish(1), publish(2), WireFrame.header(2, 2), WireFrame.header(1, 2), WireFrame.body(1, "1"),
                WireFrame.body(2, "22"), WireFrame.body(1, "1"));
        assertThat(new String[] {arrived(), arrived()}).containsExactlyInAnyOrder("11", "22");
    }

    @Test
    void ofOneChannelMustNotBeInterruptedBeforeTheHeader() throws Exception {
        wire.send(publish(1), WireFrame.missingQueue(1)).readRefusal().says(505, "UNEXPECTED_FRAME - "
                + "expected content header for class 60, got non content header frame instead");
    }

    @Test
    void ofOneChannelMustNotBeInterruptedBeforeTheBody() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 2), WireFrame.missingQueue(1)).readRefusal().says(505,
                "UNEXPECTED_FRAME - expected content body, got non content body frame instead");
    }

    @Test
    void mustNotBeginWithAHeader() throws Exception {
        wire.send(WireFrame.header(1, 2)).readRefusal().says(505,
                "UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    }

    @Test
    void mustNotBeginWithABody() throws Exception {
        wire.send(WireFrame.body(1, "ab")).readRefusal().says(505,
                "UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    }

    @Test
    void needTheHeaderBeforeTheBody() throws Exception {
        wire.send(publish(1), WireFrame.body(1, "ab")).readRefusal().says(505, "UNEXPECTED_FRAME - "
                + "expected content header for class 60, got non content header frame instead");
    }

    @Test
    void needOneHeaderOnly() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 2), WireFrame.header(1, 2)).readRefusal().says(505,
                "UNEXPECTED_FRAME - expected content body, got non content body frame instead");
    }

    @Test
    void needAHeaderOfTheirClass() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 50, 0, 2)).readRefusal().says(505,
                "UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead");
    }

    @Test
    void needAHeaderWithoutWeight() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 60, 1, 2)).readRefusal().says(505, "UNEXPECTED_FRAME - "
                + "expected content header for class 60, got non content header frame instead");
    }

    /** Flags that promise properties which are not there; a string or table cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"fffc", "8000", "8000ff61", "2000000000ff", "2000"})
    void needAHeaderThatKeepsWhatItPromises(String hex) throws Exception {
        wire.send(publish(1), new WireFrame(WireFrame.HEADER, 1, WireBytes.of().shortInt(60).shortInt(0).longLong(1)
                .raw(HexFormat.of().parseHex(hex)).toByteArray()), WireFrame.body(1, "x"));
        wire.expectRefusalOrEnd();
    }

    @Test
    void mustNotCarryMoreThanTheHeaderSays() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 2), WireFrame.body(1, "abc")).readRefusal().says(501,
                "FRAME_ERROR - content body frame exceeds remaining content size");
    }

    @Test
    void mustNotGoOnAfterTheEnd() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 2), WireFrame.body(1, "ab"), WireFrame.body(1, "")).readRefusal()
                .says(505, "UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    }

    @Test
    void mustNotAnnounceMoreThanHalfAGigabyte() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 536_870_913L)).readRefusal().says(501,
                "FRAME_ERROR - content body size 536870913 exceeds maximum allowed size 536870912");
    }

    @Test
    void mustNotAnnounceWhatNobodyCouldSend() throws Exception {
        wire.send(publish(1), WireFrame.header(1, -1)).readRefusal().says(501,
                "FRAME_ERROR - content body size 18446744073709551615 exceeds maximum allowed size 536870912");
    }

    @Test
    void largerThanTheLimitCostTheChannel(Connection connection) throws Exception {
        Channel publisher = connection.createChannel();
        Refusal.ofChannel(publisher, () -> publisher.basicPublish("", queue, null, new byte[16_777_217])).is(406,
                "PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216", BASIC_PUBLISH);
        assertThat(reader.basicGet(queue, true)).isNull();
    }

    @Test
    @DiffersFromRabbitMq("reads the whole body before it refuses")
    void largerThanTheLimitAreRefusedByTheirHeader() throws Exception {
        wire.send(publish(1), WireFrame.header(1, 16_777_217)).readRefusal().is(406,
                "PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216", BASIC_PUBLISH);
        wire.send(WireFrame.body(1, "its first body"), WireFrame.channelCloseOk(1)).openChannel(1);
    }

    @Test
    void asLargeAsTheLimitAreTaken() throws Exception {
        reader.basicPublish("", queue, null, new byte[16_777_216]);
        GetResponse message = Drained.next(reader, queue);
        assertThat(message.getBody()).hasSize(16_777_216);
    }

    private WireFrame publish(int channel) {
        return WireFrame.publish(channel, "", queue);
    }

    private String arrived() throws Exception {
        return new String(Drained.next(reader, queue).getBody());
    }
}
