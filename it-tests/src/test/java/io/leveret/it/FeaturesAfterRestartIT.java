package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every feature goes on where it was, whether the broker was killed or stopped in order. */
class FeaturesAfterRestartIT {
    private static final String KILLED = "killed-";
    private static final String STOPPED = "stopped-";
    private static final Map<String, Object> ALL_ARGUMENTS = Map.ofEntries(Map.entry("x-message-ttl", 3_600_000),
            Map.entry("x-expires", 3_600_000), Map.entry("x-max-length", 7), Map.entry("x-max-length-bytes", 700),
            Map.entry("x-overflow", "reject-publish-dlx"), Map.entry("x-dead-letter-exchange", "amq.fanout"),
            Map.entry("x-dead-letter-routing-key", "k"), Map.entry("x-max-priority", 5), Map.entry("x-single-active-consumer", true),
            Map.entry("x-delivery-limit", 3), Map.entry("x-consumer-timeout", 60_000), Map.entry("x-delayed-retry-type", "all"),
            Map.entry("x-delayed-retry-min", 10), Map.entry("x-delayed-retry-max", 20), Map.entry("x-queue-mode", "lazy"));
    private static final long SOON = 1000;
    private static final long EXPIRES = 1000;
    private static final long MUCH_LATER = 3_600_000;

    @TempDir
    Path directory;

    private String prefix;
    private Connection connection;
    private Channel channel;

    @Test
    void everyFeatureGoesOn() throws Exception {
        try (StartedProcess broker = start(KILLED)) {
            use(broker, KILLED);
            fill();
            broker.signal("KILL");
            broker.exitCode();
        }
        try (StartedProcess broker = start(STOPPED)) {
            use(broker, KILLED);
            check(broker);
            connection.close();
            use(broker, STOPPED);
            fill();
            broker.closeInput();
            assertThat(broker.exitCode()).isZero();
        }
        try (StartedProcess broker = start()) {
            use(broker, STOPPED);
            check(broker);
            connection.close();
        }
    }

    private void fill() throws Exception {
        channel.confirmSelect();
        declare("dead", Map.of());
        fillExchanges();
        declare("all", ALL_ARGUMENTS);
        declare("expires", Map.of("x-expires", EXPIRES));
        publish(declare("priorities", Map.of("x-max-priority", 5)), "1", "5", "3");
        publishGroups();
        publish(declare("single", Map.of("x-single-active-consumer", true)), "a", "b");
        publishTimes();
        deliver();
        publishKey(declare("unique", Map.of("x-message-deduplication", true)), "one");
        publish(declare("under", Map.of()), "a", "b", "c");
        publish(declare("operated", Map.of()), "a", "b");
        channel.queueDeclare(prefix + "exclusive", true, true, false, null);
        channel.queueDeclare(prefix + "fleeting", false, false, false, null);
        channel.waitForConfirmsOrDie(10_000);
    }

    private void check(StartedProcess broker) throws Exception {
        checkParameters(broker);
        assertThat(exists("exclusive")).isFalse();
        assertThat(exists("fleeting")).isFalse();
        checkExchanges();
        declare("all", ALL_ARGUMENTS);
        assertThat(List.of(take("priorities"), take("priorities"), take("priorities"))).containsExactly("5", "3", "1");
        checkGroups();
        checkSingleActiveConsumer();
        checkDeliveries();
        publishKey(prefix + "unique", "one");
        publishKey(prefix + "unique", "two");
        assertThat(count("unique")).isEqualTo(2);
        publish(prefix + "under", "d");
        assertThat(List.of(take("under"), take("under"))).containsExactly("c", "d");
        publish(prefix + "operated", "c");
        assertThat(count("operated")).isEqualTo(1);
        checkAccess();
        checkTimes();
        await().pollInterval(Duration.ofMillis(EXPIRES + 200)).until(() -> !exists("expires")); // to ask is to use it
    }

    // ---- exchanges

    private void fillExchanges() throws Exception {
        declare("spare", Map.of());
        channel.exchangeDeclare(prefix + "alternate", "fanout", true);
        channel.queueBind(prefix + "spare", prefix + "alternate", "");
        channel.exchangeDeclare(prefix + "x", "headers", true, false, Map.of("alternate-exchange", prefix + "alternate"));
        channel.exchangeDeclare(prefix + "internal", "topic", true, false, true, null);
        channel.exchangeBind(prefix + "internal", prefix + "x", "", Map.of("x-match", "any", "colour", "red", "size", 1));
        declare("bound", Map.of());
        channel.queueBind(prefix + "bound", prefix + "internal", "a.#", Map.of("why", "no reason"));
        channel.exchangeDeclare(prefix + "unlike", "direct", true, false, Map.of("x-message-deduplication", true));
        channel.exchangeDeclare(prefix + "late", "direct", true);
        declare("later", Map.of());
        channel.queueBind(prefix + "later", prefix + "late", "k");
    }

    private void checkExchanges() throws Exception {
        channel.exchangeDeclare(prefix + "x", "headers", true, false, Map.of("alternate-exchange", prefix + "alternate"));
        assertThatThrownBy(() -> connection.createChannel().exchangeDeclare(prefix + "x", "headers", true, false, null))
                .hasStackTraceContaining("inequivalent arg 'alternate-exchange'");
        publish(prefix + "x", "a.b", "red", Map.of("colour", "red"));
        publish(prefix + "x", "a.b", "blue", Map.of("colour", "blue"));
        assertThat(take("bound")).isEqualTo("red");
        assertThat(take("spare")).isEqualTo("blue");
        assertThatThrownBy(() -> {
            Channel other = connection.createChannel();
            other.basicPublish(prefix + "internal", "a.b", null, new byte[0]);
            other.queueDeclarePassive(prefix + "bound");
        }).hasStackTraceContaining("ACCESS_REFUSED");
    }

    // ---- queues

    private void publishGroups() throws Exception {
        declare("groups", Map.of("x-message-groups", true));
        for (String body : List.of("a1", "a2", "b1")) {
            publish("", prefix + "groups", body, Map.of("x-group-id", body.substring(0, 1)));
        }
    }

    private void checkGroups() throws Exception {
        GetResponse first = get("groups");
        assertThat(body(first)).isEqualTo("a1");
        assertThat(body(get("groups"))).isEqualTo("b1");
        assertThat(get("groups")).isNull();
        channel.basicAck(first.getEnvelope().getDeliveryTag(), false);
        assertThat(body(get("groups"))).isEqualTo("a2");
    }

    private void checkSingleActiveConsumer() throws Exception {
        BlockingQueue<String> first = consume();
        BlockingQueue<String> second = consume();
        assertThat(List.of(first.take(), first.take())).containsExactly("a", "b");
        assertThat(second).isEmpty();
    }

    private BlockingQueue<String> consume() throws IOException {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        channel.basicConsume(prefix + "single", true, (tag, message) -> bodies.add(new String(message.getBody())), tag -> { });
        return bodies;
    }

    // ---- what was delivered

    private void deliver() throws Exception {
        Map<String, Object> limited = Map.of("x-queue-type", "quorum", "x-delivery-limit", 2, "x-dead-letter-exchange", "",
                "x-dead-letter-routing-key", prefix + "dead");
        publish(declare("limited", limited), "a");
        for (int i = 0; i < 2; i++) channel.basicReject(get("limited").getEnvelope().getDeliveryTag(), true);
        publish(declare("held", Map.of()), "a", "b");
        get("held");
        publish(declare("retried", Map.of("x-delayed-retry-type", "all", "x-delayed-retry-min", MUCH_LATER)), "a");
        publish(declare("retried-soon", Map.of("x-delayed-retry-type", "all", "x-delayed-retry-min", SOON)), "a");
        for (String queue : List.of("retried", "retried-soon")) channel.basicReject(get(queue).getEnvelope().getDeliveryTag(), true);
        assertThat(get("retried")).isNull();
    }

    private void checkDeliveries() throws Exception {
        GetResponse returned = get("limited");
        assertThat(returned.getProps().getHeaders()).containsEntry("x-delivery-count", 2L);
        channel.basicReject(returned.getEnvelope().getDeliveryTag(), true);
        await().untilAsserted(() -> assertThat(count("dead")).isPositive());
        assertThat(get("held").getEnvelope().isRedeliver()).isTrue();
        assertThat(get("held").getEnvelope().isRedeliver()).isFalse();
        assertThat(get("retried")).as("it waits still").isNull();
        GetResponse retried = await().until(() -> get("retried-soon"), got -> got != null);
        assertThat(retried.getProps().getHeaders()).as("the wait is over, and counted").containsEntry("x-delivery-count", 1L);
    }

    // ---- what waits for a time

    private void publishTimes() throws Exception {
        declare("aged", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", prefix + "dead"));
        expiring("aged", SOON);
        expiring("aged", MUCH_LATER);
        channel.exchangeDeclare(prefix + "delayed", "x-delayed-message", true, false, Map.of("x-delayed-type", "fanout"));
        declare("due", Map.of());
        channel.queueBind(prefix + "due", prefix + "delayed", "");
        publish(prefix + "delayed", "", "soon", Map.of("x-delay", SOON));
        publish(prefix + "delayed", "", "later", Map.of("x-delay", MUCH_LATER));
        publish(prefix + "late", "k", "by policy", Map.of("x-delay", SOON));
    }

    private void expiring(String queue, long after) throws IOException {
        channel.basicPublish("", prefix + queue, persistent(Map.of()).builder().expiration(String.valueOf(after)).build(),
                String.valueOf(after).getBytes());
    }

    private void checkTimes() throws Exception {
        await().untilAsserted(() -> assertThat(count("dead")).isEqualTo(2));
        assertThat(count("aged")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(count("due")).isEqualTo(1));
        assertThat(take("due")).isEqualTo("soon");
        await().untilAsserted(() -> assertThat(count("later")).isEqualTo(1));
        assertThat(take("later")).isEqualTo("by policy");
    }

    // ---- who may do what

    private void checkAccess() throws Exception {
        ConnectionFactory factory = factory(connection.getAddress().getHostAddress(), connection.getPort());
        factory.setUsername(prefix + "user");
        factory.setPassword("secret");
        factory.setVirtualHost(prefix + "host");
        try (Connection only = factory.newConnection()) {
            only.createChannel().queueDeclare("mine", true, false, false, null);
            assertThatThrownBy(() -> only.createChannel().queueDeclare("mine-too", true, false, false, null))
                    .hasStackTraceContaining("queue limit in vhost");
            assertRefused(only, other -> other.queueDeclare("yours", true, false, false, null));
            assertRefused(only, other -> {
                other.basicPublish("amq.topic", "bad", null, new byte[0]);
                other.queueDeclarePassive("mine");
            });
            assertThatThrownBy(factory::newConnection).hasStackTraceContaining("limit");
        }
    }

    private interface Use {
        void of(Channel channel) throws IOException;
    }

    private static void assertRefused(Connection connection, Use use) {
        assertThatThrownBy(() -> use.of(connection.createChannel())).hasStackTraceContaining("ACCESS_REFUSED");
    }

    private void checkParameters(StartedProcess broker) {
        assertThat(broker.firstLine()).contains(prefix + "global=[1, true]", prefix + "shovel={uris=[amqp://]}");
    }

    // ---- clients

    /** @param names prefix of what is to be set, or none */
    private StartedProcess start(String... names) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(directory.resolve("data").toString()));
        arguments.addAll(List.of(names));
        return StartedProcess.java(directory, AdministeredBroker.class, arguments.toArray(String[]::new));
    }

    private void use(StartedProcess broker, String names) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.firstLine().split(" ")[0]);
        factory.setAutomaticRecoveryEnabled(false);
        prefix = names;
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    private static ConnectionFactory factory(String host, int port) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    private String declare(String queue, Map<String, Object> arguments) throws IOException {
        return channel.queueDeclare(prefix + queue, true, false, false, arguments).getQueue();
    }

    private boolean exists(String queue) {
        try {
            Channel asking = connection.createChannel();
            asking.queueDeclarePassive(prefix + queue);
            asking.abort();
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    private long count(String queue) throws IOException {
        return channel.messageCount(prefix + queue);
    }

    private void publish(String queue, String... bodies) throws IOException {
        for (String body : bodies) publish("", queue, body, Map.of());
    }

    private void publishKey(String queue, String key) throws IOException {
        publish("", queue, key, Map.of("x-deduplication-header", key));
    }

    private void publish(String exchange, String key, String body, Map<String, Object> headers) throws IOException {
        AMQP.BasicProperties properties = persistent(headers);
        if (body.matches("\\d")) properties = properties.builder().priority(Integer.valueOf(body)).build();
        channel.basicPublish(exchange, key, properties, body.getBytes());
    }

    private static AMQP.BasicProperties persistent(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().deliveryMode(2).headers(headers).build();
    }

    private GetResponse get(String queue) throws IOException {
        return channel.basicGet(prefix + queue, false);
    }

    private String take(String queue) throws IOException {
        return body(channel.basicGet(prefix + queue, true));
    }

    private static String body(GetResponse got) {
        return got == null ? null : new String(got.getBody());
    }
}
