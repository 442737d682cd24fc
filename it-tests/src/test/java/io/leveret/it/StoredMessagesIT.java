package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.leveret.broker.Leveret;
import io.leveret.broker.StartupException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that outlive the broker: its end in order, its end by force, and damage to the disk. */
class StoredMessagesIT {

    /** Behind the headers of the segment, the group and the record; not among the zeros behind a record, which mean nothing. */
    private static final int IN_FIRST_RECORD = 4096 + 40 + 20;

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) open.get(i).close();
    }

    @Test
    void whatWasConfirmedSurvivesKillMinusNine() throws Exception {
        StartedProcess first = launch();
        Connection lost = connect(first.firstLine());
        Channel channel = lost.createChannel();
        channel.queueDeclare("q", true, false, false, null);
        publish(channel, "q", 1000);
        GetResponse last = null;
        for (int i = 0; i < 300; i++) last = channel.basicGet("q", false);
        channel.basicAck(last.getEnvelope().getDeliveryTag(), true);
        channel.basicGet("q", false);
        publish(channel, "q", 1);
        first.signal("KILL");
        assertThat(first.exitCode()).isNotZero();
        lost.abort();
        StartedProcess second = launch();
        try (Connection connection = connect(second.firstLine())) {
            List<GetResponse> left = drain(connection.createChannel(), "q");
            assertThat(bodies(left)).containsExactlyElementsOf(bodies(300, 1000, 1));
            assertThat(left.get(0).getEnvelope().isRedeliver()).isTrue();
            assertThat(left.get(1).getEnvelope().isRedeliver()).isFalse();
        }
    }

    @Test
    void aQuorumQueueKeepsTransientMessagesToo() throws Exception {
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            for (String queue : List.of("one", "other")) {
                channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
                channel.queueBind(queue, "amq.fanout", "");
            }
            channel.confirmSelect();
            channel.basicPublish("amq.fanout", "", null, "transient".getBytes());
            channel.waitForConfirmsOrDie(10_000);
        }
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            for (String queue : List.of("one", "other")) {
                assertThat(channel.basicGet(queue, true).getBody()).asString().isEqualTo("transient");
            }
        }
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            assertThat(connection.createChannel().messageCount("one")).isZero();
        }
    }

    @Test
    void messagesAreWhatTheyWere() throws Exception {
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("one", true, false, false, Map.of("x-max-priority", 5));
            channel.queueDeclare("other", true, false, false, null);
            for (String queue : List.of("one", "other")) channel.queueBind(queue, "amq.fanout", "");
            channel.confirmSelect();
            for (int priority : new int[] {1, 4, 2}) {
                channel.basicPublish("amq.fanout", "key", MessageProperties.PERSISTENT_BASIC.builder().priority(priority)
                        .messageId("m" + priority).headers(Map.of("h", "v")).build(), new byte[priority * 100_000]);
            }
            channel.basicPublish("", "other", null, "transient".getBytes());
            channel.waitForConfirmsOrDie(10_000);
        }
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            assertThat(drain(channel, "one")).extracting(message -> message.getProps().getMessageId()).containsExactly("m4", "m2", "m1");
            List<GetResponse> other = drain(channel, "other");
            assertThat(other).extracting(message -> message.getBody().length).containsExactly(100_000, 400_000, 200_000);
            assertThat(other.get(0).getProps().getHeaders().get("h")).hasToString("v");
            assertThat(other.get(0).getEnvelope().getExchange()).isEqualTo("amq.fanout");
            assertThat(other.get(0).getEnvelope().getRoutingKey()).isEqualTo("key");
        }
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            assertThat(drain(connection.createChannel(), "other")).isEmpty();
        }
    }

    @Test
    void damageIsRefusedUnlessToldToSalvage() throws Exception {
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            for (int i = 0; i < 50; i++) publish(channel, "q", 1);
        }
        damageFirstGroup();
        assertThatThrownBy(() -> start(Map.of())).isInstanceOf(StartupException.class)
                .hasMessageContaining("the journal is damaged at segment ").hasMessageContaining(" offset 4")
                .hasMessageContaining("recovery.on-corruption = salvage");
        try (Leveret broker = start(Map.of("recovery.on-corruption", "salvage"));
             Connection connection = connect(broker.amqpUri().toString())) {
            assertThat(drain(connection.createChannel(), "q")).hasSizeGreaterThan(40);
        }
    }

    @Test
    void aLostCatalogDoesNotTakeTheMessagesWithIt() throws Exception {
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            for (String queue : List.of("one", "other")) {
                channel.queueDeclare(queue, true, false, false, null);
                publish(channel, queue, 10);
            }
        }
        Path catalog = directory.resolve("catalog");
        Path backup = directory.resolve("backup");
        Files.move(catalog, backup);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> start(Map.of())).isInstanceOf(StartupException.class)
                    .hasMessageContaining("20 messages").hasMessageContaining("recovery.on-corruption = salvage");
        }
        try (Leveret broker = start(Map.of("recovery.on-corruption", "salvage"));
             Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            for (String queue : List.of("new", "one")) {
                channel.queueDeclare(queue, true, false, false, null);
                assertThat(drain(channel, queue)).isEmpty();
            }
        }
        Files.move(catalog, directory.resolve("new catalog"));
        Files.move(backup, catalog);
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            for (String queue : List.of("one", "other")) assertThat(drain(channel, queue)).hasSize(10);
        }
    }

    @Test
    void aJournalThatIsMissingAsAWholeIsNotTakenForANewOne() throws Exception {
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            publish(channel, "q", 10);
        }
        Path journal = directory.resolve("journal");
        for (String folder : List.of("journal", "checkpoint")) {
            Files.move(directory.resolve(folder), directory.resolve("backup-" + folder));
            Files.createDirectory(directory.resolve(folder));
        }
        String refusal = "the journal in " + journal + " is missing or empty, and with it all messages";
        assertThatThrownBy(() -> start(Map.of())).isInstanceOf(StartupException.class).hasMessageContaining(refusal)
                .hasMessageContaining("bring it back; with recovery.on-corruption = salvage Leveret starts without it");
        Files.delete(journal);
        assertThatThrownBy(() -> start(Map.of())).isInstanceOf(StartupException.class).hasMessageContaining(refusal);
        start(Map.of("recovery.on-corruption", "salvage")).close();
        try (Leveret broker = start(Map.of()); Connection connection = connect(broker.amqpUri().toString())) {
            assertThat(connection.createChannel().queueDeclarePassive("q").getMessageCount()).isZero();
        }
    }

    /** Deletes what else would tell of the messages, and changes a byte of the oldest group. */
    private void damageFirstGroup() throws IOException {
        try (Stream<Path> checkpoints = Files.walk(directory)) {
            for (Path file : checkpoints.filter(path -> path.getParent().getFileName().toString().startsWith("checkpoint")).toList()) {
                if (Files.isRegularFile(file)) Files.delete(file);
            }
        }
        try (Stream<Path> segments = Files.list(directory.resolve("journal"))) {
            Path oldest = segments.filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
                    .min(Comparator.naturalOrder()).orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(oldest.toFile(), "rw")) {
                file.seek(IN_FIRST_RECORD);
                int changed = file.read() ^ 1;
                file.seek(IN_FIRST_RECORD);
                file.write(changed);
            }
        }
    }

    private static void publish(Channel channel, String queue, int count) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, String.valueOf(i).getBytes());
        }
        channel.waitForConfirmsOrDie(10_000);
    }

    private static List<GetResponse> drain(Channel channel, String queue) throws IOException {
        List<GetResponse> messages = new ArrayList<>();
        for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) messages.add(next);
        return messages;
    }

    private static List<String> bodies(List<GetResponse> messages) {
        return messages.stream().map(message -> new String(message.getBody())).toList();
    }

    /** Of what was published, from that one on, and then as many again from the first on. */
    private static List<String> bodies(int from, int to, int again) {
        return IntStream.concat(IntStream.range(from, to), IntStream.range(0, again)).mapToObj(String::valueOf).toList();
    }

    private Leveret start(Map<String, String> settings) {
        Leveret.Builder builder = Leveret.builder().dataDir(directory).amqpPort(0);
        settings.forEach(builder::set);
        return builder.start();
    }

    private StartedProcess launch() throws IOException {
        StartedProcess process = StartedProcess.leveret(directory, Map.of(), "--amqp-port", "0",
                "--data-dir", directory.resolve("data").toString());
        open.add(process);
        return process;
    }

    /** @param text that ends with the broker's address */
    private Connection connect(String text) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(text.substring(text.indexOf("amqp://")).strip());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
