package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges of the type x-delayed-message. */
@ExtendWith(BrokerExtension.class)
@DiffersFromRabbitMq("it needs a community plugin")
class DelayedExchangeIT {
    private final Channel channel;
    private final String exchange;
    private final TestQueue queue;
    private final Inbox inbox;

    DelayedExchangeIT(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.exchange = names.fresh();
        this.queue = TestQueue.on(channel);
        channel.exchangeDeclare(exchange, "x-delayed-message", true, false, Map.of("x-delayed-type", "topic"));
        channel.queueBind(queue.name(), exchange, "order.*");
        inbox = queue.consumeWithoutAcks();
    }

    @Test
    void handMessagesOnInTheOrderOfTheirTimes() throws Exception {
        publish("third", 300);
        publish("second", 150);
        publish("first", 0);
        assertThat(inbox.bodies(3)).containsExactly("first", "second", "third");
    }

    @Test
    void holdAMessageAsLongAsItAsks() throws Exception {
        long published = System.nanoTime();
        publish("late", 200);
        inbox.awaitSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - published)).isGreaterThanOrEqualTo(Duration.ofMillis(199));
    }

    @Test
    void turnTheSignOfTheDelay() throws Exception {
        publish("late", 50);
        assertThat(inbox.delivery(0).getProperties().getHeaders()).containsEntry("x-delay", -50);
        assertThat(inbox.delivery(0).getEnvelope().getExchange()).isEqualTo(exchange);
    }

    @Test
    void takeDelaysOfAnyInteger() throws Exception {
        publish("longer than 49 days", 5_000_000_000L);
        publish("short", (short) 20);
        publish("byte", (byte) 10);
        publish("long", 30L);
        assertThat(inbox.bodies(3)).containsExactly("byte", "short", "long");
    }

    @Test
    void confirmWhatTheyHoldAndReturnNothingOfIt() throws Exception {
        List<Return> returned = new CopyOnWriteArrayList<>();
        channel.addReturnListener(returned::add);
        channel.confirmSelect();
        channel.basicPublish(exchange, "nobody", true, delayed(60_000), Messages.bytes("held"));
        assertThat(channel.waitForConfirms()).isTrue();
        assertThat(returned).isEmpty();
        channel.basicPublish(exchange, "nobody", true, delayed(0), Messages.bytes("back"));
        assertThat(channel.waitForConfirms()).isTrue();
        assertThat(returned).hasSize(1);
    }

    @Test
    void routeByTheBindingsOfThatMoment() throws Exception {
        TestQueue later = TestQueue.on(channel);
        publish("late", 100);
        channel.queueBind(later.name(), exchange, "#");
        inbox.awaitSize(1);
        later.awaitReady(1);
    }

    @Test
    void dropWhatTheyHoldWhenTheyAreDeleted() throws Exception {
        publish("lost", 100);
        channel.exchangeDelete(exchange);
        channel.exchangeDeclare(exchange, "x-delayed-message", true, false, Map.of("x-delayed-type", "topic"));
        channel.queueBind(queue.name(), exchange, "order.*");
        publish("found", 300);
        assertThat(inbox.bodies(1)).containsExactly("found");
    }

    @Test
    void letTransactionsDelay() throws Exception {
        channel.txSelect();
        publish("late", 50);
        channel.txCommit();
        inbox.awaitSize(1);
    }

    @Test
    void areBoundToOtherExchangesLikeAny(Names names) throws Exception {
        String source = names.fresh();
        channel.exchangeDeclare(source, "fanout", true);
        channel.exchangeBind(exchange, source, "");
        channel.basicPublish(source, "order.new", delayed(50), Messages.bytes("late"));
        assertThat(inbox.delivery(0).getEnvelope().getExchange()).isEqualTo(source);
    }

    @Test
    void keepTheOrderOfManyThatAreDueTogether() throws Exception {
        for (int i = 0; i < 10_000; i++) publish("" + i, 400);
        List<String> bodies = inbox.bodies(10_000);
        for (int i = 0; i < 10_000; i++) assertThat(bodies.get(i)).isEqualTo("" + i);
    }

    @Test
    void needATypeToRouteLike(Connection connection, Names names) throws Exception {
        for (Map<String, Object> arguments : List.<Map<String, Object>>of(Map.of(), Map.of("x-delayed-type", "nonsense"),
                Map.of("x-delayed-type", "x-delayed-message"))) {
            Channel bad = connection.createChannel();
            Refusal.ofChannel(bad, () -> bad.exchangeDeclare(names.fresh(), "x-delayed-message", true, false, arguments))
                    .is(406, "PRECONDITION_FAILED - Invalid argument, 'x-delayed-type' must be an existing exchange type",
                            EXCHANGE_DECLARE);
        }
    }

    private void publish(String body, Number delay) throws Exception {
        channel.basicPublish(exchange, "order.new", delayed(delay), Messages.bytes(body));
    }

    private static BasicProperties delayed(Number delay) {
        return new BasicProperties.Builder().headers(Map.of("x-delay", delay)).build();
    }
}
