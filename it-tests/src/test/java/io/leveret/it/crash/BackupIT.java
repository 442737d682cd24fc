package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that is copied while its broker stands still is one of a moment. */
class BackupIT {
    private static final int BEFORE = 200;
    private static final int BODY = 2000;

    @TempDir
    Path directory;

    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();

    @Test
    void holdsAllThatHadBeenConfirmed() throws Exception {
        Path restored = Files.createDirectory(directory.resolve("restored"));
        int atLeast;
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect(0)) {
            Thread publisher = new Thread(() -> publish(connection));
            publisher.start();
            await().until(() -> confirmed.get() > BEFORE);
            broker.freeze();
            atLeast = confirmed.get();
            copy(BrokerProcess.data(directory), BrokerProcess.data(restored));
            broker.thaw();
            await().until(() -> confirmed.get() > atLeast + BEFORE);
            ending.set(true);
            publisher.join();
        }
        try (BrokerProcess broker = BrokerProcess.start(restored); Connection connection = broker.connect()) {
            Channel channel = connection.createChannel();
            int found = 0;
            for (GetResponse next = channel.basicGet("kept", true); next != null; next = channel.basicGet("kept", true)) {
                assertThat(ByteBuffer.wrap(next.getBody()).getInt()).isEqualTo(found++);
            }
            assertThat(found).isBetween(atLeast, atLeast + 1);
        }
    }

    /** One at a time, each with its number. */
    private void publish(Connection connection) {
        try {
            Channel channel = connection.createChannel();
            channel.queueDeclare("kept", true, false, false, null);
            channel.confirmSelect();
            while (!ending.get()) {
                byte[] body = ByteBuffer.allocate(BODY).putInt(confirmed.get()).array();
                channel.basicPublish("", "kept", Publisher.persistent(), body);
                channel.waitForConfirmsOrDie();
                confirmed.incrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(from)) {
            all = found.toList();
        }
        for (Path each : all) Files.copy(each, to.resolve(from.relativize(each)));
    }
}
