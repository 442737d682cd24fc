package io.leveret.it;

import static io.leveret.it.Programs.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import io.leveret.it.Programs.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ's own script, as its package brings it; {@code ./test} fetches that. */
class RabbitmqadminIT {

    private static final Path SCRIPT = Path.of("target/rabbitmqadmin").toAbsolutePath();

    private final Path directory;
    private final Programs programs;
    private Leveret broker;

    RabbitmqadminIT(@TempDir Path directory) {
        this.directory = directory;
        this.programs = new Programs(directory);
    }

    @BeforeEach
    void start() throws Exception {
        needs("rabbitmqadmin", Files.exists(SCRIPT) && programs.succeeds("python3", "--version"));
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start();
    }

    @AfterEach
    void stop() {
        if (broker != null) broker.close();
    }

    @Test
    void declaresListsAndDeletes() throws Exception {
        assertThat(admin("declare", "exchange", "name=orders", "type=topic")).contains("exchange declared");
        assertThat(admin("declare", "queue", "name=mail/out", "durable=true", "arguments={\"x-max-length\":3}")).contains("queue declared");
        assertThat(admin("declare", "binding", "source=orders", "destination=mail/out", "routing_key=a.*")).contains("binding declared");
        assertThat(rows("list", "queues", "name", "durable", "messages")).containsExactly("mail/out True 0");
        assertThat(rows("list", "exchanges", "name", "type")).contains("orders topic", "amq.topic topic");
        assertThat(rows("list", "bindings", "source", "destination", "routing_key")).contains("orders mail/out a.*");
        assertThat(admin("delete", "binding", "source=orders", "destination_type=queue", "destination=mail/out", "properties_key=a.%2A"))
                .contains("binding deleted");
        assertThat(admin("delete", "queue", "name=mail/out")).contains("queue deleted");
        assertThat(admin("delete", "exchange", "name=orders")).contains("exchange deleted");
        assertThat(rows("list", "queues", "name")).isEmpty();
    }

    @Test
    void publishesAndGets() throws Exception {
        admin("declare", "queue", "name=q");
        assertThat(admin("publish", "routing_key=q", "payload=hello", "properties={\"content_type\":\"text/plain\"}"))
                .contains("Message published");
        assertThat(admin("publish", "routing_key=nowhere", "payload=hello")).contains("Message published but NOT routed");
        assertThat(rows("get", "queue=q", "ackmode=ack_requeue_true")).containsExactly("q  0 hello 5 string False");
        assertThat(admin("purge", "queue", "name=q")).contains("queue purged");
        assertThat(admin("get", "queue=q")).contains("No items");
    }

    @Test
    void keepsUsersAndWhatTheyMay() throws Exception {
        admin("declare", "vhost", "name=v");
        admin("declare", "user", "name=anne", "password=secret", "tags=monitoring");
        admin("declare", "permission", "vhost=v", "user=anne", "configure=^a", "write=.*", "read=");
        assertThat(rows("list", "permissions", "vhost", "user", "configure", "read")).contains("v anne ^a");
        admin("declare", "policy", "--vhost=v", "name=short", "pattern=^q", "definition={\"max-length\":5}", "apply-to=queues");
        assertThat(rows("list", "policies", "vhost", "name", "pattern", "definition", "apply-to"))
                .containsExactly("v short ^q {\"max-length\": 5} queues");
        admin("declare", "operator_policy", "--vhost=v", "name=never", "pattern=.*", "definition={\"max-length\":9}");
        assertThat(rows("list", "operator_policies", "vhost", "name")).containsExactly("v never");
        admin("declare", "vhost_limit", "vhost=v", "name=max-queues", "value=7");
        assertThat(admin("list", "vhost_limits")).contains("max-queues", "7");
        assertThat(rows("list", "users", "name", "tags")).contains("anne monitoring", "guest administrator");
        assertThat(admin("delete", "policy", "--vhost=v", "name=short")).contains("policy deleted");
        assertThat(admin("delete", "operator_policy", "--vhost=v", "name=never")).contains("operator_policy deleted");
        assertThat(admin("delete", "vhost_limit", "vhost=v", "name=max-queues")).contains("vhost_limit deleted");
        assertThat(admin("delete", "user", "name=anne")).contains("user deleted");
        assertThat(admin("delete", "vhost", "name=v")).contains("vhost deleted");
        assertThat(rows("list", "vhosts", "name")).containsExactly("/");
    }

    @Test
    void carriesDefinitionsOver() throws Exception {
        Path file = directory.resolve("definitions.json");
        admin("declare", "queue", "name=kept", "durable=true");
        assertThat(admin("export", file.toString())).contains("Exported definitions");
        admin("delete", "queue", "name=kept");
        assertThat(admin("import", file.toString())).contains("Uploaded definitions");
        assertThat(rows("list", "queues", "name")).containsExactly("kept");
    }

    @Test
    void looksAtClientsAndSendsThemAway() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri().toString());
        factory.setAutomaticRecoveryEnabled(false);
        Connection connection = factory.newConnection("a client");
        try {
            connection.createChannel().basicConsume(connection.createChannel().queueDeclare().getQueue(), (tag, message) -> { }, tag -> { });
            String name = rows("list", "connections", "name").get(0);
            assertThat(rows("list", "channels", "connection_details.name", "number", "consumer_count"))
                    .containsExactlyInAnyOrder(name + " 1 1", name + " 2 0");
            assertThat(rows("list", "consumers", "ack_required")).containsExactly("True");
            assertThat(admin("close", "connection", "name=" + name)).contains("connection closed");
            await().until(() -> !connection.isOpen());
        } finally {
            connection.abort();
        }
    }

    @Test
    void showsTheBroker() throws Exception {
        assertThat(admin("show", "overview")).contains("rabbitmq_version", "queue_totals.messages");
        assertThat(rows("list", "nodes", "name", "running")).singleElement().asString().endsWith(" True");
    }

    @Test
    void saysWhyNot() throws Exception {
        admin("declare", "queue", "name=q", "durable=true");
        Ended refused = run("declare", "queue", "name=q", "durable=false");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("inequivalent arg 'durable' for queue 'q' in vhost '/'");
        assertThat(run("delete", "queue", "name=none").output()).contains("*** Not found: ");
        assertThat(run("-u", "nobody", "list", "queues").output()).contains("*** Access refused: ");
    }

    /** Each row with a space between its columns. */
    private List<String> rows(String... command) throws Exception {
        List<String> tabular = new ArrayList<>(List.of("-f", "tsv", "-q"));
        tabular.addAll(Arrays.asList(command));
        List<String> lines = admin(tabular.toArray(String[]::new)).lines().toList();
        return lines.stream().map(line -> line.replace('\t', ' ').strip()).toList();
    }

    private String admin(String... command) throws Exception {
        Ended ended = run(command);
        assertThat(ended.exitCode()).as(() -> String.join(" ", command) + " says:\n" + ended.output()).isZero();
        return ended.output();
    }

    private Ended run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("python3", SCRIPT.toString(), "-H", "127.0.0.1",
                "-P", String.valueOf(broker.managementUri().orElseThrow().getPort())));
        words.addAll(Arrays.asList(command));
        return programs.run(new ProcessBuilder(words));
    }
}
