package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges that route a message with a key they have seen before no further. */
@ExtendWith(BrokerExtension.class)
@DiffersFromRabbitMq("it needs a community plugin, which returns duplicates as unroutable")
class ExchangeDeduplicationIT {
    private final Channel channel;
    private final String exchange;
    private final TestQueue queue;
    private final List<Return> returned = new CopyOnWriteArrayList<>();

    ExchangeDeduplicationIT(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.exchange = names.fresh();
        this.queue = TestQueue.on(channel);
        channel.addReturnListener(returned::add);
        channel.confirmSelect();
    }

    @Test
    void dropDuplicatesAndConfirmThem() throws Exception {
        declare("x-message-deduplication", Map.of("x-cache-size", 2));
        publish("a", "1");
        publish("a", "again");
        publish("b", "2");
        assertThat(queue.drain()).containsExactly("1", "2");
        assertThat(returned).isEmpty();
    }

    @Test
    void forgetTheOldestKeysFirst() throws Exception {
        declare("x-message-deduplication", Map.of("x-cache-size", 2));
        publish("a", "1");
        publish("b", "2");
        publish("c", "3");
        publish("a", "4");
        publish("c", "5");
        assertThat(queue.drain()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void mayBeOfAnyType() throws Exception {
        declare("topic", Map.of("x-message-deduplication", true, "x-deduplication-header", "order"));
        BasicProperties ofOrder = new BasicProperties.Builder().headers(Map.of("order", 7)).build();
        channel.basicPublish(exchange, "key", true, ofOrder, Messages.bytes("1"));
        channel.basicPublish(exchange, "key", true, ofOrder, Messages.bytes("again"));
        channel.basicPublish(exchange, "other", true, null, Messages.bytes("unroutable"));
        channel.waitForConfirmsOrDie();
        assertThat(queue.drain()).containsExactly("1");
        assertThat(returned).hasSize(1);
    }

    @Test
    void takeAMessageAgainThatWasReturned() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true, false, Map.of("x-message-deduplication", true));
        publish("a", "1");
        assertThat(returned).hasSize(1);
        channel.queueBind(queue.name(), exchange, "key");
        publish("a", "1");
        publish("a", "again");
        assertThat(queue.drain()).containsExactly("1");
        assertThat(returned).hasSize(1);
    }

    @Test
    void takeAMessageAgainThatAFullQueueRefused() throws Exception {
        TestQueue small = TestQueue.with(channel, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.exchangeDeclare(exchange, "fanout", true, false, Map.of("x-message-deduplication", true));
        channel.queueBind(small.name(), exchange, "");
        channel.basicPublish(exchange, "key", true, keyed("a"), Messages.bytes("1"));
        channel.basicPublish(exchange, "key", true, keyed("b"), Messages.bytes("2"));
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isFalse();
        assertThat(small.drain()).containsExactly("1");
        publish("b", "2");
        publish("b", "again");
        assertThat(small.drain()).containsExactly("2");
    }

    @Test
    void takeAMessageAgainThatWasRolledBack(Connection connection) throws Exception {
        declare("fanout", Map.of("x-message-deduplication", true));
        Channel transaction = connection.createChannel();
        transaction.txSelect();
        transaction.basicPublish(exchange, "key", keyed("a"), Messages.bytes("1"));
        transaction.txRollback();
        transaction.basicPublish(exchange, "key", keyed("a"), Messages.bytes("2"));
        transaction.basicPublish(exchange, "key", keyed("a"), Messages.bytes("again"));
        transaction.txCommit();
        publish("a", "later");
        transaction.basicPublish(exchange, "key", keyed("b"), Messages.bytes("3"));
        transaction.close();
        publish("b", "4");
        assertThat(queue.drain()).containsExactly("2", "4");
    }

    @Test
    void goByTheCommitOfATransaction(Connection connection) throws Exception {
        declare("fanout", Map.of("x-message-deduplication", true));
        Channel transaction = connection.createChannel();
        transaction.txSelect();
        transaction.basicPublish(exchange, "key", keyed("a"), Messages.bytes("too late"));
        transaction.basicPublish(exchange, "key", keyed("b"), Messages.bytes("2"));
        publish("a", "1");
        transaction.txCommit();
        publish("a", "again");
        publish("b", "again");
        assertThat(queue.drain()).containsExactly("1", "2");
    }

    @Test
    void letDeadLettersThrough() throws Exception {
        declare("fanout", Map.of("x-message-deduplication", true));
        TestQueue dying = TestQueue.with(channel, Map.of("x-dead-letter-exchange", exchange, "x-message-ttl", 0));
        channel.queueBind(dying.name(), exchange, "");
        publish("a", "1");
        queue.awaitReady(2);
        assertThat(queue.drain()).containsExactly("1", "1");
    }

    @Test
    void needASize(Connection connection, Names names) throws Exception {
        Channel bad = connection.createChannel();
        Refusal.ofChannel(bad, () -> bad.exchangeDeclare(names.fresh(), "x-message-deduplication", true))
                .is(406, "PRECONDITION_FAILED - Missing or invalid argument, 'x-cache-size' must be an integer greater than 0",
                        EXCHANGE_DECLARE);
    }

    private void declare(String type, Map<String, Object> arguments) throws Exception {
        channel.exchangeDeclare(exchange, type, true, false, new HashMap<>(arguments));
        channel.queueBind(queue.name(), exchange, "key");
    }

    private void publish(String key, String body) throws Exception {
        channel.basicPublish(exchange, "key", true, keyed(key), Messages.bytes(body));
        channel.waitForConfirmsOrDie();
    }

    private static BasicProperties keyed(String key) {
        return new BasicProperties.Builder().headers(Map.of("x-deduplication-header", key)).build();
    }
}
