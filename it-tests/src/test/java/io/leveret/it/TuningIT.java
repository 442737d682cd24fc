package io.leveret.it;

import static io.leveret.it.MethodId.CONNECTION_TUNE_OK;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
class TuningIT {
    @Test
    void proposesItsLimits(WireClient wire) throws Exception {
        wire.start();
        wire.startOk("PLAIN", WireClient.plain("guest", "guest"));
        ByteBuffer tune = wire.read().arguments(10, 30);
        assertThat(tune.getShort()).as("channel-max").isEqualTo((short) 2047);
        assertThat(tune.getInt()).as("frame-max").isEqualTo(131_072);
        assertThat(tune.getShort()).as("heartbeat").isEqualTo((short) 60);
    }

    @ParameterizedTest
    @CsvSource({"1,8192,0", "2047,131072,60", "100,50000,65535"})
    void acceptsWhatIsWithinItsLimits(int channelMax, int frameMax, int heartbeat, WireClient wire) throws Exception {
        wire.open(channelMax, frameMax, heartbeat).openChannel(1);
    }

    @Test
    @DiffersFromRabbitMq("accepts 8192 at least")
    void acceptsTheSmallestFrameOfTheSpecification(WireClient wire) throws Exception {
        wire.open(2047, 4096, 0).openChannel(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2047,    4095, negotiated frame_max = 4095 is lower than the minimum allowed value (4096)",
        "2047,  131073, negotiated frame_max = 131073 is higher than the maximum allowed value (131072)",
        "2047,       0, negotiated frame_max = 0 (no limit) is higher than the maximum allowed value (131072)",
        "   0,  131072, negotiated channel_max = 0 (no limit) is higher than the maximum allowed value (2047)",
        "2048,  131072, negotiated channel_max = 2048 is higher than the maximum allowed value (2047)"})
    @DiffersFromRabbitMq("hangs up without a word after three seconds")
    void refusesWhatIsBeyond(int channelMax, int frameMax, String text, WireClient wire) throws Exception {
        wire.login().tuneOk(channelMax, frameMax, 0);
        wire.readRefusal().is(530, "NOT_ALLOWED - " + text, CONNECTION_TUNE_OK);
    }

    @ParameterizedTest
    @CsvSource({"2047,4095", "2047,131073", "0,131072", "2048,131072"})
    void neverOpensBeyond(int channelMax, int frameMax, WireClient wire) throws Exception {
        wire.login().tuneOk(channelMax, frameMax, 0).open("/");
        wire.expectRefusalOrEnd();
    }

    @Test
    void limitsHowManyChannelsAreOpenAtOnce(WireClient wire) throws Exception {
        wire.open(2, 131_072, 0).openChannel(7).openChannel(60_000);
        wire.send(WireFrame.channelOpen(1));
        wire.readRefusal().says(530,
                "NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)");
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 60_000, 65_535})
    void numbersOfChannelsMayExceedTheirCount(int number, WireClient wire) throws Exception {
        wire.open().openChannel(number);
    }

    @Test
    void aClosedChannelMakesRoomForAnother(WireClient wire) throws Exception {
        wire.open(1, 131_072, 0).openChannel(1).send(WireFrame.channelClose(1)).read().arguments(20, 41);
        wire.openChannel(2);
    }

    @Test
    void sendsNoFrameLargerThanAgreed(Channel publisher, Names names, WireClient wire)
            throws Exception {
        String queue = names.fresh();
        publisher.confirmSelect();
        publisher.queueDeclare(queue, true, false, false, null);
        publisher.basicPublish("", queue, MessageProperties.BASIC, new byte[20_000]);
        publisher.waitForConfirmsOrDie(5_000);
        wire.open(2047, 8192, 0).openChannel(1).send(WireFrame.method(1, MethodId.BASIC_GET,
                WireBytes.of().shortInt(0).shortString(queue).octet(1)));
        wire.read().arguments(60, 71);
        assertThat(wire.read().type()).isEqualTo(WireFrame.HEADER);
        int received = 0;
        while (received < 20_000) {
            WireFrame body = wire.read();
            assertThat(body.toByteArray()).hasSizeLessThanOrEqualTo(8192);
            received += body.payload().length;
        }
        assertThat(received).isEqualTo(20_000);
    }

    @Test
    void takesABodyInFramesOfAnySizeUpToTheLimit(WireClient wire, Names names) throws Exception {
        String queue = names.fresh();
        wire.open(2047, 8192, 0).openChannel(1).send(WireFrame.queueDeclare(1, queue, WireFrame.EXCLUSIVE));
        wire.read().arguments(50, 11);
        wire.send(WireFrame.publish(1, "", queue), WireFrame.header(1, 8184 + 1),
                new WireFrame(WireFrame.BODY, 1, new byte[8184]), new WireFrame(WireFrame.BODY, 1, new byte[1]));
        wire.send(WireFrame.queueDeclare(1, queue, WireFrame.PASSIVE));
        wire.read().arguments(50, 11);
    }
}
