package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_GET;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fetching messages one by one. */
@ExtendWith(BrokerExtension.class)
class BasicGetIT {
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel);
    }

    @Test
    void findsNothingInAnEmptyQueue() throws Exception {
        assertThat(channel.basicGet(queue.name(), false)).isNull();
    }

    @Test
    void tellsHowManyMessagesRemain() throws Exception {
        queue.publish("a", "b", "c");
        for (String expected : new String[] {"a 2", "b 1", "c 0"}) {
            GetResponse got = queue.get();
            assertThat(Messages.text(got) + " " + got.getMessageCount()).isEqualTo(expected);
        }
    }

    @Test
    void showsWhereTheMessageCameFrom() throws Exception {
        channel.queueBind(queue.name(), "amq.topic", "a." + queue.name());
        Messages.publish(channel, "amq.topic", "a." + queue.name(), "x");
        GetResponse got = queue.get();
        assertThat(got.getEnvelope().getExchange()).isEqualTo("amq.topic");
        assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("a." + queue.name());
        assertThat(got.getEnvelope().isRedeliver()).isFalse();
    }

    @Test
    void countsDeliveryTagsTogetherWithConsumers() throws Exception {
        queue.publish("a", "b", "c");
        assertThat(channel.basicGet(queue.name(), true).getEnvelope().getDeliveryTag()).isEqualTo(1);
        assertThat(queue.get().getEnvelope().getDeliveryTag()).isEqualTo(2);
        assertThat(queue.consume().tag(0)).isEqualTo(3);
    }

    @Test
    void keepsTheMessageUntilItIsAcked(Connection connection) throws Exception {
        Channel getting = connection.createChannel();
        queue.fill("a");
        queue.through(getting).get();
        assertThat(queue.ready()).isZero();
        getting.close();
        queue.awaitReady(1);
        assertThat(queue.get().getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void forgetsTheMessageAtOnceWithoutAcks(Connection connection) throws Exception {
        Channel getting = connection.createChannel();
        queue.fill("a");
        getting.basicGet(queue.name(), true);
        getting.close();
        assertThat(queue.get()).isNull();
    }

    @Test
    void takesNoNoticeOfThePrefetch() throws Exception {
        channel.basicQos(1);
        queue.publish("a", "b", "c");
        queue.get();
        queue.get();
        assertThat(Messages.text(queue.get())).isEqualTo("c");
    }

    @Test
    void meansTheLastDeclaredQueueByNoName() throws Exception {
        queue.publish("a");
        assertThat(Messages.text(channel.basicGet("", true))).isEqualTo("a");
    }

    @Test
    void refusesNoNameWhenNothingWasDeclared(Connection connection) throws Exception {
        Channel fresh = connection.createChannel();
        Refusal.ofChannel(fresh, () -> fresh.basicGet("", true))
                .is(404, "NOT_FOUND - no previously declared queue", BASIC_GET);
    }

    @Test
    void refusesAMissingQueue() {
        Refusal.ofChannel(channel, () -> channel.basicGet("it.missing", true))
                .is(404, "NOT_FOUND - no queue 'it.missing' in vhost '/'", BASIC_GET);
    }
}
