package io.leveret.it.console;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Administration;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A broker with something of everything in it, and a client that is connected to it. */
final class Shop implements AutoCloseable {

    static final int ORDERS = 40;
    static final int DEAD = 5;

    private final Leveret broker;
    private final Connection connection;
    private final Channel channel;

    private Shop(Leveret broker) throws Exception {
        this.broker = broker;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setAutomaticRecoveryEnabled(false);
        this.connection = factory.newConnection("shop-checkout");
        this.channel = connection.createChannel();
        channel.confirmSelect();
    }

    static Shop open(Leveret broker) throws Exception {
        Shop shop = new Shop(broker);
        shop.declare();
        shop.publish();
        shop.consume();
        shop.administer();
        return shop;
    }

    Channel channel() {
        return channel;
    }

    String connectionName() {
        return Api.of(broker).get("/connections").json().get(0).get("name").textValue();
    }

    private void declare() throws Exception {
        channel.exchangeDeclare("orders", "topic", true);
        channel.exchangeDeclare("orders.dead", "fanout", true);
        channel.exchangeDeclare("orders.later", "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
        channel.queueDeclare("orders.created", true, false, false, Map.of("x-dead-letter-exchange", "orders.dead", "x-max-length", 100_000));
        channel.queueDeclare("orders.failed", true, false, false, Map.of());
        channel.queueDeclare("orders.mail", true, false, false, Map.of("x-max-priority", 5));
        channel.queueBind("orders.created", "orders", "order.*.created");
        channel.queueBind("orders.mail", "orders", "order.#");
        channel.queueBind("orders.failed", "orders.dead", "");
        for (int tenant = 1; tenant <= 4; tenant++) {
            channel.queueDeclare("tenant-" + tenant + ".jobs", true, false, false, Map.of());
            channel.queueBind("tenant-" + tenant + ".jobs", "orders", "tenant." + tenant);
        }
    }

    private void publish() throws Exception {
        for (int i = 0; i < ORDERS; i++) {
            BasicProperties properties = new BasicProperties.Builder().contentType("application/json").deliveryMode(2)
                    .headers(Map.of("tenant", i % 2 == 0 ? "blue" : "green", "attempt", i)).messageId("m-" + i).build();
            channel.basicPublish("orders", "order.%d.created".formatted(i % 3), properties,
                    "{\"order\": %d, \"total\": %d.50}".formatted(i, i * 3).getBytes(StandardCharsets.UTF_8));
        }
        channel.basicPublish("orders.later", "soon", new BasicProperties.Builder().headers(Map.of("x-delay", 3_600_000)).build(), new byte[] {0, 1, 2});
        channel.waitForConfirmsOrDie();
        for (int i = 0; i < DEAD; i++) channel.basicReject(channel.basicGet("orders.created", false).getEnvelope().getDeliveryTag(), false);
    }

    /** Takes some, and keeps them. */
    private void consume() throws Exception {
        channel.basicQos(3);
        channel.basicConsume("orders.mail", false, "mailer", false, false, Map.of(), (tag, delivery) -> { }, tag -> { });
    }

    private void administer() {
        Administration administration = broker.administration();
        administration.addVirtualHost("stock").putUser("alice", "secret", "monitoring").permit("alice", "/", "", "^orders", ".*")
                .permitTopics("alice", "/", "orders", "^order\\.", "").limitUser("alice", 5, 10).limitVirtualHost("stock", 100, 50)
                .setPolicy("/", "short", "^orders\\.mail", "queues", 1, Map.of("max-length", 50_000))
                .setOperatorPolicy("/", "sane", "^tenant", "queues", 0, Map.of("message-ttl", 86_400_000));
        Api.of(broker).post("/queues/%2F/orders.failed/jobs", "{\"action\":\"copy\",\"filter\":{},\"target\":{\"queue\":\"tenant-1.jobs\"},\"limit\":2}");
    }

    /** Addresses of one object of each kind, whose tabs are linked from there. */
    List<String> objects() {
        String name = Api.encoded(connectionName());
        String channelName = Api.encoded(connectionName() + " (" + channel.getChannelNumber() + ")");
        return List.of("queue/%2F/orders.mail", "queue/%2F/orders.failed?tab=messages", "exchange/%2F/orders.later", "exchange/%2F/orders",
                "exchange/%2F/amq.default", "connection/" + name, "channel/" + channelName, "explain?in=%2F&ex=orders&key=order.1.created");
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
