package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import io.leveret.broker.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there again after a restart, and what is not. */
class RestartIT {
    @TempDir
    Path directory;

    private Leveret broker;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        broker = Leveret.builder().dataDir(directory).amqpPort(0).start();
        connection = factory().newConnection();
        channel = connection.createChannel();
    }

    @AfterEach
    void stop() {
        connection.abort();
        broker.close();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    @Test
    void durableQueuesComeBackAsTheyWereDeclared() throws Exception {
        Map<String, Object> arguments = Map.of("x-max-length", 7, "x-message-ttl", 60_000, "x-max-priority", 5,
                "x-dead-letter-exchange", "amq.fanout", "x-overflow", "reject-publish", "x-comment", "as it was");
        channel.queueDeclare("plain", true, false, false, null);
        channel.queueDeclare("special", true, false, false, arguments);
        channel.queueDeclare("quorum", true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 3));
        channel.queueDeclare("fleeting", false, false, false, null);
        channel.queueDeclare("private", true, true, false, null);
        restart();
        assertThat(channel.queueDeclarePassive("plain").getMessageCount()).isZero();
        channel.queueDeclare("special", true, false, false, arguments);
        channel.queueDeclare("quorum", true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 3));
        assertMissingQueue("fleeting");
        assertMissingQueue("private");
        assertThatThrownBy(() -> openChannel().queueDeclare("special", true, false, false, Map.of("x-max-length", 8)))
                .hasStackTraceContaining("PRECONDITION_FAILED - inequivalent arg");
    }

    @Test
    void aQueueThatHasComeBackWorks() throws Exception {
        channel.queueDeclare("q", true, false, false, Map.of("x-max-length", 2));
        restart();
        channel.confirmSelect();
        for (int i = 0; i < 3; i++) channel.basicPublish("", "q", null, new byte[] {(byte) i});
        channel.waitForConfirmsOrDie(10_000);
        assertThat(channel.basicGet("q", true).getBody()).containsExactly(1);
        assertThat(channel.queueDelete("q").getMessageCount()).isEqualTo(1);
        restart();
        assertMissingQueue("q");
    }

    @Test
    void exchangesOfEveryTypeComeBackWithTheirBindings() throws Exception {
        channel.queueDeclare("q", true, false, false, null);
        for (String type : Set.of("direct", "fanout", "topic", "x-random", "x-modulus-hash", "x-recent-history")) {
            channel.exchangeDeclare(type + "-x", type, true, false, null);
            channel.queueBind("q", type + "-x", "a.key");
        }
        channel.exchangeDeclare("hash-x", "x-consistent-hash", true, false, null);
        channel.queueBind("q", "hash-x", "1");
        channel.exchangeDeclare("headers-x", "headers", true, false, null);
        channel.queueBind("q", "headers-x", "", Map.of("x-match", "all", "colour", "red", "size", 3));
        channel.exchangeDeclare("delayed-x", "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
        channel.queueBind("q", "delayed-x", "a.key");
        channel.exchangeDeclare("unlike-x", "x-message-deduplication", true, false, Map.of("x-cache-size", 10));
        channel.queueBind("q", "unlike-x", "a.key");
        restart();
        for (String exchange : Set.of("direct-x", "fanout-x", "topic-x", "x-random-x", "x-modulus-hash-x", "x-recent-history-x",
                "hash-x", "headers-x", "delayed-x", "unlike-x")) {
            channel.exchangeDeclarePassive(exchange);
            Map<String, Object> headers = Map.of("colour", "red", "size", 3, "x-delay", exchange.startsWith("delayed") ? 20 : 0);
            channel.basicPublish(exchange, "a.key", new AMQP.BasicProperties.Builder().headers(headers).build(), exchange.getBytes());
            await().untilAsserted(() -> assertThat(channel.messageCount("q")).as(exchange).isEqualTo(1));
            assertThat(new String(channel.basicGet("q", true).getBody())).isEqualTo(exchange);
        }
        channel.exchangeDeclare("delayed-x", "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
        assertThatThrownBy(() -> openChannel().exchangeDeclare("direct-x", "direct", true, true, null))
                .hasStackTraceContaining("inequivalent arg 'auto_delete'");
    }

    @Test
    void bindingsBetweenExchangesComeBackAndGoWithEitherEnd() throws Exception {
        channel.exchangeDeclare("from", BuiltinExchangeType.TOPIC, true, false, true, null);
        channel.exchangeDeclare("to", BuiltinExchangeType.FANOUT, true);
        channel.exchangeDeclare("fleeting", BuiltinExchangeType.FANOUT, false);
        channel.queueDeclare("q", true, false, false, null);
        channel.exchangeBind("from", "amq.direct", "k");
        channel.exchangeBind("to", "from", "#", Map.of("why", "to try it"));
        channel.exchangeBind("fleeting", "from", "#");
        channel.queueBind("q", "to", "");
        restart();
        channel.basicPublish("amq.direct", "k", null, "through".getBytes());
        assertThat(channel.messageCount("q")).isEqualTo(1);
        assertThatThrownBy(() -> openChannel().exchangeDeclarePassive("fleeting")).hasStackTraceContaining("NOT_FOUND");
        channel.exchangeUnbind("to", "from", "#", Map.of("why", "to try it"));
        restart();
        channel.basicPublish("amq.direct", "k", null, "nowhere".getBytes());
        assertThat(channel.messageCount("q")).isZero();
        channel.exchangeBind("to", "from", "#");
        channel.exchangeDelete("from");
        restart();
        channel.exchangeDeclare("from", BuiltinExchangeType.TOPIC, true, false, true, null);
        channel.exchangeBind("from", "amq.direct", "k");
        channel.basicPublish("amq.direct", "k", null, "nowhere".getBytes());
        assertThat(channel.messageCount("q")).isZero();
    }

    @Test
    void whatIsDeletedByItselfComesBackAsLongAsItWasNot() throws Exception {
        channel.queueDeclare("temporary", true, false, true, null);
        channel.exchangeDeclare("passing", "fanout", true, true, null);
        channel.queueBind("temporary", "passing", "");
        restart();
        channel.queueDeclare("temporary", true, false, true, null);
        channel.basicCancel(channel.basicConsume("temporary", (tag, message) -> { }, tag -> { }));
        await().untilAsserted(() -> assertMissingQueue("temporary"));
        restart();
        assertMissingQueue("temporary");
        assertThatThrownBy(() -> openChannel().exchangeDeclarePassive("passing")).hasStackTraceContaining("NOT_FOUND");
    }

    @Test
    void aDamagedCatalogIsRefusedOrSalvaged() throws Exception {
        for (int i = 0; i < 30; i++) channel.queueDeclare("q" + i, true, false, false, null);
        stop();
        Path log = directory.resolve("catalog").resolve("catalog-00000001.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[1_000] ^= 1;
        Files.write(log, bytes);
        assertThatThrownBy(() -> Leveret.builder().dataDir(directory).amqpPort(0).start()).isInstanceOf(StartupException.class)
                .hasMessageMatching("the catalog is damaged in file catalog-00000001.log at offset \\d+: .*salvage.*");
        Leveret.builder().dataDir(directory).amqpPort(0).set("recovery.on-corruption", "salvage").start().close();
        start();
        channel.queueDeclarePassive("q0");
        channel.queueDeclarePassive("q29");
    }

    @Test
    void deletedQueuesTakeTheirBindingsAlong() throws Exception {
        channel.queueDeclare("q", true, false, false, null);
        channel.queueBind("q", "amq.fanout", "");
        restart();
        channel.queueDelete("q");
        channel.queueDeclare("q", true, false, false, null);
        restart();
        channel.basicPublish("amq.fanout", "", null, "nowhere".getBytes());
        assertThat(channel.messageCount("q")).isZero();
    }

    @Test
    void usersAndWhatTheyMayDoComeBack() throws Exception {
        broker.administration().addVirtualHost("shop").putUser("alice", "secret", "monitoring")
                .permit("alice", "shop", "^a", "", "").limitUser("alice", 1, -1).addVirtualHost("gone").deleteVirtualHost("gone")
                .putUser("bob", "x").deleteUser("bob").putUser("guest", "changed");
        connection.abort();
        broker.close();
        broker = Leveret.builder().dataDir(directory).amqpPort(0).start();
        ConnectionFactory guest = factory();
        assertThatThrownBy(guest::newConnection).isInstanceOf(AuthenticationFailureException.class);
        guest.setPassword("changed");
        connection = guest.newConnection();
        ConnectionFactory alice = factory("alice", "secret", "shop");
        try (Connection only = alice.newConnection()) {
            only.createChannel().queueDeclare("a-queue", true, false, false, null);
            assertThatThrownBy(() -> only.createChannel().queueDeclare("other", true, false, false, null))
                    .hasStackTraceContaining("ACCESS_REFUSED");
            assertThatThrownBy(alice::newConnection).hasStackTraceContaining("limit");
        }
        assertThatThrownBy(() -> factory("bob", "x", "/").newConnection()).isInstanceOf(AuthenticationFailureException.class);
        assertThatThrownBy(() -> factory("guest", "changed", "gone").newConnection()).hasStackTraceContaining("gone");
    }

    @Test
    void aDefaultUserWhoWasDeletedStaysAway() throws Exception {
        broker.administration().putUser("alice", "secret").permit("alice", "/", ".*", ".*", ".*").deleteUser("guest");
        connection.abort();
        broker.close();
        broker = Leveret.builder().dataDir(directory).amqpPort(0).virtualHost("shop").start();
        assertThatThrownBy(() -> factory().newConnection()).isInstanceOf(AuthenticationFailureException.class);
        connection = factory("alice", "secret", "/").newConnection();
    }

    @Test
    void virtualHostsComeBackWithWhatHoldsForThem() throws Exception {
        broker.administration().addVirtualHost("shop").permit("guest", "shop", ".*", ".*", ".*")
                .limitVirtualHost("shop", -1, 1).setPolicy("shop", "short", "^s", "queues", 0, Map.of("max-length", 1))
                .setOperatorPolicy("shop", "shorter", "^o", "queues", 0, Map.of("max-length", 2))
                .setPolicy("shop", "cleared", ".*", "queues", 9, Map.of("max-length", 5)).clearPolicy("shop", "cleared");
        try (Connection shop = factory("guest", "guest", "shop").newConnection()) {
            shop.createChannel().queueDeclare("short", true, false, false, null);
        }
        restart();
        try (Connection shop = factory("guest", "guest", "shop").newConnection()) {
            Channel inShop = shop.createChannel();
            for (int i = 0; i < 3; i++) inShop.basicPublish("", "short", null, new byte[0]);
            assertThat(inShop.messageCount("short")).isEqualTo(1);
            assertThatThrownBy(() -> shop.createChannel().queueDeclare("other", true, false, false, null))
                    .hasStackTraceContaining("queue limit in vhost 'shop' (1) is reached");
            inShop.queueDelete("short");
            Channel again = shop.createChannel();
            again.queueDeclare("other", true, false, false, null);
            for (int i = 0; i < 3; i++) again.basicPublish("", "other", null, new byte[0]);
            assertThat(again.messageCount("other")).isEqualTo(2);
        }
    }

    @Test
    void whatTracingAndEventsAreBoundToComesBack() throws Exception {
        broker.administration().setTracing("/", true);
        channel.queueDeclare("traced", true, false, false, null);
        channel.queueBind("traced", "amq.rabbitmq.trace", "publish.#");
        channel.queueDeclare("events", true, false, false, null);
        channel.queueBind("events", "amq.rabbitmq.event", "exchange.*");
        restart();
        assertThat(channel.messageCount("events")).isZero();
        channel.basicPublish("amq.direct", "k", null, new byte[0]);
        channel.exchangeDeclare("new", "direct");
        await().untilAsserted(() -> assertThat(channel.messageCount("traced")).isPositive());
        await().untilAsserted(() -> assertThat(channel.messageCount("events")).isEqualTo(1));
    }

    private void assertMissingQueue(String queue) {
        assertThatThrownBy(() -> openChannel().queueDeclarePassive(queue)).isInstanceOf(IOException.class)
                .hasStackTraceContaining("NOT_FOUND - no queue '" + queue + "'");
    }

    private Channel openChannel() throws IOException {
        return connection.createChannel();
    }

    private ConnectionFactory factory() throws Exception {
        return factory("guest", "guest", "/");
    }

    private ConnectionFactory factory(String user, String password, String virtualHost) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setVirtualHost(virtualHost);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }
}
