package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What may be relied upon: order along one road, and that what a channel did before is done. */
@ExtendWith(BrokerExtension.class)
class OrderingIT {
    @Test
    void keepsTheOrderOfAChannelsPublishes(ConnectionFactory factory, Channel publisher) throws Exception {
        TestQueue queue = TestQueue.shared(publisher);
        Channel consuming = factory.newConnection().createChannel();
        consuming.basicQos(50);
        Inbox inbox = Inbox.on(consuming, queue.name());
        String[] bodies = numbered(5_000);
        queue.publish(bodies);
        for (int i = 24; i < bodies.length; i += 25) consuming.basicAck(inbox.tag(i), true);
        assertThat(inbox.bodies(bodies.length)).containsExactly(bodies);
        publisher.queueDelete(queue.name());
    }

    @Test
    void keepsTheOrderBetweenSmallAndBigMessages(Channel channel) throws Exception {
        TestQueue queue = TestQueue.on(channel);
        Inbox inbox = queue.consumeWithoutAcks();
        int[] sizes = IntStream.range(0, 60).map(i -> i % 3 == 0 ? 300_000 + i : i).toArray();
        for (int size : sizes) channel.basicPublish("", queue.name(), null, new byte[size]);
        inbox.awaitSize(sizes.length);
        assertThat(inbox.deliveries()).extracting(delivery -> delivery.getBody().length)
                .containsExactlyElementsOf(IntStream.of(sizes).boxed().toList());
    }

    @Test
    void keepsTheOrderOfEachOfSeveralPublishers(ConnectionFactory factory, Channel consumer) throws Exception {
        TestQueue queue = TestQueue.shared(consumer);
        Inbox inbox = queue.consumeWithoutAcks();
        List<Channel> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) publishers.add(factory.newConnection().createChannel());
        for (String body : numbered(500)) {
            for (int i = 0; i < 4; i++) queue.through(publishers.get(i)).publish(i + ":" + body);
        }
        List<String> all = inbox.bodies(2_000);
        for (int i = 0; i < 4; i++) {
            String publisher = i + ":";
            assertThat(all.stream().filter(body -> body.startsWith(publisher)).map(body -> body.substring(2)))
                    .containsExactly(numbered(500));
        }
        consumer.queueDelete(queue.name());
    }

    @Test
    void givesEachMessageToOneOfTheConsumersThatComeAndGo(Connection connection, Channel publisher) throws Exception {
        TestQueue queue = TestQueue.on(publisher).fill(numbered(300));
        List<String> acked = new ArrayList<>();
        while (acked.size() < 300) {
            Channel passing = connection.createChannel();
            passing.basicQos(20);
            Inbox inbox = Inbox.on(passing, queue.name());
            for (int i = 0; i < 5; i++) {
                acked.add(Messages.text(inbox.delivery(i)));
                inbox.ack(i);
            }
            passing.close();
        }
        assertThat(acked).containsExactly(numbered(300));
    }

    @Test
    void purgesAllThatTheSameChannelHasPublished(Channel channel) throws Exception {
        for (int i = 0; i < 20; i++) {
            TestQueue queue = TestQueue.on(channel).publish(numbered(20));
            assertThat(channel.queuePurge(queue.name()).getMessageCount()).isEqualTo(20);
        }
    }

    @Test
    void deletesAllThatTheSameChannelHasPublished(Channel channel) throws Exception {
        for (int i = 0; i < 20; i++) {
            TestQueue queue = TestQueue.on(channel).publish(numbered(20));
            assertThat(channel.queueDelete(queue.name()).getMessageCount()).isEqualTo(20);
        }
    }

    @Test
    void getsWhatTheSameChannelHasPublished(Channel channel) throws Exception {
        TestQueue queue = TestQueue.on(channel);
        for (String body : numbered(50)) {
            queue.publish(body);
            assertThat(Messages.text(channel.basicGet(queue.name(), true))).isEqualTo(body);
        }
    }

    @Test
    @DiffersFromRabbitMq("declare-ok may miss a message published just before on the same channel")
    void countsWhatTheSameChannelHasPublished(Channel channel) throws Exception {
        for (int i = 0; i < 50; i++) assertThat(TestQueue.on(channel).publish("a", "b").ready()).isEqualTo(2);
    }

    @Test
    void showsBindingsToEverybodyBeforeTheirAnswer(ConnectionFactory factory, Channel channel) throws Exception {
        Channel publisher = factory.newConnection().createChannel();
        publisher.confirmSelect();
        TestQueue queue = TestQueue.on(channel);
        for (String key : numbered(30)) {
            channel.queueBind(queue.name(), "amq.direct", queue.name() + key);
            publisher.basicPublish("amq.direct", queue.name() + key, null, Messages.bytes(key));
            publisher.waitForConfirmsOrDie(10_000);
            assertThat(Messages.text(channel.basicGet(queue.name(), true))).isEqualTo(key);
            channel.queueUnbind(queue.name(), "amq.direct", queue.name() + key);
            publisher.basicPublish("amq.direct", queue.name() + key, null, Messages.bytes("unbound"));
            publisher.waitForConfirmsOrDie(10_000);
            assertThat(channel.basicGet(queue.name(), true)).isNull();
        }
    }

    @Test
    void showsQueuesToEverybodyBeforeTheirAnswer(ConnectionFactory factory, Channel channel) throws Exception {
        Channel other = factory.newConnection().createChannel();
        for (int i = 0; i < 20; i++) {
            TestQueue queue = TestQueue.shared(channel);
            other.queueDeclarePassive(queue.name());
            other.queueDelete(queue.name());
        }
    }

    @Test
    void givesEachQueueAMessageOfItsOwn(Channel channel) throws Exception {
        String fanout = TestQueue.uniqueName();
        channel.exchangeDeclare(fanout, "fanout", false, true, null);
        List<TestQueue> queues = List.of(TestQueue.on(channel), TestQueue.on(channel), TestQueue.on(channel));
        for (TestQueue queue : queues) channel.queueBind(queue.name(), fanout, "");
        Messages.publish(channel, fanout, "", "copy");

        channel.basicAck(queues.get(0).get().getEnvelope().getDeliveryTag(), false);
        channel.basicReject(queues.get(1).get().getEnvelope().getDeliveryTag(), true);
        queues.get(1).awaitReady(1);

        assertThat(queues.get(0).get()).isNull();
        assertThat(queues.get(1).get().getEnvelope().isRedeliver()).isTrue();
        assertThat(queues.get(2).get().getEnvelope().isRedeliver()).isFalse();
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
