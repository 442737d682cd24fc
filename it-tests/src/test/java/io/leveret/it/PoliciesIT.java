package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Administration;
import io.leveret.broker.Leveret;
import io.leveret.engine.settings.InvalidPolicyException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies, and the operator's, act on queues and exchanges that are there. */
class PoliciesIT {
    private static final String QUEUE = "orders";

    private Leveret broker;
    private Administration administration;
    private Connection connection;
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declareAQueue() throws Exception {
        broker = Leveret.builder().inMemory().amqpPort(0).start();
        administration = broker.administration();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.queueDeclare(QUEUE, true, false, false, null);
        queue = new TestQueue(channel, QUEUE);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void shortensAQueueThatIsAlreadyTooLong() throws Exception {
        queue.fill("1", "2", "3");
        administration.setPolicy("/", "short", "^ord", "queues", 0, Map.of("max-length", 1));
        queue.awaitReady(1);
        queue.publish("4", "5");
        assertThat(queue.drain()).containsExactly("5");
        administration.clearPolicy("/", "short");
        queue.fill("6", "7");
    }

    @Test
    void sendsDeadLettersWhereAPolicySays() throws Exception {
        TestQueue morgue = TestQueue.on(channel);
        administration.setPolicy("/", "dlx", QUEUE, "queues", 0,
                Map.of("dead-letter-exchange", "", "dead-letter-routing-key", morgue.name()));
        queue.publish("rejected");
        channel.basicReject(queue.get().getEnvelope().getDeliveryTag(), false);
        morgue.awaitReady(1);
        assertThat(morgue.drain()).containsExactly("rejected");
    }

    @Test
    void doesNotLetAUserLoosenWhatTheOperatorLimits() throws Exception {
        administration.setOperatorPolicy("/", "quota", ".*", "queues", 0, Map.of("max-length", 2));
        administration.setPolicy("/", "mine", ".*", "queues", 9, Map.of("max-length", 100));
        queue.publish("1", "2", "3");
        assertThat(queue.drain()).containsExactly("2", "3");
    }

    @Test
    void doesNotCompareWhatAPolicySaysWhenAQueueIsRedeclared() throws Exception {
        administration.setPolicy("/", "ttl", ".*", "all", 0, Map.of("message-ttl", 60_000));
        channel.queueDeclare(QUEUE, true, false, false, null);
    }

    @Test
    void hasAnExchangeOfAnyTypeDelayMessages() throws Exception {
        channel.exchangeDeclare("shop", "direct", true);
        channel.queueBind(QUEUE, "shop", "");
        administration.setPolicy("/", "later", "^shop$", "exchanges", 0, Map.of("delayed-message", true));
        channel.basicPublish("shop", "", new BasicProperties.Builder().headers(Map.of("x-delay", 200)).build(),
                Messages.bytes("late"));
        channel.basicPublish("shop", "", null, Messages.bytes("early"));
        queue.awaitReady(2);
        assertThat(queue.drain()).containsExactly("early", "late");
    }

    @Test
    void leadsMessagesWithoutADestinationToTheAlternateExchangeOfAPolicy() throws Exception {
        channel.exchangeDeclare("shop", "direct", true);
        channel.exchangeDeclare("lost", "fanout", true);
        channel.queueBind(QUEUE, "lost", "");
        administration.setPolicy("/", "ae", "^shop$", "exchanges", 0, Map.of("alternate-exchange", "lost"));
        Messages.publish(channel, "shop", "nowhere", "found");
        assertThat(queue.drain()).containsExactly("found");
        administration.clearPolicy("/", "ae");
        Messages.publish(channel, "shop", "nowhere", "lost");
        assertThat(queue.drain()).isEmpty();
    }

    @Test
    void refusesAPolicyThatItDoesNotUnderstand() {
        assertThatThrownBy(() -> administration.setPolicy("/", "p", ".*", "all", 0, Map.of("max-lenght", 5)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessage("[{<<\"max-lenght\">>,5}] are not recognised policy settings");
        assertThatThrownBy(() -> administration.setPolicy("/", "p", "(", "all", 0, Map.of("max-length", 5)))
                .isInstanceOf(InvalidPolicyException.class);
    }
}
