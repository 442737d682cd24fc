package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static io.leveret.it.MethodId.QUEUE_BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges of the type x-consistent-hash: each message goes to one queue, equal keys to the same. */
@ExtendWith(BrokerExtension.class)
class ConsistentHashExchangeIT {
    private static final int MESSAGES = 2000;

    private final Channel channel;
    private final String exchange;
    private final TestQueue one;
    private final TestQueue three;

    ConsistentHashExchangeIT(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.exchange = names.fresh();
        this.one = TestQueue.on(channel);
        this.three = TestQueue.on(channel);
        channel.confirmSelect();
    }

    @Test
    void shareMessagesByWeight() throws Exception {
        declare(Map.of());
        for (int i = 0; i < MESSAGES; i++) publish("user-" + i, null);
        channel.waitForConfirmsOrDie();
        await().until(() -> one.ready() + three.ready() == MESSAGES);
        assertThat((double) three.ready() / MESSAGES).isCloseTo(0.75, within(0.06));
    }

    @Test
    void sendEqualKeysTheSameWay() throws Exception {
        declare(Map.of());
        for (int i = 0; i < 100; i++) publish("user-7", null);
        assertAllInOneQueue(100);
    }

    @Test
    void hashAHeader() throws Exception {
        declare(Map.of("hash-header", "user"));
        BasicProperties ofUser = new BasicProperties.Builder().headers(Map.of("user", "alice")).build();
        for (int i = 0; i < 100; i++) publish("key-" + i, ofUser);
        assertAllInOneQueue(100);
    }

    @Test
    void hashAProperty() throws Exception {
        declare(Map.of("hash-property", "correlation_id"));
        BasicProperties ofUser = new BasicProperties.Builder().correlationId("alice").build();
        for (int i = 0; i < 100; i++) publish("key-" + i, ofUser);
        assertAllInOneQueue(100);
    }

    @Test
    void sendAllThatLackTheHeaderTheSameWay() throws Exception {
        declare(Map.of("hash-header", "user"));
        for (int i = 0; i < 100; i++) publish("key-" + i, null);
        assertAllInOneQueue(100);
    }

    @Test
    void refuseWeightsThatAreNone(Connection connection) throws Exception {
        declare(Map.of());
        refuse(connection, "heavy", "The binding key must be an integer: <<\"heavy\">>");
        refuse(connection, "", "The binding key must be an integer: <<>>");
        refuse(connection, "0", "The binding key must be greater than 0");
        refuse(connection, "10001", "The binding key must not exceed 10000");
    }

    @Test
    void refuseTwoThingsToHash(Connection connection, Names names) throws Exception {
        Channel bad = connection.createChannel();
        Refusal.ofChannel(bad, () -> bad.exchangeDeclare(names.fresh(), "x-consistent-hash", true, false,
                        Map.of("hash-header", "a", "hash-property", "message_id")))
                .is(406, "PRECONDITION_FAILED - hash-header and hash-property are mutually exclusive", EXCHANGE_DECLARE);
        Channel worse = connection.createChannel();
        Refusal.ofChannel(worse, () -> worse.exchangeDeclare(names.fresh(), "x-consistent-hash", true, false,
                        Map.of("hash-property", "priority")))
                .is(406, "PRECONDITION_FAILED - Unsupported property: priority", EXCHANGE_DECLARE);
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.exchangeDeclare(exchange, "x-consistent-hash", true, false, arguments);
        channel.queueBind(one.name(), exchange, "1");
        channel.queueBind(three.name(), exchange, "3");
    }

    private void publish(String key, BasicProperties properties) throws Exception {
        channel.basicPublish(exchange, key, properties, new byte[0]);
    }

    private void assertAllInOneQueue(int count) throws Exception {
        channel.waitForConfirmsOrDie();
        await().until(() -> one.ready() + three.ready() == count);
        assertThat(one.ready() == count || three.ready() == count).isTrue();
    }

    private void refuse(Connection connection, String weight, String text) throws Exception {
        Channel bad = connection.createChannel();
        Refusal.ofChannel(bad, () -> bad.queueBind(one.name(), exchange, weight))
                .is(406, "PRECONDITION_FAILED - " + text, QUEUE_BIND);
    }
}
