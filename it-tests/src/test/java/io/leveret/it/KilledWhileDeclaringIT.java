package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is ended by force again and again while clients declare, bind and delete. */
class KilledWhileDeclaringIT {

    private static final int ROUNDS = 3;
    private static final int CLIENTS = 3;
    private static final int PER_ROUND = 400;

    @TempDir
    Path directory;

    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    @Test
    void whatWasConfirmedSurvives() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (StartedProcess broker = launch()) {
                check(broker);
                changeUntilKilled(broker, round);
            }
        }
        try (StartedProcess broker = launch()) {
            check(broker);
        }
    }

    private void changeUntilKilled(StartedProcess broker, int round) throws Exception {
        int before = there.size() + gone.size();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String prefix = "round-" + round + "-client-" + client + "-";
            Connection connection = connect(broker);
            clients.add(new Thread(() -> {
                changeUntilClosed(connection, prefix);
                connection.abort(1_000);
            }));
        }
        clients.forEach(Thread::start);
        await().until(() -> there.size() + gone.size() - before > PER_ROUND);
        broker.signal("KILL");
        for (Thread client : clients) client.join();
    }

    /** Each queue is bound by its name, and every fourth is deleted again. */
    private void changeUntilClosed(Connection connection, String prefix) {
        try {
            Channel channel = connection.createChannel();
            for (int i = 0; ; i++) {
                String name = prefix + i;
                channel.queueDeclare(name, true, false, false, Map.of("x-max-length", i + 1));
                channel.queueBind(name, "amq.direct", "key of " + name);
                if (i % 4 == 3) {
                    channel.queueDelete(name);
                    gone.add(name);
                } else {
                    there.add(name);
                }
            }
        } catch (IOException | RuntimeException killed) {
            // the next start has to know what was confirmed until now
        }
    }

    private void check(StartedProcess broker) throws Exception {
        try (Connection connection = connect(broker)) {
            Channel channel = connection.createChannel();
            for (String name : there) {
                channel.queueDeclarePassive(name);
                channel.basicPublish("amq.direct", "key of " + name, null, new byte[0]);
            }
            for (String name : there) assertThat(channel.basicGet(name, true)).as("by its binding, in " + name).isNotNull();
            for (String name : gone) {
                Channel asking = connection.createChannel();
                assertThat(exists(asking, name)).as(name).isFalse();
            }
        }
    }

    private static boolean exists(Channel channel, String queue) {
        try {
            channel.queueDeclarePassive(queue);
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    private StartedProcess launch() throws IOException {
        return StartedProcess.leveret(directory, Map.of(), "--amqp-port", "0", "--data-dir", directory.resolve("data").toString());
    }

    private static Connection connect(StartedProcess broker) throws Exception {
        String line = broker.firstLine();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(line.substring(line.indexOf("amqp://")).strip());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
