package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose heap is full of what nobody can send away, with the flag that {@code ./leveret} gives: it ends, and comes back whole. */
class OutOfMemoryIT {
    private static final int MESSAGES = 100;
    private static final int EXIT_CODE = 3;

    @Test
    void endsTheProcessAndLosesNothing(@TempDir Path directory) throws Exception {
        Random random = new Random(1);
        try (BrokerProcess broker = BrokerProcess.start(directory, Circumstances.USUAL, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError")) {
            Channel channel = broker.connect().createChannel();
            channel.queueDeclare("kept", true, false, false, null);
            channel.confirmSelect();
            for (long id = 0; id < MESSAGES; id++) channel.basicPublish("", "kept", Publisher.persistent(), Bodies.of(id, random));
            channel.waitForConfirmsOrDie();
            Channel greedy = broker.connect().createChannel();
            Map<String, Object> large = Map.of("x-note", "much".repeat(25_000));
            assertThatThrownBy(() -> {
                for (int i = 0; ; i++) greedy.exchangeDeclare("large-" + i, "fanout", false, false, large);
            }).isInstanceOfAny(IOException.class, ShutdownSignalException.class);
            assertThat(broker.exitCode()).isEqualTo(EXIT_CODE);
        }
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
            assertThat(Drain.all(connection, "kept")).hasSize(MESSAGES);
        }
    }
}
