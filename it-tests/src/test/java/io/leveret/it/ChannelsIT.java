package io.leveret.it;

import static io.leveret.it.MethodId.CHANNEL_FLOW;
import static io.leveret.it.MethodId.CHANNEL_OPEN;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
class ChannelsIT {
    private static final String MISSING = "NOT_FOUND - no queue 'it-missing' in vhost '/'";

    @Test
    void mustBeOpenedFirst(WireClient wire) throws Exception {
        wire.open().send(WireFrame.missingQueue(1))
                .readRefusal().is(504, "CHANNEL_ERROR - expected 'channel.open'", QUEUE_DECLARE);
    }

    @Test
    void openOnlyOnce(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(WireFrame.channelOpen(1))
                .readRefusal().is(504, "CHANNEL_ERROR - second 'channel.open' seen", CHANNEL_OPEN);
    }

    @Test
    void areForgottenOnceClosed(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(WireFrame.channelClose(1)).read().arguments(20, 41);
        wire.send(WireFrame.missingQueue(1))
                .readRefusal().is(504, "CHANNEL_ERROR - expected 'channel.open'", QUEUE_DECLARE);
    }

    @Test
    void openAgainUnderTheirNumber(WireClient wire) throws Exception {
        wire.open().openChannel(1);
        for (int i = 0; i < 100; i++) {
            wire.send(WireFrame.channelClose(1)).read().arguments(20, 41);
            wire.openChannel(1);
        }
    }

    @Test
    void closedByTheBrokerIgnoreEverythingUntilCloseOk(WireClient wire, Names names) throws Exception {
        String queue = names.fresh();
        wire.open().openChannel(1).send(
                WireFrame.missingQueue(1),
                WireFrame.queueDeclare(1, queue, WireFrame.EXCLUSIVE),
                WireFrame.publish(1, "", queue), WireFrame.header(1, 4), WireFrame.body(1, "lost"));
        wire.readRefusal().is(404, MISSING, QUEUE_DECLARE);
        wire.send(WireFrame.channelCloseOk(1)).openChannel(1);
        wire.send(WireFrame.queueDeclare(1, queue, WireFrame.PASSIVE)).readRefusal()
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    void closingFromBothSidesAreAnsweredFromBothSides(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(WireFrame.missingQueue(1), WireFrame.channelClose(1))
                .readRefusal().is(404, MISSING, QUEUE_DECLARE);
        wire.read().arguments(20, 41);
        wire.send(WireFrame.channelCloseOk(1)).openChannel(1);
    }

    @Test
    void dieAlone(WireClient wire) throws Exception {
        wire.open().openChannel(1).openChannel(2).send(WireFrame.missingQueue(1))
                .readRefusal().is(404, MISSING, QUEUE_DECLARE);
        wire.send(WireFrame.queueDeclare(2, "", WireFrame.EXCLUSIVE)).read().arguments(50, 11);
    }

    @Test
    void flowWhenAsked(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(flow(1));
        assertThat(wire.read().arguments(20, 21).get()).as("active").isEqualTo((byte) 1);
    }

    @Test
    void neverStopFlowing(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(flow(0)).readRefusal().is(540, "NOT_IMPLEMENTED - active=false", CHANNEL_FLOW);
    }

    @Test
    void handOutATicketForOldClients(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(WireFrame.method(1, 30, 10, WireBytes.of().shortString("/data").octet(31)));
        assertThat(wire.read().arguments(30, 11).getShort()).isEqualTo((short) 1);
    }

    @ParameterizedTest
    @CsvSource({"10,41,00", "20,11,00000000", "50,21,''", "60,21,0174"})
    void takeNoMethodThatOnlyABrokerSends(int classId, int methodId, String hex, WireClient wire) throws Exception {
        WireBytes arguments = WireBytes.of().raw(HexFormat.of().parseHex(hex));
        wire.open().openChannel(1).send(WireFrame.method(1, classId, methodId, arguments));
        Refusal refusal = wire.readRefusal();
        assertThat(refusal).isEqualTo(new Refusal(503, "COMMAND_INVALID - unimplemented method", classId, methodId));
    }

    @Test
    void takeNoMethodOfTheConnection(WireClient wire) throws Exception {
        wire.open().openChannel(1).send(WireFrame.method(1, MethodId.CONNECTION_OPEN,
                WireBytes.of().shortString("/").shortString("").octet(0)));
        assertThat(wire.readRefusal()).isEqualTo(new Refusal(503, "COMMAND_INVALID - unimplemented method", 10, 40));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20})
    void areNotNumberedZero(int methodId, WireClient wire) throws Exception {
        WireBytes arguments = methodId == 10 ? WireBytes.of().shortString("") : WireBytes.of().octet(1);
        wire.open().send(WireFrame.method(0, 20, methodId, arguments));
        assertThat(wire.readRefusal()).isEqualTo(
                new Refusal(504, "CHANNEL_ERROR - unexpected method in connection state running", 20, methodId));
    }

    private static WireFrame flow(int active) {
        return WireFrame.method(1, CHANNEL_FLOW, WireBytes.of().octet(active));
    }
}
