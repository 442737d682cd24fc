package io.leveret.it;

import static io.leveret.it.MethodId.CONNECTION_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many are let in, and how those are held up who guess. */
class AdmissionIT {

    @Test
    void anAddressHasSoManyConnections() throws Exception {
        try (Leveret broker = broker().set("amqp.connection-max-per-address", "2").start()) {
            Connection first = factory(broker).newConnection();
            factory(broker).newConnection();
            assertThatThrownBy(() -> factory(broker).newConnection()).isInstanceOf(IOException.class)
                    .cause().isInstanceOfSatisfying(ShutdownSignalException.class, refused -> Refusal.of(refused).is(530,
                            "NOT_ALLOWED - connection refused for address '127.0.0.1': address connection limit (2) is reached", CONNECTION_OPEN));
            first.close();
            await().ignoreExceptions().until(() -> factory(broker).newConnection().isOpen());
        }
    }

    @Test
    void allConnectionsTogetherHaveSoManyChannels() throws Exception {
        try (Leveret broker = broker().set("amqp.channel-max-per-node", "3").start()) {
            Connection one = factory(broker).newConnection();
            Connection other = factory(broker).newConnection();
            one.createChannel();
            one.createChannel();
            Channel third = other.createChannel();
            Refusal.ofConnection(one, one::createChannel).says(530,
                    "NOT_ALLOWED - number of channels opened on node 'rabbit@localhost' has reached the maximum allowed limit of 3");
            third.close();
            for (int i = 0; i < 3; i++) await().ignoreExceptions().until(() -> other.createChannel() != null);
        }
    }

    @Test
    void aChannelHasSoManyConsumers() throws Exception {
        try (Leveret broker = broker().set("amqp.consumer-max-per-channel", "2").start()) {
            Connection connection = factory(broker).newConnection();
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            String first = channel.basicConsume(queue, new DefaultConsumer(channel));
            channel.basicConsume(queue, new DefaultConsumer(channel));
            channel.basicCancel(first);
            channel.basicConsume(queue, new DefaultConsumer(channel));
            Refusal.ofConnection(connection, () -> channel.basicConsume(queue, new DefaultConsumer(channel)))
                    .is(530, "NOT_ALLOWED - reached maximum (2) of consumers per channel", MethodId.BASIC_CONSUME);
        }
    }

    @Test
    void aConsumerOfDirectRepliesIsNotLetInBeyondTheLimitAndTakesUpNoneOfIt() throws Exception {
        try (Leveret broker = broker().set("amqp.consumer-max-per-channel", "1").start()) {
            Connection connection = factory(broker).newConnection();
            Channel first = connection.createChannel();
            first.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(first));
            first.basicConsume(first.queueDeclare().getQueue(), new DefaultConsumer(first));
            Channel second = connection.createChannel();
            second.basicConsume(second.queueDeclare().getQueue(), new DefaultConsumer(second));
            Refusal.ofConnection(connection, () -> second.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(second)))
                    .is(530, "NOT_ALLOWED - reached maximum (1) of consumers per channel", MethodId.BASIC_CONSUME);
        }
    }

    @Test
    void whoSaysNothingMakesRoomForWhoComesLater() throws Exception {
        try (Leveret broker = broker().set("amqp.unauthenticated-max", "10").set("amqp.handshake-timeout", "1 h").start()) {
            List<WireClient> silent = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                silent.add(WireClient.connect(address(broker)));
                silent.get(i).start(); // so that it is there before the next
            }
            for (WireClient evicted : silent.subList(0, 20)) evicted.expectEnd();
            try (Connection connection = factory(broker).newConnection()) {
                assertThat(connection.createChannel().queueDeclare().getMessageCount()).isZero();
            }
            silent.get(29).startOk("PLAIN", WireClient.plain("guest", "guest")).read().arguments(10, 30); // came late enough
            silent.forEach(WireClient::close);
        }
    }

    @Test
    void whoHasLoggedInIsNotInTheWay() throws Exception {
        try (Leveret broker = broker().set("amqp.unauthenticated-max", "1").start()) {
            List<Connection> open = new ArrayList<>();
            for (int i = 0; i < 5; i++) open.add(factory(broker).newConnection());
            assertThat(open).allMatch(Connection::isOpen);
        }
    }

    @Test
    void guessesAreNotLookedAtSideBySideWhileOthersGetIn() throws Exception {
        try (Leveret broker = broker().user("alice", "secret").permission("alice", "/", ".*", ".*", ".*").start()) {
            List<WireClient> guessing = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                WireClient wire = WireClient.connect(address(broker));
                wire.start();
                guessing.add(wire.startOk("PLAIN", WireClient.plain("alice", "guess" + i)));
            }
            factory(broker).newConnection().close();
            for (WireClient each : guessing) each.expectEnd();
            ConnectionFactory alice = factory(broker);
            alice.setUsername("alice");
            alice.setPassword("secret");
            await().ignoreException(AuthenticationFailureException.class).until(() -> alice.newConnection().isOpen());
        }
    }

    private static Leveret.Builder broker() {
        return Leveret.builder().inMemory().amqpPort(0);
    }

    private static BrokerAddress address(Leveret broker) {
        return new BrokerAddress(broker.host(), broker.amqpPort(), "guest", "guest");
    }

    private static ConnectionFactory factory(Leveret broker) {
        ConnectionFactory factory = new ConnectionFactory();
        address(broker).applyTo(factory);
        return factory;
    }
}
