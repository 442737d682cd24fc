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
        BasicProperties properties = new BasicProperties.Builder().headers(Map.of("x-deduplication-header", key)).build();
        channel.basicPublish(exchange, "key", true, properties, Messages.bytes(body));
        channel.waitForConfirmsOrDie();
    }
}
