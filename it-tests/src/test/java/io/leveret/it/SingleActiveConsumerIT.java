package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that serve one consumer at a time; the others wait for it to go. */
@ExtendWith(BrokerExtension.class)
class SingleActiveConsumerIT {
    private static final Map<String, Object> ARGUMENTS = Map.of("x-single-active-consumer", true);

    private Connection connection;
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Connection connection, Channel channel) throws Exception {
        this.connection = connection;
        this.channel = channel;
        queue = TestQueue.with(channel, ARGUMENTS);
    }

    @Test
    void servesTheFirst() throws Exception {
        Inbox first = consume(queue);
        Inbox second = consume(queue);
        queue.publish("a", "b", "c");
        assertThat(first.bodies(3)).containsExactly("a", "b", "c");
        assertThat(second.size()).isZero();
        assertThat(channel.consumerCount(queue.name())).isEqualTo(2);
    }

    @Test
    void waitsForTheFirstEvenIfItIsFull() throws Exception {
        Inbox first = consume(queue, 1);
        Inbox second = consume(queue);
        queue.publish("a", "b");
        first.ack(0);
        assertThat(first.bodies(2)).containsExactly("a", "b");
        assertThat(second.size()).isZero();
    }

    @Test
    void goesOnWithTheNextInLine() throws Exception {
        Inbox first = consume(queue);
        Inbox second = consume(queue);
        Inbox third = consume(queue);
        first.getChannel().basicCancel(first.getConsumerTag());
        queue.publish("a");
        assertThat(second.bodies(1)).containsExactly("a");
        second.getChannel().close();
        assertThat(third.bodies(1)).containsExactly("a");
        assertThat(first.size()).isZero();
    }

    @Test
    void leavesWhatIsUnackedWithTheOneThatWasCancelled() throws Exception {
        Inbox first = consume(queue);
        Inbox second = consume(queue);
        queue.publish("a");
        first.awaitSize(1);
        first.getChannel().basicCancel(first.getConsumerTag());
        queue.publish("b");
        assertThat(second.bodies(1)).containsExactly("b");
        first.getChannel().basicNack(first.tag(0), false, true);
        assertThat(second.bodies(2)).containsExactly("b", "a");
    }

    @Test
    void passesOverOneThatLeftWhileWaiting() throws Exception {
        Inbox first = consume(queue);
        Inbox second = consume(queue);
        Inbox third = consume(queue);
        second.getChannel().basicCancel(second.getConsumerTag());
        first.getChannel().basicCancel(first.getConsumerTag());
        queue.publish("a");
        assertThat(third.bodies(1)).containsExactly("a");
    }

    @Test
    void servesNobodyForItsPriority() throws Exception {
        Inbox first = consume(queue);
        Inbox urgent = consume(queue, 0, 10);
        queue.publish("a");
        assertThat(first.bodies(1)).containsExactly("a");
        assertThat(urgent.size()).isZero();
    }

    @Test
    void letsAnybodyGet() throws Exception {
        Inbox first = consume(queue, 1);
        queue.publish("a", "b");
        first.awaitSize(1);
        assertThat(Messages.text(queue.get())).isEqualTo("b");
    }

    @Test
    void isUsedByNobodyAlone() throws Exception {
        Channel greedy = connection.createChannel();
        Refusal.ofChannel(greedy, () -> greedy.basicConsume(queue.name(), false, "", false, true, null, new Inbox(greedy)))
                .is(403, "ACCESS_REFUSED - queue '" + queue.name() + "' in vhost '/' in exclusive use", BASIC_CONSUME);
    }

    @Test
    void servesTheFirstOfAQuorumQueueToo(Names names) throws Exception {
        TestQueue quorum = TestQueue.quorum(channel, names, ARGUMENTS);
        Inbox first = consume(quorum);
        Inbox second = consume(quorum);
        quorum.publish("a");
        assertThat(first.bodies(1)).containsExactly("a");
        first.getChannel().close();
        assertThat(second.bodies(1)).containsExactly("a");
    }

    @Test
    void choosesByPriorityInAQuorumQueue(Names names) throws Exception {
        TestQueue quorum = TestQueue.quorum(channel, names, ARGUMENTS);
        Inbox first = consume(quorum);
        Inbox lesser = consume(quorum, 0, -1);
        Inbox normal = consume(quorum, 0, 0);
        first.getChannel().basicCancel(first.getConsumerTag());
        quorum.publish("a");
        assertThat(normal.bodies(1)).containsExactly("a");
        assertThat(lesser.size()).isZero();
    }

    @Test
    void givesWayToAHigherPriorityInAQuorumQueue(Names names) throws Exception {
        TestQueue quorum = TestQueue.quorum(channel, names, ARGUMENTS);
        Inbox first = consume(quorum);
        quorum.publish("a");
        first.awaitSize(1);
        Inbox urgent = consume(quorum, 0, 10);
        quorum.publish("b");
        first.ack(0);
        assertThat(urgent.bodies(1)).containsExactly("b");
        assertThat(first.bodies()).containsExactly("a");
    }

    @Test
    void letsNobodyGetFromAQuorumQueue(Names names) throws Exception {
        TestQueue quorum = TestQueue.quorum(channel, names, ARGUMENTS);
        Refusal refusal = Refusal.ofChannel(channel, quorum::get);
        assertThat(refusal.code()).isEqualTo(405);
        assertThat(refusal.text()).startsWith("RESOURCE_LOCKED - cannot obtain access to locked queue '" + quorum.name()
                + "' in vhost '/'. basic.get operations are not supported by ")
                .endsWith(" queues with single active consumer");
    }

    private Inbox consume(TestQueue from) throws Exception {
        return consume(from, 0);
    }

    private Inbox consume(TestQueue from, int prefetch) throws Exception {
        return consume(from, prefetch, 0);
    }

    private Inbox consume(TestQueue from, int prefetch, int priority) throws Exception {
        Inbox inbox = new Inbox(connection.createChannel());
        inbox.getChannel().basicQos(prefetch);
        inbox.getChannel().basicConsume(from.name(), false, Map.of("x-priority", priority), inbox);
        return inbox;
    }
}
