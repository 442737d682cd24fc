package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is nearly full: those who publish wait, those who consume make room. */
class DiskAlarmIT {
    private static final long MORE_THAN_THERE_IS = Long.MAX_VALUE;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Leveret broker;
    private Connection publishing;
    private Connection consuming;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = Leveret.builder().dataDir(directory).amqpPort(0).start();
        broker.setDiskFreeLimit(0);
        publishing = connect();
        publishing.addBlockedListener(reason -> told.add("blocked: " + reason), () -> told.add("unblocked"));
        consuming = connect();
    }

    @AfterEach
    void stop() {
        publishing.abort();
        consuming.abort();
        broker.close();
    }

    @Test
    void blocksWhoPublishesAndLetsConsumersGoOn() throws Exception {
        Channel publisher = publishing.createChannel();
        publisher.queueDeclare("q", false, false, false, null);
        publish(publisher, "before");
        Channel consumer = consuming.createChannel();
        await().until(() -> consumer.messageCount("q") == 1);

        broker.setDiskFreeLimit(MORE_THAN_THERE_IS);
        publish(publisher, "first");
        await().until(() -> told.contains("blocked: low on disk"));
        publish(publisher, "second");
        Inbox inbox = Inbox.withoutAcks(consumer, "q");
        inbox.awaitSize(1);
        assertThat(consumer.queueDeclare().getQueue()).startsWith("amq.gen-");

        broker.setDiskFreeLimit(0);
        inbox.awaitSize(3);
        await().until(() -> told.contains("unblocked"));
        assertThat(told).containsExactly("blocked: low on disk", "unblocked");
    }

    @Test
    void aConnectionOpensDuringTheAlarmAndIsBlockedWhenItPublishes() throws Exception {
        broker.setDiskFreeLimit(MORE_THAN_THERE_IS);
        try (Connection late = connect()) {
            late.addBlockedListener(reason -> told.add(reason), () -> told.add("unblocked"));
            Channel channel = late.createChannel();
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            channel.basicPublish("", queue, null, "x".getBytes(UTF_8));
            await().until(() -> told.contains("low on disk"));
            broker.setDiskFreeLimit(0);
            assertThat(channel.waitForConfirms(10_000)).isTrue();
        }
    }

    @Test
    void aBlockedBrokerStopsAsFastAsAnyOther() throws Exception {
        broker.setDiskFreeLimit(MORE_THAN_THERE_IS);
        publish(publishing.createChannel(), "x");
        await().until(() -> !told.isEmpty());
        broker.close();
        await().until(() -> !publishing.isOpen());
    }

    private static void publish(Channel channel, String text) throws Exception {
        channel.basicPublish("", "q", null, text.getBytes(UTF_8));
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        return factory.newConnection();
    }
}
