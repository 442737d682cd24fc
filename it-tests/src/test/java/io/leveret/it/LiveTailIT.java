package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code /api/tail}: looking on while messages pass. */
class LiveTailIT {
    private static final String ODD = "q/ü %";

    @RegisterExtension
    final BrokerWithApi broker = BrokerWithApi.inMemory();

    private final Api api = broker.api();
    private final Channel channel = broker.channel();
    private final List<EventStream> streams = new ArrayList<>();

    @BeforeEach
    void declare() throws Exception {
        channel.queueDeclare(ODD, false, false, false, null);
    }

    @AfterEach
    void close() {
        streams.forEach(EventStream::close);
    }

    @Test
    void showsCopiesOfWhatIsEnqueued() throws Exception {
        EventStream tail = tail("/queues/%2F/" + Api.encoded(ODD));
        assertThat(tail.status()).isEqualTo(200);
        assertThat(tail.contentType()).startsWith("text/event-stream");
        await().until(() -> !tail.data("open").isEmpty());
        assertThat(tail.data("open")).containsExactly("{\"of\":\"queue\",\"vhost\":\"/\",\"name\":\"" + ODD + "\"}");
        channel.basicPublish("", ODD, properties(Map.of("h", "v", "BCC", List.of("nobody"))), "grün".getBytes(UTF_8));
        channel.basicPublish("", ODD, null, new byte[] {(byte) 0xff, 0});
        await().until(() -> tail.data("message").size() == 2);
        assertThat(tail.data("message").get(0)).contains("\"exchange\":\"\",\"routing_key\":\"" + ODD + "\",\"properties\":{\"headers\":{\"h\":\"v\"}}",
                "\"payload_bytes\":5,\"payload\":\"grün\",\"payload_encoding\":\"string\",\"truncated\":false");
        assertThat(tail.data("message").get(1)).contains("\"payload\":\"/wA=\",\"payload_encoding\":\"base64\"");
        assertThat(channel.messageCount(ODD)).isEqualTo(2);
        assertThat(channel.basicGet(ODD, true).getEnvelope().isRedeliver()).isFalse();
    }

    @Test
    void showsWhatComesToAnExchange() throws Exception {
        channel.exchangeDeclare("first", "fanout");
        channel.exchangeDeclare("second", "direct");
        channel.exchangeBind("second", "first", "");
        EventStream tail = tail("/exchanges/%2F/second");
        channel.basicPublish("first", "a", null, "through another".getBytes(UTF_8));
        channel.basicPublish("second", "b", null, "unroutable".getBytes(UTF_8));
        await().until(() -> tail.data("message").size() == 2);
        assertThat(tail.data("message")).satisfiesExactly(message -> assertThat(message).contains("\"exchange\":\"first\",\"routing_key\":\"a\""),
                message -> assertThat(message).contains("\"payload\":\"unroutable\""));
    }

    @Test
    void filtersOnTheServer() throws Exception {
        channel.queueBind(ODD, "amq.topic", "#");
        EventStream byKey = tail("/queues/%2F/" + Api.encoded(ODD) + "?key=order.%23");
        EventStream byHeader = tail("/queues/%2F/" + Api.encoded(ODD) + "?header=h&header=i:1");
        EventStream byText = tail("/queues/%2F/" + Api.encoded(ODD) + "?text=NEED&truncate=3");
        channel.basicPublish("amq.topic", "order.new", properties(Map.of("h", "x")), "a".getBytes(UTF_8));
        channel.basicPublish("amq.topic", "invoice", properties(Map.of("h", "x", "i", 1)), "b".getBytes(UTF_8));
        channel.basicPublish("amq.topic", "x", null, "the needle".getBytes(UTF_8));
        channel.basicPublish("amq.topic", "order", properties(Map.of("h", "", "i", 1)), "end need".getBytes(UTF_8));
        await().until(() -> byKey.data("message").size() == 2 && byHeader.data("message").size() == 2 && byText.data("message").size() == 2);
        assertThat(byKey.data("message").get(0)).contains("order.new");
        assertThat(byHeader.data("message").get(0)).contains("invoice");
        assertThat(byText.data("message").get(0)).contains("\"payload_bytes\":10,\"payload\":\"the\",\"payload_encoding\":\"string\",\"truncated\":true");
    }

    @Test
    void showsOnlySoManyAndCountsTheRest() throws Exception {
        EventStream tail = tail("/queues/%2F/" + Api.encoded(ODD) + "?rate=5");
        for (int i = 0; i < 50; i++) channel.basicPublish("", ODD, null, new byte[0]);
        channel.waitForConfirmsOrDie(10_000);
        await().until(() -> tail.data("message").size() + count(tail.data("skipped")) == 50);
        assertThat(tail.data("message")).hasSizeBetween(5, 20);
    }

    @Test
    void endsWithTheQueueAndWithTheRights() throws Exception {
        api.put("/users/monitor", "{\"password\":\"secret\",\"tags\":\"monitoring\"}");
        api.put("/permissions/%2F/monitor", "{\"configure\":\"\",\"write\":\"\",\"read\":\".*\"}");
        EventStream deleted = tail("/queues/%2F/" + Api.encoded(ODD));
        EventStream revoked = tail("/exchanges/%2F/amq.topic", "monitor");
        EventStream ofLog = tail("/log", "monitor");
        channel.queueDelete(ODD);
        api.put("/permissions/%2F/monitor", "{\"configure\":\"\",\"write\":\"\",\"read\":\"^$\"}");
        await().until(() -> deleted.isEnded() && revoked.isEnded());
        assertThat(deleted.data("end")).containsExactly("{\"reason\":\"the queue is gone\"}");
        assertThat(revoked.data("end")).containsExactly("{\"reason\":\"the user has lost the right to read\"}");
        assertThat(ofLog.data("open")).hasSize(1);
    }

    @Test
    void needsATagAndTheRightToRead() throws Exception {
        api.put("/users/manager", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/%2F/manager", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        assertThat(tail("/exchanges/%2F/amq.topic", "manager").status()).isEqualTo(401);
        assertThat(tail("/log", "manager").status()).isEqualTo(401);
        assertThat(api.as("manager", "secret").get("/log").status()).isEqualTo(401);
        api.put("/users/monitor", "{\"password\":\"secret\",\"tags\":\"monitoring\"}");
        api.put("/permissions/%2F/monitor", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\"^$\"}");
        assertThat(tail("/exchanges/%2F/amq.topic", "monitor").status()).isEqualTo(401);
        assertThat(tail("/queues/%2F/nowhere").status()).isEqualTo(404);
        assertThat(tail("/queues/%2F/" + Api.encoded(ODD) + "?rate=x").status()).isEqualTo(400);
        assertThat(tail("/log?level=loud").status()).isEqualTo(400);
    }

    @Test
    void headersAloneOpenNone() {
        for (int i = 0; i < 12; i++) {
            Api.Reply reply = api.send("HEAD", "/tail/queues/%2F/" + Api.encoded(ODD), "");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("content-type")).startsWith("text/event-stream");
        }
    }

    @Test
    void thereAreOnlySoManyAndThoseWhoGoMakeRoom() throws Exception {
        List<EventStream> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) open.add(tail("/exchanges/%2F/amq.topic"));
        assertThat(tail("/exchanges/%2F/amq.topic").status()).isEqualTo(503);
        open.forEach(EventStream::close);
        await().until(() -> tail("/exchanges/%2F/amq.topic").status() == 200);
    }

    @Test
    void showsTheLog(@TempDir Path directory) throws Exception {
        try (StartedProcess process = StartedProcess.leveret(directory, Map.of("LEVERET_MANAGEMENT_ENABLED", "true"),
                "--amqp-port", "0", "--management-port", "0", "--data-dir", directory.resolve("data").toString())) {
            String uri = await().until(() -> managementUri(process.out()), found -> !found.isEmpty());
            Api other = await().ignoreExceptions().until(() -> new Api(java.net.URI.create(uri), "guest", "guest"), candidate -> candidate.get("/whoami").status() == 200);
            EventStream tail = EventStream.open(uri + "/api/tail/log?level=info&text=paused", "guest", "guest");
            streams.add(tail);
            await().until(() -> !tail.data("open").isEmpty());
            other.put("/queues/%2F/q", "{\"durable\":true}");
            other.put("/queues/%2F/q/pause", "");
            await().until(() -> tail.data("line").size() == 1);
            assertThat(tail.data("line").get(0)).contains("\"level\":\"info\"", "\"message\":\"queue 'q' in vhost '/' paused by user 'guest'\"");
            assertThat(other.get("/log?logger=tails").body()).startsWith("{\"kept\":true,").contains("looks at the live tail of the log");
            assertThat(other.get("/log?level=error").body()).isEqualTo("{\"kept\":true,\"lines\":[]}");
            assertThat(other.get("/log/download?limit=1").body()).contains(" INFO [").endsWith("\n");
            assertThat(other.as("no\none", "secret").get("/whoami").status()).isEqualTo(401);
            assertThat(other.get("/log?logger=logins").body())
                    .contains("HTTP login of user 'no?one' from 127.0.0.1 refused: there is no such user").doesNotContain("secret");
        }
    }

    private static String managementUri(String out) {
        int at = out.indexOf("http://");
        return at < 0 ? "" : out.substring(at).split("\\s")[0].replaceAll("/$", "");
    }

    private EventStream tail(String path) throws Exception {
        return tail(path, "guest");
    }

    private EventStream tail(String path, String user) throws Exception {
        EventStream tail = EventStream.open(broker.broker().managementUri().orElseThrow() + "/api/tail" + path, user, user.equals("guest") ? "guest" : "secret");
        streams.add(tail);
        if (tail.status() == 200) await().until(() -> !tail.data("open").isEmpty());
        return tail;
    }

    private static long count(List<String> skipped) {
        return skipped.stream().mapToLong(data -> Long.parseLong(data.replaceAll("\\D", ""))).sum();
    }

    private static AMQP.BasicProperties properties(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().headers(headers).build();
    }
}
