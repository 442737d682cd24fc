package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may still say what when a connection closes. A command on an unopened channel is what makes the broker close. */
@ExtendWith(BrokerExtension.class)
class ConnectionCloseIT {
    private static final String NOT_OPENED = "CHANNEL_ERROR - expected 'channel.open'";

    @Test
    void byTheClientIsAnsweredAndTheSocketLeftToIt(WireClient wire) throws Exception {
        wire.open().send(WireFrame.connectionClose()).read().arguments(10, 51);
        wire.finishSending();
        wire.expectEnd();
    }

    @Test
    void byTheClientIsAnsweredWithChannelsOpen(WireClient wire) throws Exception {
        wire.open().openChannel(1).openChannel(2).send(WireFrame.connectionClose()).read().arguments(10, 51);
    }

    @Test
    void byTheBrokerEndsWithTheClientsCloseOk(WireClient wire) throws Exception {
        wire.open().send(WireFrame.missingQueue(5)).readRefusal().is(504, NOT_OPENED, QUEUE_DECLARE);
        wire.send(WireFrame.connectionCloseOk());
        wire.expectEnd();
    }

    @Test
    void crossingFromBothSidesIsAnsweredFromBothSides(WireClient wire) throws Exception {
        wire.open().send(WireFrame.missingQueue(5)).readRefusal().is(504, NOT_OPENED, QUEUE_DECLARE);
        wire.send(WireFrame.connectionClose()).read().arguments(10, 51);
        wire.send(WireFrame.connectionCloseOk());
        wire.expectEnd();
    }

    @Test
    void byTheBrokerSilencesWhateverElseTheClientSends(WireClient wire, Channel witness, Names names) throws Exception {
        String queue = names.fresh();
        wire.open().openChannel(1).send(WireFrame.missingQueue(5)).readRefusal().is(504, NOT_OPENED, QUEUE_DECLARE);
        wire.send(WireFrame.queueDeclare(1, queue, WireFrame.DURABLE), WireFrame.channelOpen(2));
        wire.send(WireFrame.connectionCloseOk());
        wire.expectEnd();
        Refusal.ofChannel(witness, () -> witness.queueDeclarePassive(queue))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    void freesExclusiveQueuesBeforeCloseOk(WireClient wire, Channel witness, Names names) throws Exception {
        String queue = names.fresh();
        wire.open().openChannel(1).send(WireFrame.queueDeclare(1, queue, WireFrame.EXCLUSIVE)).read().arguments(50, 11);
        wire.send(WireFrame.connectionClose()).read().arguments(10, 51);
        Refusal.ofChannel(witness, () -> witness.queueDeclarePassive(queue))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }
}
