package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumers that are served before others as long as they can take something. */
@ExtendWith(BrokerExtension.class)
class ConsumerPriorityIT {
    private Connection connection;
    private TestQueue queue;

    @BeforeEach
    void declare(Connection connection, Channel channel) throws Exception {
        this.connection = connection;
        queue = TestQueue.on(channel);
    }

    @Test
    void servesHigherPrioritiesFirst() throws Exception {
        Inbox low = consume(0, -1);
        Inbox normal = Inbox.on(connection.createChannel(), queue.name());
        Inbox high = consume(0, 10);
        queue.publish("a", "b", "c");
        assertThat(high.bodies(3)).containsExactly("a", "b", "c");
        assertThat(normal.size() + low.size()).isZero();
    }

    @Test
    void servesLowerOnesWithWhatTheHigherCannotTake() throws Exception {
        Inbox low = consume(0, 1);
        Inbox middle = consume(1, 2);
        Inbox high = consume(2, 3);
        queue.publish("a", "b", "c", "d", "e");
        assertThat(high.bodies(2)).containsExactly("a", "b");
        assertThat(middle.bodies(1)).containsExactly("c");
        assertThat(low.bodies(2)).containsExactly("d", "e");
    }

    @Test
    void returnsToTheHigherOnceItHasRoom() throws Exception {
        Inbox low = consume(1, 1);
        Inbox high = consume(1, 2);
        queue.publish("a", "b", "c");
        low.awaitSize(1);
        high.ack(0);
        assertThat(high.bodies(2)).containsExactly("a", "c");
        assertThat(low.bodies()).containsExactly("b");
    }

    @Test
    void sharesAmongEqualPriorities() throws Exception {
        Inbox first = consume(0, 7);
        Inbox second = consume(0, 7);
        queue.publish("a", "b", "c", "d");
        assertThat(first.bodies(2)).containsExactly("a", "c");
        assertThat(second.bodies(2)).containsExactly("b", "d");
    }

    @Test
    void servesOthersWhenTheHigherIsGone() throws Exception {
        Inbox low = consume(0, 1);
        Inbox high = consume(0, 2);
        high.getChannel().basicCancel(high.getConsumerTag());
        queue.publish("a");
        assertThat(low.bodies(1)).containsExactly("a");
    }

    @Test
    void takesIntegersOnly() throws Exception {
        Channel channel = connection.createChannel();
        Refusal.ofChannel(channel, () -> consume(channel, "high")).is(406, "PRECONDITION_FAILED - invalid arg 'x-priority'"
                + " for queue '" + queue.name() + "' in vhost '/': \"expected integer, got longstr\"", BASIC_CONSUME);
    }

    private Inbox consume(int prefetch, int priority) throws Exception {
        Channel channel = connection.createChannel();
        channel.basicQos(prefetch);
        return consume(channel, priority);
    }

    private Inbox consume(Channel channel, Object priority) throws Exception {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue.name(), false, Map.of("x-priority", priority), inbox);
        return inbox;
    }
}
