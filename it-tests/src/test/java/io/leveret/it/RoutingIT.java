package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What reaches a queue through direct and fanout exchanges. */
@ExtendWith(BrokerExtension.class)
class RoutingIT {
    private final Channel channel;
    private final String exchange;
    private String queue;

    RoutingIT(Channel channel, Names names) {
        this.channel = channel;
        this.exchange = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        queue = channel.queueDeclare().getQueue();
    }

    @Test
    void directMatchesWholeKeys() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        channel.queueBind(queue, exchange, "a.b");
        publish("a.b", "a", "a.b.c", "A.B", "#", "*", "");
        assertThat(count(queue)).isEqualTo(1);
    }

    @Test
    void directMatchesTheEmptyKey() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        String other = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, "");
        channel.queueBind(other, exchange, "a");
        publish("");
        assertThat(count(queue)).isEqualTo(1);
        assertThat(count(other)).isZero();
    }

    @Test
    void directMatchesKeysOf255BytesInAnyScript() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        channel.queueBind(queue, exchange, "兎".repeat(85));
        publish("兎".repeat(85), "兎".repeat(84));
        assertThat(count(queue)).isEqualTo(1);
    }

    @Test
    void directReachesEveryQueueOfAKey() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        String other = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(other, exchange, "a");
        publish("a");
        assertThat(count(queue)).isEqualTo(1);
        assertThat(count(other)).isEqualTo(1);
    }

    @Test
    void fanoutIgnoresKeys() throws Exception {
        channel.exchangeDeclare(exchange, "fanout", true);
        String other = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, "");
        channel.queueBind(other, exchange, "key");
        publish("", "key", "another");
        assertThat(count(queue)).isEqualTo(3);
        assertThat(count(other)).isEqualTo(3);
    }

    @Test
    void fanoutReachesAQueueOnceHoweverOftenItIsBound() throws Exception {
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(queue, exchange, "b");
        publish("a");
        assertThat(count(queue)).isEqualTo(1);
    }

    @Test
    void fanoutStillReachesAQueueThatLostOneOfItsBindings() throws Exception {
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(queue, exchange, "b");
        channel.queueUnbind(queue, exchange, "a");
        publish("a");
        assertThat(count(queue)).isEqualTo(1);
    }

    @Test
    void messagesKeepTheExchangeAndKeyOfTheirPublishing() throws Exception {
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.queueBind(queue, exchange, "bound");
        publish("published");
        var envelope = channel.basicGet(queue, true).getEnvelope();
        assertThat(envelope.getExchange()).isEqualTo(exchange);
        assertThat(envelope.getRoutingKey()).isEqualTo("published");
    }

    private void publish(String... keys) throws Exception {
        for (String key : keys) channel.basicPublish(exchange, key, null, key.getBytes());
    }

    private int count(String of) throws Exception {
        return Drained.count(channel, of);
    }
}
