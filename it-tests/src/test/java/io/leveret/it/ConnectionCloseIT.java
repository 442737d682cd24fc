package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
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
        assertGone(witness, queue);
    }

    @Test
    void freesExclusiveQueuesBeforeCloseOk(WireClient wire, Channel witness, Names names) throws Exception {
        String queue = names.fresh();
        wire.open().openChannel(1).send(WireFrame.queueDeclare(1, queue, WireFrame.EXCLUSIVE)).read().arguments(50, 11);
        wire.send(WireFrame.connectionClose()).read().arguments(10, 51);
        assertGone(witness, queue);
    }

    @Test
    void byTheBrokerFreesExclusiveQueuesBeforeItIsSaid(WireClient wire, Channel witness, Names names) throws Exception {
        String queue = names.fresh();
        wire.open().openChannel(1).send(WireFrame.queueDeclare(1, queue, WireFrame.EXCLUSIVE)).read().arguments(50, 11);
        wire.send(WireFrame.missingQueue(5)).readRefusal().is(504, NOT_OPENED, QUEUE_DECLARE);
        assertGone(witness, queue);
    }

    @Test
    void withoutAWordFreesExclusiveQueuesToo(WireClient wire, Connection connection, Names names) throws Exception {
        String queue = names.fresh();
        wire.open().openChannel(1).send(WireFrame.queueDeclare(1, queue, WireFrame.EXCLUSIVE)).read().arguments(50, 11);
        wire.close();
        await().untilAsserted(() -> assertGone(connection.createChannel(), queue));
    }

    @Test
    void byTheBrokerIsForcedUponAClientThatDoesNotAnswer(WireClient wire) throws Exception {
        wire.open(2047, 131_072, 1).send(WireFrame.missingQueue(5)).readRefusal().is(504, NOT_OPENED, QUEUE_DECLARE);
        wire.expectEnd();
    }

    @Test
    void byTheClientIsFinishedByTheBrokerIfNeedBe(WireClient wire) throws Exception {
        wire.open(2047, 131_072, 1).send(WireFrame.connectionClose()).read().arguments(10, 51);
        wire.expectEnd();
    }

    private static void assertGone(Channel witness, String queue) {
        Refusal.ofChannel(witness, () -> witness.queueDeclarePassive(queue))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }
}
