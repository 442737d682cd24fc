package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starting consumers: what they are called, who may, and in which order they are served. */
@ExtendWith(BrokerExtension.class)
class BasicConsumeIT {
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel);
    }

    @Test
    void deliversWhatIsThereAndWhatComes() throws Exception {
        queue.publish("before");
        Inbox inbox = queue.consume();
        queue.publish("after");
        assertThat(inbox.bodies(2)).containsExactly("before", "after");
        assertThat(inbox.deliveries()).extracting(delivery -> delivery.getEnvelope().getDeliveryTag())
                .containsExactly(1L, 2L);
    }

    @Test
    void countsAsAConsumerOfItsQueue() throws Exception {
        queue.consume();
        queue.consume();
        assertThat(channel.consumerCount(queue.name())).isEqualTo(2);
    }

    @Test
    void needsNoAcksWithoutAcks(Connection connection) throws Exception {
        Channel consuming = connection.createChannel();
        Inbox inbox = Inbox.withoutAcks(consuming, queue.name());
        queue.publish("a", "b");
        inbox.awaitSize(2);
        consuming.close();
        queue.publish("c");
        assertThat(queue.drain()).containsExactly("c");
    }

    @Test
    void deliversToItsOwnPublisherEvenWithNoLocal() throws Exception {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue.name(), true, "tag", true, false, null, inbox);
        queue.publish("own");
        assertThat(inbox.bodies(1)).containsExactly("own");
    }

    @Test
    void inventsTagsThatNobodyGuesses() throws Exception {
        Inbox first = queue.consume();
        Inbox second = queue.consume();
        assertThat(first.getConsumerTag()).matches("amq\\.ctag-[A-Za-z0-9_-]{22}");
        assertThat(second.getConsumerTag()).matches("amq\\.ctag-[A-Za-z0-9_-]{22}").isNotEqualTo(first.getConsumerTag());
    }

    @Test
    void takesTheTagOfTheClient() throws Exception {
        assertThat(consume(channel, "mine").getConsumerTag()).isEqualTo("mine");
    }

    @Test
    void refusesATagThatIsInUseOnTheChannel(Connection connection) throws Exception {
        consume(channel, "twice");
        Refusal.ofConnection(connection, () -> consume(channel, "twice"))
                .is(530, "NOT_ALLOWED - attempt to reuse consumer tag 'twice'", BASIC_CONSUME);
    }

    @Test
    void takesTheSameTagOnAnotherChannelOrAfterACancel(Connection connection) throws Exception {
        consume(channel, "twice");
        consume(connection.createChannel(), "twice");
        channel.basicCancel("twice");
        consume(channel, "twice");
        assertThat(channel.consumerCount(queue.name())).isEqualTo(2);
    }

    @Test
    void keepsOthersOffAnExclusivelyConsumedQueue(Connection connection) throws Exception {
        channel.basicConsume(queue.name(), false, "", false, true, null, new Inbox(channel));
        Channel other = connection.createChannel();
        Refusal.ofChannel(other, () -> consume(other, "late"))
                .is(403, "ACCESS_REFUSED - queue '" + queue.name() + "' in vhost '/' in exclusive use", BASIC_CONSUME);
    }

    @Test
    void refusesExclusiveUseOfAQueueThatOthersConsume(Connection connection) throws Exception {
        consume(channel, "early");
        Channel other = connection.createChannel();
        Refusal.ofChannel(other, () -> other.basicConsume(queue.name(), false, "", false, true, null, new Inbox(other)))
                .is(403, "ACCESS_REFUSED - queue '" + queue.name() + "' in vhost '/' in exclusive use", BASIC_CONSUME);
    }

    @Test
    void letsOthersInWhenTheExclusiveConsumerIsGone(Connection connection) throws Exception {
        Channel owner = connection.createChannel();
        owner.basicConsume(queue.name(), false, "", false, true, null, new Inbox(owner));
        owner.close();
        Inbox inbox = queue.consume();
        queue.publish("a");
        assertThat(inbox.bodies(1)).containsExactly("a");
    }

    @Test
    void refusesTheExclusiveQueueOfAnotherConnection(ConnectionFactory factory) throws Exception {
        Channel stranger = factory.newConnection().createChannel();
        Refusal.ofChannel(stranger, () -> stranger.basicConsume(queue.name(), new Inbox(stranger)))
                .is(405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue.name()
                        + "' in vhost '/'. It could be originally declared on another connection or the exclusive"
                        + " property value does not match that of the original declaration.", BASIC_CONSUME);
    }

    @Test
    void refusesAMissingQueue() {
        Refusal.ofChannel(channel, () -> channel.basicConsume("it.missing", new Inbox(channel)))
                .is(404, "NOT_FOUND - no queue 'it.missing' in vhost '/'", BASIC_CONSUME);
    }

    @Test
    void meansTheLastDeclaredQueueByNoName() throws Exception {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("", inbox);
        queue.publish("a");
        assertThat(inbox.bodies(1)).containsExactly("a");
    }

    @Test
    void refusesNoNameWhenNothingWasDeclared(Connection connection) throws Exception {
        Channel fresh = connection.createChannel();
        Refusal.ofChannel(fresh, () -> fresh.basicConsume("", new Inbox(fresh)))
                .is(404, "NOT_FOUND - no previously declared queue", BASIC_CONSUME);
    }

    @Test
    void servesConsumersInTurn(Connection connection) throws Exception {
        Inbox alice = Inbox.on(connection.createChannel(), queue.name());
        Inbox bob = Inbox.on(connection.createChannel(), queue.name());
        queue.publish("a", "b", "c", "d", "e", "f");
        assertThat(alice.bodies(3)).containsExactly("a", "c", "e");
        assertThat(bob.bodies(3)).containsExactly("b", "d", "f");
    }

    @Test
    void servesTheConsumerOfHighestPriorityThatHasRoom(Connection connection) throws Exception {
        Inbox low = withPriority(connection, 0);
        Inbox high = withPriority(connection, 10);
        queue.publish("a", "b", "c", "d");
        assertThat(high.bodies(2)).containsExactly("a", "b");
        assertThat(low.bodies(2)).containsExactly("c", "d");
        assertThat(high.size()).isEqualTo(2);
    }

    private Inbox withPriority(Connection connection, int priority) throws IOException {
        Channel consuming = connection.createChannel();
        consuming.basicQos(2);
        Inbox inbox = new Inbox(consuming);
        consuming.basicConsume(queue.name(), false, Map.of("x-priority", priority), inbox);
        return inbox;
    }

    private Inbox consume(Channel consuming, String tag) throws IOException {
        Inbox inbox = new Inbox(consuming);
        consuming.basicConsume(queue.name(), false, tag, inbox);
        return inbox;
    }
}
