package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that mean no good, or are slow beyond reason: they get nowhere, and others are served as if they were not there. */
class HostilePeersIT {
    private static final int HEARTBEAT_SECONDS = 1;
    private static final int MANY_CHANNELS = 2_047;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] GREETING = "AMQP\0\0\11\1".getBytes(StandardCharsets.ISO_8859_1);

    private static Leveret broker;

    private final List<WireClient> hostile = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).set("amqp.unauthenticated-max", "100").start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void hangUp() throws Exception {
        hostile.forEach(WireClient::close);
        assertThatOthersAreServed();
    }

    @Test
    void handshakesThatAreNeverGoneOnWith() throws Exception {
        for (int i = 0; i < 300; i++) {
            WireClient wire = come();
            if (i % 2 == 0) wire.send(GREETING);
        }
        assertThatOthersAreServed();
    }

    /** However often something comes, the time for all of it is the same. */
    @Test
    void handshakesByteByByte() throws Exception {
        try (Leveret impatient = Leveret.builder().inMemory().amqpPort(0).set("amqp.handshake-timeout", "500 ms").start()) {
            WireClient slow = come(impatient);
            boolean isLate = cannotSend(slow, GREETING) || cannotSend(slow, (byte) WireFrame.METHOD, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x1f, (byte) 0xff);
            if (!isLate) await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> cannotSend(slow, (byte) 0));
        }
    }

    @Test
    void bodiesThatAreAnnouncedOnEveryChannelAndNeverCome() throws Exception {
        WireClient wire = come().open();
        for (int channel = 1; channel <= MANY_CHANNELS; channel++) {
            wire.send(WireFrame.channelOpen(channel), WireFrame.publish(channel, "", "nowhere"), WireFrame.header(channel, 16 << 20));
        }
        for (int channel = 1; channel <= MANY_CHANNELS; channel++) wire.read().arguments(20, 11);
        assertThatOthersAreServed();
        assertThat(hasMemoryAlarm()).isFalse();
    }

    @Test
    void consumersOnEveryChannelThatNeverRead() throws Exception {
        try (Connection connection = factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("wanted", false, false, false, null);
            WireClient wire = come().open();
            for (int number = 1; number <= MANY_CHANNELS; number++) {
                wire.send(WireFrame.channelOpen(number), WireFrame.method(number, MethodId.BASIC_CONSUME,
                        WireBytes.of().shortInt(0).shortString("wanted").shortString("c").octet(8 + 2).emptyTable())); // no-wait, no-ack
            }
            await().until(() -> channel.consumerCount("wanted") == MANY_CHANNELS);
            byte[] body = new byte[100_000];
            for (int i = 0; i < 1_000; i++) channel.basicPublish("", "wanted", null, body);
            assertThatOthersAreServed();
            assertThat(hasMemoryAlarm()).isFalse();
            channel.queueDelete("wanted");
        }
    }

    @Test
    void consumersAndQueuesThatComeAndGo() throws Exception {
        try (Connection connection = factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("steady", false, false, false, null);
            WireClient wire = come().open().openChannel(1);
            for (int i = 0; i < 5_000; i++) {
                wire.send(WireFrame.method(1, MethodId.BASIC_CONSUME, WireBytes.of().shortInt(0).shortString("steady").shortString("tag-" + i).octet(8).emptyTable()),
                        WireFrame.method(1, 60, 30, WireBytes.of().shortString("tag-" + i).octet(1)),
                        WireFrame.method(1, MethodId.QUEUE_DECLARE, WireBytes.of().shortInt(0).shortString("queue-" + i).octet(WireFrame.EXCLUSIVE | 16).emptyTable()),
                        WireFrame.method(1, 50, 40, WireBytes.of().shortInt(0).shortString("queue-" + i).octet(4)));
            }
            wire.send(WireFrame.queueDeclare(1, "last", WireFrame.EXCLUSIVE));
            wire.read().arguments(50, 11);
            wire.send(WireFrame.missingQueue(1));
            assertThat(wire.readRefusal().code()).isEqualTo(404);
            assertThat(Api.of(broker).get("/queues").json()).hasSizeLessThanOrEqualTo(2);
            assertThat(channel.consumerCount("steady")).isZero();
            channel.queueDelete("steady");
        }
    }

    /** Without waiting for a single reply, nor reading any. */
    @Test
    void declarationsWithoutEnd() throws Exception {
        WireClient wire = come().open().openChannel(1);
        Thread flood = new Thread(() -> {
            for (int i = 0; !cannotSend(wire, WireFrame.queueDeclare(1, "declared-" + i % 100, WireFrame.EXCLUSIVE).toByteArray()); i++) {
                if (Thread.interrupted()) return;
            }
        });
        flood.start();
        for (int i = 0; i < 3; i++) assertThatOthersAreServed();
        wire.close();
        flood.interrupt();
        flood.join();
    }

    @Test
    void headersThatNestOrRepeatWithoutEnd() throws Exception {
        WireBytes repeated = WireBytes.of();
        for (int i = 0; i < 10_000; i++) repeated.shortString("same").octet('t').octet(1);
        WireClient wire = come().open().openChannel(1);
        wire.send(WireFrame.queueDeclare(1, "repeated", WireFrame.EXCLUSIVE));
        wire.read().arguments(50, 11);
        byte[] properties = WireBytes.of().shortInt(60).shortInt(0).longLong(0).shortInt(0x2000).table(repeated).toByteArray();
        for (int i = 0; i < 100; i++) wire.send(WireFrame.publish(1, "amq.headers", ""), new WireFrame(WireFrame.HEADER, 1, properties));
        wire.send(WireFrame.queueDeclare(1, "repeated", WireFrame.EXCLUSIVE));
        wire.read().arguments(50, 11);
    }

    @Test
    void whoAgreesOnHeartbeatsAndSendsNone() throws Exception {
        WireClient mute = come().open(MANY_CHANNELS, WireClient.FRAME_MAX, HEARTBEAT_SECONDS);
        mute.expectEnd();
    }

    private static boolean hasMemoryAlarm() throws Exception {
        return Api.of(broker).get("/nodes").json().get(0).path("mem_alarm").asBoolean();
    }

    private WireClient come() {
        return come(broker);
    }

    private WireClient come(Leveret where) {
        WireClient wire = WireClient.connect(new BrokerAddress(where.host(), where.amqpPort(), "guest", "guest"));
        hostile.add(wire);
        return wire;
    }

    private static boolean cannotSend(WireClient wire, byte... bytes) {
        try {
            wire.send(bytes);
            return false;
        } catch (IOException ended) {
            return true;
        }
    }

    private static void assertThatOthersAreServed() throws Exception {
        try (Connection connection = factory().newConnection()) {
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            channel.basicPublish("", queue, null, new byte[] {1});
            channel.waitForConfirmsOrDie();
            GetResponse got = channel.basicGet(queue, true);
            assertThat(got.getBody()).containsExactly(1);
        }
    }

    /** One with patience: how fast they are served is not what is asked here. */
    private static ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        new BrokerAddress(broker.host(), broker.amqpPort(), "guest", "guest").applyTo(factory);
        factory.setConnectionTimeout(PATIENCE_MILLIS);
        factory.setHandshakeTimeout(PATIENCE_MILLIS);
        factory.setChannelRpcTimeout(PATIENCE_MILLIS);
        return factory;
    }
}
