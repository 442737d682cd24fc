package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that come back to their queue: to the place they had, and marked as redelivered. */
@ExtendWith(BrokerExtension.class)
class RequeueIT {
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel).fill("a", "b", "c", "d", "e");
    }

    @Test
    void takesItsOldPlace() throws Exception {
        queue.get();
        GetResponse b = queue.get();
        queue.get();
        channel.basicReject(b.getEnvelope().getDeliveryTag(), true);
        queue.awaitReady(3);
        assertThat(queue.drain()).containsExactly("b", "d", "e");
    }

    @Test
    void keepsTheOrderOfMany() throws Exception {
        for (int i = 0; i < 4; i++) queue.get();
        channel.basicNack(3, true, true);
        queue.awaitReady(4);
        assertThat(queue.drain()).containsExactly("a", "b", "c", "e");
    }

    @Test
    void keepsTheOrderWhateverTheOrderOfReturn() throws Exception {
        for (int i = 0; i < 4; i++) queue.get();
        for (long tag : new long[] {3, 1, 4, 2}) channel.basicReject(tag, true);
        queue.awaitReady(5);
        assertThat(queue.drain()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void comesBeforeWhatWasPublishedMeanwhile() throws Exception {
        GetResponse a = queue.get();
        queue.publish("f");
        channel.basicReject(a.getEnvelope().getDeliveryTag(), true);
        queue.awaitReady(6);
        assertThat(queue.drain()).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void marksAsRedeliveredOnlyWhatCameBack() throws Exception {
        GetResponse first = queue.get();
        assertThat(first.getEnvelope().isRedeliver()).isFalse();
        channel.basicReject(first.getEnvelope().getDeliveryTag(), true);
        queue.awaitReady(5);
        assertThat(queue.get().getEnvelope().isRedeliver()).isTrue();
        assertThat(queue.get().getEnvelope().isRedeliver()).isFalse();
    }

    @Test
    void goesBackToItsOnlyConsumer() throws Exception {
        channel.basicQos(1);
        Inbox inbox = queue.consume();
        channel.basicReject(inbox.tag(0), true);
        assertThat(inbox.bodies(2)).containsExactly("a", "a");
        assertThat(inbox.delivery(1).getEnvelope().isRedeliver()).isTrue();
        assertThat(inbox.tag(1)).isEqualTo(2);
    }

    @Test
    void goesToAnotherConsumerWhenItsOwnIsGone(Connection connection) throws Exception {
        Channel leaving = connection.createChannel();
        Inbox.on(leaving, queue.name()).awaitSize(5);
        Inbox staying = queue.consume();
        leaving.close();
        assertThat(staying.bodies(5)).containsExactly("a", "b", "c", "d", "e");
        assertThat(staying.deliveries()).allMatch(delivery -> delivery.getEnvelope().isRedeliver());
    }

    @Test
    void followsTheCloseOfAConnection(ConnectionFactory factory) throws Exception {
        Connection leaving = factory.newConnection();
        TestQueue shared = holdThree(leaving.createChannel());
        leaving.close();
        expectAllBack(shared);
    }

    @Test
    void followsTheLossOfAConnection(ConnectionFactory factory) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        factory.setSocketConfigurator(sockets::add);
        TestQueue shared = holdThree(factory.newConnection().createChannel());
        sockets.get(0).close();
        expectAllBack(shared);
    }

    @Test
    void followsTheEndOfAWireClientThatSaysNothing(WireClient wire) throws Exception {
        TestQueue shared = TestQueue.shared(channel).fill("a", "b", "c");
        wire.open().openChannel(1).send(WireFrame.method(1, MethodId.BASIC_CONSUME, WireBytes.of()
                .shortInt(0).shortString(shared.name()).shortString("tag").octet(0).emptyTable()));
        shared.awaitReady(0);
        wire.close();
        expectAllBack(shared);
    }

    @Test
    void marksWhatWasOnItsWayToAClosingChannel(Connection connection) throws Exception {
        Channel leaving = connection.createChannel();
        Inbox.on(leaving, queue.name()); // reads nothing of it
        queue.awaitReady(0);
        leaving.close();
        queue.awaitReady(5);
        for (int i = 0; i < 5; i++) assertThat(queue.get().getEnvelope().isRedeliver()).isTrue();
    }

    private TestQueue holdThree(Channel holding) throws Exception {
        TestQueue shared = TestQueue.shared(channel).fill("a", "b", "c");
        for (int i = 0; i < 3; i++) shared.through(holding).get();
        return shared;
    }

    private void expectAllBack(TestQueue shared) throws Exception {
        shared.awaitReady(3);
        List<GetResponse> back = new ArrayList<>();
        for (int i = 0; i < 3; i++) back.add(shared.get());
        assertThat(back).extracting(Messages::text).containsExactly("a", "b", "c");
        assertThat(back).allMatch(got -> got.getEnvelope().isRedeliver());
        channel.queueDelete(shared.name());
    }
}
