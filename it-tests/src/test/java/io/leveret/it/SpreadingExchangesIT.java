package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_BIND;
import static io.leveret.it.MethodId.QUEUE_BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges that give each message to one queue whatever the binding keys: x-modulus-hash, x-random, x-local-random. */
@ExtendWith(BrokerExtension.class)
class SpreadingExchangesIT {
    private final Channel channel;
    private final String exchange;
    private final TestQueue one;
    private final TestQueue other;

    SpreadingExchangesIT(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.exchange = names.fresh();
        this.one = TestQueue.on(channel);
        this.other = TestQueue.on(channel);
        channel.confirmSelect();
    }

    @Test
    void spreadKeysByTheirHash() throws Exception {
        declare("x-modulus-hash");
        for (int i = 0; i < 200; i++) publish("key-" + i);
        awaitInAll(200);
        assertThat(one.ready()).isBetween(40L, 160L);
    }

    @Test
    void sendEqualKeysTheSameWay() throws Exception {
        declare("x-modulus-hash");
        for (int i = 0; i < 50; i++) publish("same");
        awaitInAll(50);
        assertThat(one.ready()).isIn(0L, 50L);
    }

    @Test
    void spreadAtRandom() throws Exception {
        declare("x-random");
        for (int i = 0; i < 200; i++) publish("same");
        awaitInAll(200);
        assertThat(one.ready()).isBetween(40L, 160L);
    }

    @Test
    void spreadAtRandomOnOneNode() throws Exception {
        declare("x-local-random");
        for (int i = 0; i < 200; i++) publish("same");
        awaitInAll(200);
        assertThat(one.ready()).isBetween(40L, 160L);
    }

    @Test
    void takeNoKeysWhereTheyWouldSuggestAChoice(Connection connection) throws Exception {
        declare("x-local-random");
        Channel bad = connection.createChannel();
        Refusal.ofChannel(bad, () -> bad.queueBind(one.name(), exchange, "key"))
                .is(406, "PRECONDITION_FAILED - Non empty binding 'key' key not permitted", QUEUE_BIND);
    }

    @Test
    void takeNoExchangesWhereQueuesMustBeLocal(Connection connection) throws Exception {
        declare("x-local-random");
        Channel bad = connection.createChannel();
        Refusal.ofChannel(bad, () -> bad.exchangeBind("amq.fanout", exchange, ""))
                .is(406, "PRECONDITION_FAILED - Destination not found", EXCHANGE_BIND);
    }

    private void declare(String type) throws Exception {
        channel.exchangeDeclare(exchange, type, true);
        channel.queueBind(one.name(), exchange, "");
        channel.queueBind(other.name(), exchange, "");
    }

    private void publish(String key) throws Exception {
        channel.basicPublish(exchange, key, null, new byte[0]);
    }

    private void awaitInAll(int count) throws Exception {
        channel.waitForConfirmsOrDie();
        await().until(() -> one.ready() + other.ready() == count);
    }
}
