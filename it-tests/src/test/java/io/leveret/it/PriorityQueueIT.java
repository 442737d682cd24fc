package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that put what matters more before what matters less. Messages are named after their priorities here. */
@ExtendWith(BrokerExtension.class)
class PriorityQueueIT {
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.with(channel, Map.of("x-max-priority", 5));
    }

    @Test
    void putsHigherPrioritiesFirst() throws Exception {
        publish("1", "5", "3", "4", "2");
        assertThat(queue.drain()).containsExactly("5", "4", "3", "2", "1");
    }

    @Test
    void keepsTheOrderWithinAPriority() throws Exception {
        publish("1a", "2a", "1b", "2b", "1c", "2c");
        assertThat(queue.drain()).containsExactly("2a", "2b", "2c", "1a", "1b", "1c");
    }

    @Test
    void takesMessagesWithoutPriorityForTheLowest() throws Exception {
        queue.publish("none");
        publish("0", "1");
        queue.publish("none");
        assertThat(queue.drain()).containsExactly("1", "none", "0", "none");
    }

    @Test
    void takesPrioritiesBeyondItsOwnForItsHighest() throws Exception {
        publish("5a", "9", "4", "5b");
        assertThat(queue.get().getProps().getPriority()).isEqualTo(5);
        GetResponse beyond = queue.get();
        assertThat(Messages.text(beyond)).isEqualTo("9");
        assertThat(beyond.getProps().getPriority()).isEqualTo(9);
        assertThat(queue.drain()).containsExactly("5b", "4");
    }

    @Test
    void knowsTwoPrioritiesAtLeast() throws Exception {
        queue = TestQueue.with(channel, Map.of("x-max-priority", 0));
        publish("0", "1", "0", "1");
        assertThat(queue.drain()).containsExactly("1", "1", "0", "0");
    }

    @Test
    void knowsTwoHundredAndFiftyFivePriorities() throws Exception {
        queue = TestQueue.with(channel, Map.of("x-max-priority", 255));
        publish("7", "255", "254");
        assertThat(queue.drain()).containsExactly("255", "254", "7");
    }

    @Test
    void doesNotOvertakeWhatAConsumerHas() throws Exception {
        channel.basicQos(2);
        Inbox inbox = queue.consume();
        publish("1", "2");
        inbox.awaitSize(2);
        publish("3", "5", "4");
        channel.basicAck(inbox.tag(1), true);
        assertThat(inbox.bodies(4)).containsExactly("1", "2", "5", "4");
    }

    @Test
    void putsBackWhatReturnsInItsPriority() throws Exception {
        publish("3a", "3b", "4");
        queue.get();
        GetResponse first = queue.get();
        assertThat(Messages.text(first)).isEqualTo("3a");
        publish("3c", "2", "5");
        channel.basicReject(first.getEnvelope().getDeliveryTag(), true);
        queue.awaitReady(5);
        assertThat(queue.drain()).containsExactly("5", "3a", "3b", "3c", "2");
    }

    @Test
    void expiresMessagesBehindHigherOnes() throws Exception {
        TestQueue grave = TestQueue.on(channel);
        Inbox expired = grave.consume();
        queue = TestQueue.with(channel, DeadLetters.to(grave, Map.of("x-max-priority", 5, "x-message-ttl", 50)));
        publish("1", "5", "1");
        expired.awaitSize(3);
        assertThat(queue.drain()).isEmpty();
    }

    @Test
    @DiffersFromRabbitMq("drops the oldest of the highest priority")
    void dropsTheOldestOfTheLowestPriorityWhenFull() throws Exception {
        queue = TestQueue.with(channel, Map.of("x-max-priority", 5, "x-max-length", 3));
        publish("1a", "5", "1b", "3", "2");
        assertThat(queue.drain()).containsExactly("5", "3", "2");
    }

    @Test
    void ignoresPrioritiesWithoutTheArgument() throws Exception {
        queue = TestQueue.on(channel);
        publish("1", "5", "3");
        assertThat(queue.drain()).containsExactly("1", "5", "3");
    }

    @Test
    void knowsPrioritiesUpToThirtyOneInEveryQuorumQueue(Names names) throws Exception {
        queue = TestQueue.quorum(channel, names, Map.of());
        publish("0", "3", "31a", "99", "31b", "30");
        queue.publish("none is 4");
        publish("4");
        queue.awaitReady(8);
        assertThat(queue.drain()).containsExactly("31a", "99", "31b", "30", "none is 4", "4", "3", "0");
    }

    /** Each body starts with the priority. */
    private void publish(String... bodies) throws Exception {
        for (String body : bodies) {
            int priority = Integer.parseInt(body.replaceAll("\\D", ""));
            BasicProperties properties = new BasicProperties.Builder().priority(priority).build();
            channel.basicPublish("", queue.name(), properties, Messages.bytes(body));
        }
    }
}
