package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.ConfigurationException;
import io.leveret.broker.Leveret;
import io.leveret.broker.StartupException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingIT {
    @TempDir
    Path directory;

    @Test
    void brokersRunSideBySideAndKnowNothingOfEachOther() throws Exception {
        try (Leveret one = inMemory().start(); Leveret other = inMemory().start();
             Connection toOne = connect(one); Connection toOther = connect(other)) {
            assertThat(one.amqpPort()).isNotEqualTo(other.amqpPort());
            toOne.createChannel().queueDeclare("q", false, false, false, null);
            Channel channel = toOther.createChannel();
            assertThatThrownBy(() -> channel.queueDeclarePassive("q")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClosedBrokerLetsGoOfEverything() throws Exception {
        Leveret first = Leveret.builder().dataDir(directory).amqpPort(0).start();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(first.amqpUri());
        first.close();
        first.close();
        assertThatThrownBy(factory::newConnection).isInstanceOf(ConnectException.class);
        Leveret.builder().dataDir(directory).amqpPort(first.amqpPort()).start().close();
    }

    @Test
    void aPortOrADirectoryIsNotSharedAndAFailedStartLeavesNothingBehind() {
        Path other = directory.resolve("other");
        try (Leveret first = Leveret.builder().dataDir(directory).amqpPort(0).start()) {
            assertThatThrownBy(() -> Leveret.builder().dataDir(directory).amqpPort(0).start())
                    .isInstanceOf(StartupException.class).hasMessageContaining("is in use by another broker in this process");
            assertThatThrownBy(() -> Leveret.builder().dataDir(other).amqpPort(first.amqpPort()).start())
                    .isInstanceOf(StartupException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + first.amqpPort() + ": address already in use (amqp-port)");
        }
        Leveret.builder().dataDir(other).amqpPort(0).start().close();
    }

    @Test
    void oneInMemoryLeavesNoTrace() throws Exception {
        Path defaultDirectory = Path.of("leveret-data");
        try (Leveret broker = inMemory().start()) {
            assertThat(broker.amqpUri()).hasToString("amqp://127.0.0.1:" + broker.amqpPort());
            assertThat(Files.exists(defaultDirectory)).isFalse();
        }
    }

    @Test
    void settingsAreCheckedAsThoseOfTheProgramAre() throws Exception {
        assertThatThrownBy(() -> Leveret.builder().set("amqp.heart", "beat"))
                .isInstanceOf(ConfigurationException.class).hasMessage("builder: there is no setting 'amqp.heart'");
        assertThatThrownBy(() -> inMemory().set("amqp.heartbeat", "soon").start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("builder: amqp.heartbeat must be whole seconds from 0 to 65535, not 'soon'");
        try (Leveret broker = inMemory().set("amqp.channel-max", "7").set("default-password", "secret").start()) {
            ConnectionFactory factory = factory(broker);
            factory.setPassword("secret");
            try (Connection connection = factory.newConnection()) {
                assertThat(connection.getChannelMax()).isEqualTo(7);
            }
        }
    }

    @Test
    void theWildcardAddressIsReachedByLoopback() throws Exception {
        try (Leveret broker = inMemory().bind("0.0.0.0").start(); Connection connection = connect(broker)) {
            assertThat(broker.host()).isEqualTo("127.0.0.1");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void usersAndVirtualHostsAreThereFromTheStart() throws Exception {
        try (Leveret broker = inMemory().virtualHost("shop").user("alice", "secret")
                .permission("alice", "shop", "", "^orders$", "").start()) {
            ConnectionFactory factory = factory(broker);
            factory.setVirtualHost("shop");
            try (Connection guest = factory.newConnection()) {
                guest.createChannel().exchangeDeclare("orders", "fanout");
            }
            factory.setUsername("alice");
            factory.setPassword("secret");
            try (Connection alice = factory.newConnection()) {
                Channel channel = alice.createChannel();
                channel.basicPublish("orders", "", null, new byte[0]);
                channel.basicQos(1);
                assertThatThrownBy(() -> channel.queueDeclare()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void permissionsForNobodyAreRefused() {
        Leveret.Builder builder = inMemory().permission("bob", "/", "", "", "");
        assertThatThrownBy(builder::start).isInstanceOf(NoSuchElementException.class).hasMessage("no user 'bob'");
    }

    @Test
    void slowPasswordHashesLetPeopleInAllTheSame() throws Exception {
        try (Leveret broker = inMemory().set("password-hashing", "bcrypt").start(); Connection first = connect(broker);
             Connection second = connect(broker)) {
            assertThat(first.isOpen() && second.isOpen()).isTrue();
            ConnectionFactory factory = factory(broker);
            factory.setPassword("wrong");
            assertThatThrownBy(factory::newConnection).isInstanceOf(AuthenticationFailureException.class);
            factory.setUsername("nobody");
            assertThatThrownBy(factory::newConnection).isInstanceOf(AuthenticationFailureException.class);
        }
    }

    @Test
    void theNumberOfConnectionsMayBeLimited() throws Exception {
        try (Leveret broker = inMemory().set("amqp.connection-max", "1").start()) {
            try (Connection only = connect(broker)) {
                assertThat(only.isOpen()).isTrue();
                assertThatThrownBy(() -> connect(broker)).hasStackTraceContaining(
                        "NOT_ALLOWED - connection refused: node connection limit (1) is reached");
            }
            await().ignoreExceptions().untilAsserted(() -> connect(broker).close());
        }
    }

    private static Leveret.Builder inMemory() {
        return Leveret.builder().inMemory().amqpPort(0);
    }

    private static Connection connect(Leveret broker) throws Exception {
        return factory(broker).newConnection();
    }

    private static ConnectionFactory factory(Leveret broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }
}
