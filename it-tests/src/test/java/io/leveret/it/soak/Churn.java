package io.leveret.it.soak;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Whatever comes and goes, each time under another name. */
final class Churn {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String ALL = "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}";
    private static final List<String> LOOKED_AT = List.of("/overview", "/nodes", "/queues", "/connections", "/channels", "/consumers",
            "/exchanges", "/definitions", "/queues/" + Target.HOST + "/persistent?lengths_age=60&lengths_incr=5", "/bindings/" + Target.HOST);

    private final Target target;
    private final Connection connection;
    private final Channel standing;
    private long connections;
    private long queues;
    private long changes;

    Churn(Target target, Connection connection) throws IOException {
        this.target = target;
        this.connection = connection;
        this.standing = connection.createChannel();
        standing.exchangeDeclare("comings", "topic", true);
        standing.queueDeclare("visited", true, false, false, null);
    }

    void start(Clockwork clockwork) {
        clockwork.every(500, "connections", this::connect);
        clockwork.every(200, "channels", this::failedChannel);
        clockwork.every(500, "queues and bindings", this::queue);
        clockwork.every(300, "consumers", this::visit);
        clockwork.every(2000, "policies", this::policy);
        clockwork.every(5000, "users and virtual hosts", this::user);
        clockwork.every(3000, "who looks on", () -> LOOKED_AT.forEach(path -> target.change("GET", path, "")));
    }

    private void connect() throws Exception {
        if (connections++ % 2 == 0) {
            target.connectAndVanish(this::useAndLeave);
            return;
        }
        try (Connection passing = target.connect("passing")) {
            useAndLeave(passing);
        }
    }

    /** Leaves something unsettled, a transaction open, and a queue that goes with the connection. */
    private void useAndLeave(Connection passing) throws Exception {
        Channel channel = passing.createChannel();
        String queue = channel.queueDeclare().getQueue();
        channel.basicPublish("", queue, null, new byte[100]);
        channel.basicConsume(queue, false, new DefaultConsumer(channel));
        Channel other = passing.createChannel();
        other.txSelect();
        other.basicPublish("", "visited", MessageProperties.MINIMAL_PERSISTENT_BASIC, new byte[100]);
        other.queueDeclarePassive(queue);
    }

    private void failedChannel() throws Exception {
        Channel channel = connection.createChannel();
        try {
            channel.queueDeclarePassive("nowhere");
        } catch (IOException notFound) {
            return;
        }
        throw new AssertionError("a queue is there that nobody has declared");
    }

    /** Every third is left to expire. */
    private void queue() throws Exception {
        String queue = "coming-" + queues++;
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.exchangeDeclare(queue, "fanout", true);
            channel.exchangeBind(queue, "comings", queue + ".*");
            channel.queueDeclare(queue, true, false, false, Map.of("x-expires", 5000, "x-max-length", 100));
            channel.queueBind(queue, queue, ""); // at once, or it may have expired on a busy machine
            channel.basicPublish("comings", queue + ".x", MessageProperties.MINIMAL_PERSISTENT_BASIC, new byte[500]);
            channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
            channel.exchangeDelete(queue);
            if (queues % 3 > 0) channel.queueDelete(queue);
        }
    }

    private void visit() throws Exception {
        standing.basicCancel(standing.basicConsume("visited", false, new DefaultConsumer(standing)));
    }

    private void policy() {
        String path = "/policies/" + Target.HOST + "/policy-" + changes++;
        target.change("PUT", path, "{\"pattern\":\"^(coming|visited)\",\"apply-to\":\"queues\",\"definition\":{\"max-length\":" + changes + "}}");
        target.change("DELETE", path, "");
    }

    private void user() {
        String name = "soak-" + connections;
        target.change("PUT", "/vhosts/" + name, "{}");
        target.change("PUT", "/users/" + name, "{\"password\":\"secret\",\"tags\":\"monitoring\"}");
        target.change("PUT", "/permissions/" + name + "/" + name, ALL);
        target.change("PUT", "/queues/" + name + "/q", "{\"durable\":true}");
        target.change("DELETE", "/users/" + name, "");
        target.change("DELETE", "/vhosts/" + name, "");
    }
}
