package io.leveret.it;

import static io.leveret.it.Messages.bytes;
import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishes that reach no queue, and those that may not be made at all. */
@ExtendWith(BrokerExtension.class)
class MandatoryReturnsIT {
    private static final long PATIENCE = 10_000;

    private final List<Return> returns = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private Channel channel;

    @BeforeEach
    void listen(Channel channel) throws Exception {
        this.channel = channel;
        channel.confirmSelect();
        channel.addReturnListener(returned -> {
            returns.add(returned);
            events.add("return");
        });
        channel.addConfirmListener((tag, multiple) -> events.add("ack"), (tag, multiple) -> events.add("nack"));
    }

    @Test
    void returnsAMandatoryMessageAsItWasPublished() throws Exception {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .messageId("42").headers(Map.of("colour", 7)).build();

        channel.basicPublish("amq.direct", "nowhere." + TestQueue.uniqueName(), true, properties, bytes("lost"));

        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(returns).singleElement().satisfies(returned -> {
            assertThat(returned.getReplyCode()).isEqualTo(312);
            assertThat(returned.getReplyText()).isEqualTo("NO_ROUTE");
            assertThat(returned.getExchange()).isEqualTo("amq.direct");
            assertThat(returned.getRoutingKey()).startsWith("nowhere.");
            assertThat(returned.getProperties()).isEqualTo(properties);
            assertThat(returned.getBody()).isEqualTo(bytes("lost"));
        });
    }

    @Test
    void returnsBeforeItConfirms() throws Exception {
        channel.basicPublish("", TestQueue.uniqueName(), true, null, bytes("lost"));
        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(events).containsExactly("return", "ack");
    }

    @Test
    void returnsAnEmptyBody() throws Exception {
        channel.basicPublish("", TestQueue.uniqueName(), true, null, new byte[0]);
        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(returns).singleElement().satisfies(returned -> assertThat(returned.getBody()).isEmpty());
    }

    @Test
    void returnsABodyOfManyFrames() throws Exception {
        byte[] body = Messages.noise(1_000_000);
        channel.basicPublish("", TestQueue.uniqueName(), true, null, body);
        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(returns).singleElement().satisfies(returned -> assertThat(returned.getBody()).isEqualTo(body));
    }

    @Test
    void returnsNothingThatReachesAQueue() throws Exception {
        TestQueue queue = TestQueue.on(channel);
        channel.basicPublish("", queue.name(), true, null, bytes("arrives"));
        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(events).containsExactly("ack");
        assertThat(queue.drain()).containsExactly("arrives");
    }

    @Test
    void countsACarbonCopyAsRouted() throws Exception {
        TestQueue queue = TestQueue.on(channel);
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(Map.of("BCC", List.of(queue.name()))).build();
        channel.basicPublish("", TestQueue.uniqueName(), true, properties, bytes("arrives"));
        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(events).containsExactly("ack");
    }

    @Test
    void dropsWhatIsUnroutableButNotMandatory() throws Exception {
        channel.basicPublish("", TestQueue.uniqueName(), false, null, bytes("dropped"));
        channel.waitForConfirmsOrDie(PATIENCE);
        assertThat(events).containsExactly("ack");
    }

    @Test
    void doesNotReturnWhatAQueueRefuses() throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.basicPublish("", queue.name(), true, null, bytes("first"));
        channel.waitForConfirms(PATIENCE);
        channel.basicPublish("", queue.name(), true, null, bytes("refused"));
        channel.waitForConfirms(PATIENCE);
        assertThat(events).containsExactly("ack", "nack");
    }

    @Test
    void knowsNoImmediatePublishes(Connection connection) {
        Refusal.ofConnection(connection, () -> channel.basicPublish("", "anywhere", false, true, null, bytes("now")))
                .is(540, "NOT_IMPLEMENTED - immediate=true", BASIC_PUBLISH);
    }

    @Test
    void refusesPublishesToAMissingExchange() {
        Refusal.ofChannel(channel, () -> channel.basicPublish("it.missing", "", null, bytes("x")))
                .is(404, "NOT_FOUND - no exchange 'it.missing' in vhost '/'", BASIC_PUBLISH);
    }

    @Test
    void refusesPublishesToAnInternalExchange() throws Exception {
        String exchange = TestQueue.uniqueName();
        channel.exchangeDeclare(exchange, "fanout", false, true, true, null);
        TestQueue.on(channel);
        channel.queueBind("", exchange, ""); // goes with the queue, and the exchange with it
        Refusal.ofChannel(channel, () -> channel.basicPublish(exchange, "", null, bytes("x")))
                .is(403, "ACCESS_REFUSED - cannot publish to internal exchange '" + exchange + "' in vhost '/'",
                        BASIC_PUBLISH);
    }
}
