package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.it.Api.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management API has, each in a virtual host of its own. */
class ApiResourcesIT {

    private static final String MISSING = "{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}";

    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.inMemory();

    private final Api api = BROKER.api();

    @BeforeEach
    void makeVirtualHost() {
        assertStatus(201, api.put("/vhosts/v", "{\"description\":\"a test\",\"tags\":\"one,two\"}"));
    }

    @AfterEach
    void deleteVirtualHost() {
        assertStatus(204, api.delete("/vhosts/v"));
    }

    @Test
    void virtualHosts() {
        assertThat(api.get("/vhosts/v").body()).contains("\"name\":\"v\"", "\"description\":\"a test\"", "\"tags\":[\"one\",\"two\"]",
                "\"default_queue_type\":\"classic\"", "\"protected_from_deletion\":false", "\"tracing\":false",
                "\"metadata\":{\"description\":\"a test\",\"tags\":[\"one\",\"two\"],\"default_queue_type\":\"classic\"}");
        assertStatus(204, api.put("/vhosts/v", "{\"tracing\":true}"));
        assertThat(api.get("/vhosts/v?columns=tracing,description").body()).isEqualTo("{\"tracing\":true,\"description\":\"a test\"}");
        assertThat(api.put("/vhosts/v", "{\"default_queue_type\":\"nix\"}").body()).contains("nix is not a valid queue type");
        assertStatus(204, api.post("/vhosts/v/deletion/protection", ""));
        assertThat(api.delete("/vhosts/v")).extracting(Reply::status, Reply::body).containsExactly(412, "{\"error\":"
                + "\"precondition_failed\",\"reason\":\"Refusing to delete virtual host 'v' because it is protected from deletion\"}");
        assertStatus(204, api.delete("/vhosts/v/deletion/protection"));
        assertThat(api.get("/vhosts/v/permissions").body())
                .isEqualTo("[{\"user\":\"guest\",\"vhost\":\"v\",\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}]");
    }

    @Test
    void ofThoseWhoPutTheSameAtOnceOneHearsThatItIsNew() {
        Map<String, String> puts = Map.of("/policies/v/race", "{\"pattern\":\"^x\",\"definition\":{\"max-length\":5}}", "/queues/v/race", "{}",
                "/exchanges/v/race", "{}", "/users/race", "{\"password\":\"secret\",\"tags\":\"\"}", "/global-parameters/race", "{\"value\":1}",
                "/operator-policies/v/race", "{\"pattern\":\"^x\",\"definition\":{\"max-length\":5}}");
        for (int round = 0; round < 5; round++) {
            puts.forEach((path, body) -> {
                List<Integer> answers = IntStream.range(0, 8).parallel().mapToObj(i -> api.put(path, body).status()).toList();
                assertThat(answers).as(path).containsOnlyOnce(201).containsOnly(201, 204);
                assertStatus(204, api.delete(path));
            });
        }
    }

    @Test
    void theDefaultQueueTypeHoldsForQueuesThatMayHaveIt() {
        assertStatus(204, api.put("/vhosts/v", "{\"default_queue_type\":\"quorum\"}"));
        api.put("/queues/v/durable", "{\"durable\":true}");
        api.put("/queues/v/passing", "{}");
        assertThat(api.get("/queues/v?columns=name,type&sort=name").body())
                .isEqualTo("[{\"name\":\"durable\",\"type\":\"quorum\"},{\"name\":\"passing\",\"type\":\"classic\"}]");
    }

    @Test
    void users() {
        assertStatus(201, api.put("/users/alice", "{\"password\":\"secret\",\"tags\":\"management\"}"));
        assertStatus(204, api.put("/users/alice", "{\"password_hash\":\"kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR\","
                + "\"tags\":[\"management\",\"monitoring\"],\"limits\":{\"max-channels\":3}}"));
        assertThat(api.get("/users/alice").body()).isEqualTo("{\"name\":\"alice\",\"password_hash\":"
                + "\"kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR\",\"hashing_algorithm\":\"rabbit_password_hashing_sha256\","
                + "\"tags\":[\"management\",\"monitoring\"],\"limits\":{\"max-channels\":3}}");
        assertStatus(200, api.as("alice", "test12").get("/whoami"));
        assertThat(api.get("/users/without-permissions?columns=name").body()).isEqualTo("[{\"name\":\"alice\"}]");
        assertStatus(204, api.post("/users/bulk-delete", "{\"users\":[\"alice\",\"nobody\"]}"));
        assertThat(api.get("/users/alice")).extracting(Reply::status, Reply::body).containsExactly(404, MISSING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}                                                   | tags_not_present",
        "{\"tags\":\"\",\"password\":\"a\",\"password_hash\":\"b\"} | both_password_and_password_hash_are_provided",
    })
    void refusesBadUsers(String body, String reason) {
        assertThat(api.put("/users/bad", body).body()).isEqualTo("{\"error\":\"bad_request\",\"reason\":\"" + reason + "\"}");
        assertStatus(404, api.get("/users/bad"));
    }

    @Test
    void permissions() {
        api.put("/users/bob", "{\"password\":\"secret\",\"tags\":\"management\"}");
        Api bob = api.as("bob", "secret");
        assertThat(bob.get("/queues/v")).extracting(Reply::status, Reply::body)
                .containsExactly(404, "{\"error\":\"not_found\",\"reason\":\"Not Found\"}");
        assertThat(api.put("/permissions/v/bob", "{\"write\":\"\"}").body())
                .contains("\"[{key_missing,configure},{key_missing,read}]\"");
        assertThat(api.put("/permissions/v/nobody", "{\"configure\":\"\",\"write\":\"\",\"read\":\"\"}").body())
                .contains("vhost_or_user_not_found");
        assertStatus(201, api.put("/permissions/v/bob", "{\"configure\":\"^b\",\"write\":\"^b\",\"read\":\".*\"}"));
        assertStatus(200, bob.get("/queues/v"));
        assertStatus(201, bob.put("/queues/v/b", "{}"));
        assertThat(bob.put("/queues/v/a", "{}")).extracting(Reply::status, Reply::body)
                .containsExactly(401, "{\"error\":\"not_authorised\",\"reason\":\"Access refused.\"}");
        assertThat(bob.get("/vhosts?columns=name").body()).isEqualTo("[{\"name\":\"v\"}]");
        assertThat(bob.get("/users").body()).contains("Not administrator user");
        assertThat(bob.get("/nodes").body()).contains("Not monitor user");
        assertThat(bob.put("/policies/v/p", "{}").body()).contains("User not authorised to access object");
        assertStatus(204, api.delete("/permissions/v/bob"));
        assertStatus(404, bob.get("/queues/v"));
        assertStatus(204, api.delete("/users/bob"));
    }

    @Test
    void topicPermissions() {
        assertStatus(201, api.put("/topic-permissions/v/guest", "{\"exchange\":\"amq.topic\",\"write\":\"^a\",\"read\":\"^b\"}"));
        String shown = "[{\"user\":\"guest\",\"vhost\":\"v\",\"exchange\":\"amq.topic\",\"write\":\"^a\",\"read\":\"^b\"}]";
        assertThat(api.get("/topic-permissions/v/guest").body()).isEqualTo(shown);
        assertThat(api.get("/vhosts/v/topic-permissions").body()).isEqualTo(shown);
        assertStatus(204, api.delete("/topic-permissions/v/guest/amq.topic"));
        assertStatus(404, api.get("/topic-permissions/v/guest"));
    }

    @Test
    void policies() {
        assertStatus(201, api.put("/policies/v/p", "{\"pattern\":\"^q\",\"definition\":{\"max-length\":10},\"priority\":3,\"apply-to\":\"queues\"}"));
        assertStatus(201, api.put("/operator-policies/v/o", "{\"pattern\":\"^q\",\"definition\":{\"max-length\":5}}"));
        assertThat(api.get("/policies/v/p").body()).isEqualTo("{\"vhost\":\"v\",\"name\":\"p\",\"pattern\":\"^q\",\"apply-to\":\"queues\","
                + "\"definition\":{\"max-length\":10},\"priority\":3}");
        api.put("/queues/v/q", "{}");
        assertThat(api.get("/queues/v/q?columns=policy,operator_policy,effective_policy_definition").body())
                .isEqualTo("{\"policy\":\"p\",\"operator_policy\":\"o\",\"effective_policy_definition\":{\"max-length\":5}}");
        assertThat(api.get("/parameters/operator_policy/v").body()).isEqualTo("[{\"value\":{\"pattern\":\"^q\",\"apply-to\":\"queues\","
                + "\"definition\":{\"max-length\":5},\"priority\":0},\"vhost\":\"v\",\"component\":\"operator_policy\",\"name\":\"o\"}]");
        assertThat(api.put("/policies/v/p", "{\"pattern\":\"a\",\"definition\":{\"nix\":1}}").body())
                .contains("Validation failed\\n\\n[{<<\\\"nix\\\">>,1}] are not recognised policy settings\\n");
        assertThat(api.put("/policies/v/p", "{}").body()).contains("[{key_missing,pattern},{key_missing,definition}]");
        assertStatus(204, api.delete("/policies/v/p"));
        assertStatus(404, api.delete("/policies/v/p"));
    }

    @Test
    void limits() {
        assertStatus(204, api.put("/vhost-limits/v/max-queues", "{\"value\":1}"));
        assertThat(api.get("/vhost-limits/v").body()).isEqualTo("[{\"vhost\":\"v\",\"value\":{\"max-queues\":1}}]");
        assertStatus(201, api.put("/queues/v/one", "{}"));
        assertThat(api.put("/queues/v/two", "{}").body()).contains("queue limit in vhost 'v' (1) is reached");
        assertStatus(204, api.delete("/vhost-limits/v/max-queues"));
        assertThat(api.get("/vhost-limits/v").body()).isEqualTo("[]");
        assertStatus(204, api.put("/user-limits/guest/max-connections", "{\"value\":100}"));
        assertThat(api.get("/user-limits").body()).isEqualTo("[{\"user\":\"guest\",\"value\":{\"max-connections\":100}}]");
        assertStatus(204, api.delete("/user-limits/guest/max-connections"));
    }

    @Test
    void exchanges() {
        assertStatus(201, api.put("/exchanges/v/x", "{\"type\":\"topic\",\"durable\":true,\"arguments\":{\"alternate-exchange\":\"a\"}}"));
        assertStatus(204, api.put("/exchanges/v/x", "{\"type\":\"topic\",\"durable\":\"true\",\"arguments\":{\"alternate-exchange\":\"a\"}}"));
        assertThat(api.get("/exchanges/v/x?disable_stats=true").body()).isEqualTo("{\"name\":\"x\",\"vhost\":\"v\",\"type\":\"topic\",\"durable\":true,"
                + "\"auto_delete\":false,\"internal\":false,\"arguments\":{\"alternate-exchange\":\"a\"},\"user_who_performed_action\":\"guest\"}");
        assertThat(api.put("/exchanges/v/x", "{\"durable\":true}").body()).contains(
                "inequivalent arg 'type' for exchange 'x' in vhost 'v': received 'direct' but current is 'topic'");
        assertStatus(401, api.delete("/exchanges/v/amq.default"));
        assertThat(api.get("/exchanges/v/amq.default?columns=name").body()).isEqualTo("{\"name\":\"\"}");
        assertStatus(204, api.delete("/exchanges/v/x"));
        assertStatus(404, api.delete("/exchanges/v/x"));
    }

    @Test
    void queues() {
        assertStatus(201, api.put("/queues/v/q", "{\"durable\":true,\"arguments\":{\"x-max-length\":7}}"));
        assertThat(api.get("/queues/v/q").body()).contains("\"name\":\"q\"", "\"type\":\"classic\"", "\"durable\":true",
                "\"arguments\":{\"x-max-length\":7,\"x-queue-type\":\"classic\"}", "\"messages\":0", "\"consumers\":0");
        assertThat(api.put("/queues/v/q", "{\"durable\":true,\"arguments\":{\"x-max-length\":8}}").body()).contains(
                "inequivalent arg 'x-max-length' for queue 'q' in vhost 'v': received '8' but current is '7'");
        publish("q", "one");
        assertThat(api.delete("/queues/v/q?if-empty=true")).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":\"queue 'q' in vhost 'v' not empty\"}");
        assertThat(api.get("/queues/v/q?columns=messages,messages_ready").body()).isEqualTo("{\"messages\":1,\"messages_ready\":1}");
        assertStatus(204, api.delete("/queues/v/q/contents"));
        assertThat(api.get("/queues/v/q?columns=messages").body()).isEqualTo("{\"messages\":0}");
        assertStatus(204, api.delete("/queues/v/q"));
        assertStatus(404, api.delete("/queues/v/q"));
    }

    @Test
    void countsWhatIsHeldAndWhoConsumes() throws Exception {
        api.put("/queues/v/q", "{}");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(BROKER.broker().amqpUri());
        factory.setVirtualHost("v");
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            publish("q", "one");
            publish("q", "two");
            channel.basicGet("q", false);
            assertThat(api.get("/queues/v/q?columns=messages,messages_ready,messages_unacknowledged").body())
                    .isEqualTo("{\"messages\":2,\"messages_ready\":1,\"messages_unacknowledged\":1}");
        }
    }

    @Test
    void bindings() {
        api.put("/queues/v/q", "{}");
        Reply made = api.post("/bindings/v/e/amq.topic/q/q", "{\"routing_key\":\"a b/c\",\"arguments\":{\"x\":1}}");
        assertStatus(201, made);
        String properties = made.header("location").substring(2);
        assertThat(properties).startsWith("a%2Bb%252Fc~").hasSize(18);
        assertThat(api.get("/bindings/v/e/amq.topic/q/q/" + properties).body()).contains("\"routing_key\":\"a b/c\"",
                "\"arguments\":{\"x\":1}", "\"destination_type\":\"queue\"");
        assertThat(api.get("/queues/v/q/bindings?columns=source&sort=source").body())
                .isEqualTo("[{\"source\":\"\"},{\"source\":\"amq.topic\"}]");
        assertStatus(201, api.post("/bindings/v/e/amq.topic/e/amq.fanout", ""));
        assertThat(api.get("/exchanges/v/amq.fanout/bindings/destination").body()).isEqualTo("[{\"source\":\"amq.topic\",\"vhost\":\"v\","
                + "\"destination\":\"amq.fanout\",\"destination_type\":\"exchange\",\"routing_key\":\"\",\"arguments\":{},\"properties_key\":\"~\"}]");
        assertStatus(204, api.delete("/bindings/v/e/amq.topic/e/amq.fanout/~"));
        assertStatus(204, api.delete("/bindings/v/e/amq.topic/q/q/" + properties));
        assertStatus(404, api.delete("/bindings/v/e/amq.topic/q/q/" + properties));
        assertThat(api.post("/bindings/v/e/none/q/q", "{}").body())
                .isEqualTo("{\"error\":\"not_found\",\"reason\":\"no exchange 'none' in vhost 'v'\"}");
    }

    @Test
    void publishesAndGets() {
        api.put("/queues/v/q", "{}");
        Reply published = api.post("/exchanges/v/amq.default/publish", "{\"properties\":{\"delivery_mode\":2,\"headers\":{\"a\":[1,\"x\"]}},"
                + "\"routing_key\":\"q\",\"payload\":\"/w==\",\"payload_encoding\":\"base64\"}");
        assertThat(published.body()).isEqualTo("{\"routed\":true}");
        publish("q", "text");
        String got = "{\"payload_bytes\":1,\"redelivered\":%s,\"exchange\":\"\",\"routing_key\":\"q\",\"message_count\":1,\"properties\":"
                + "{\"headers\":{\"a\":[1,\"x\"]},\"delivery_mode\":2},\"payload\":\"/w==\",\"payload_encoding\":\"base64\"}";
        assertThat(get("ack_requeue_true", 1)).isEqualTo("[" + got.formatted(false) + "]");
        assertThat(get("reject_requeue_true", 5)).startsWith("[" + got.formatted(true)).contains("\"payload\":\"text\"");
        assertThat(get("ack_requeue_false", 1)).contains("/w==");
        assertThat(get("reject_requeue_false", 1)).contains("\"text\"", "\"properties\":[]");
        assertThat(get("ack_requeue_false", 1)).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{\"properties\":{},\"routing_key\":\"q\",\"payload\":3,\"payload_encoding\":\"string\"}      | ~\"payload_not_string\"~",
        "{\"properties\":{},\"routing_key\":\"q\",\"payload\":\"\",\"payload_encoding\":\"x\"}        | ~[\"unsupported_encoding\",\"x\"]~",
        "{\"properties\":{\"delivery_mode\":\"2\"},\"routing_key\":\"q\",\"payload\":\"\",\"payload_encoding\":\"string\"} | ~[\"not_int\",\"delivery_mode\"]~",
        "{\"properties\":{\"expiration\":\"x\"},\"routing_key\":\"q\",\"payload\":\"\",\"payload_encoding\":\"string\"} | ~\"406 PRECONDITION_FAILED - invalid expiration 'x': no_integer\"~",
        "{\"properties\":{\"user_id\":\"x\"},\"routing_key\":\"q\",\"payload\":\"\",\"payload_encoding\":\"string\"} | ~\"406 PRECONDITION_FAILED - user_id property set to 'x' but authenticated user was 'guest'\"~",
    })
    void refusesBadMessages(String body, String reason) {
        assertThat(api.post("/exchanges/v/amq.default/publish", body)).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":" + reason + "}");
    }

    @Test
    void saysWhenAQueueRefusesAMessage() {
        api.put("/queues/v/q", "{\"arguments\":{\"x-max-length\":0,\"x-overflow\":\"reject-publish\"}}");
        assertThat(api.post("/exchanges/v/amq.default/publish", message("q", "x")).body())
                .contains("rejected Unable to publish message. Check queue limits.");
        assertThat(api.post("/exchanges/v/amq.default/publish", message("none", "x")).body()).isEqualTo("{\"routed\":false}");
    }

    @Test
    void overviewAndNode() {
        assertThat(api.get("/overview").body()).contains("\"product_name\":\"RabbitMQ\"", "\"rabbitmq_version\":\"4.3.5\"",
                "\"object_totals\":{", "\"queue_totals\":{", "\"node\":\"rabbit@localhost\"", "\"protocol\":\"amqp\"");
        assertThat(api.get("/nodes/rabbit@localhost?columns=name,running,mem_alarm").body())
                .isEqualTo("{\"name\":\"rabbit@localhost\",\"running\":true,\"mem_alarm\":false}");
        assertStatus(204, api.put("/cluster-name", "{\"name\":\"mine\"}"));
        assertThat(api.get("/cluster-name").body()).isEqualTo("{\"name\":\"mine\"}");
        assertThat(api.get("/global-parameters").body()).isEqualTo("[{\"name\":\"cluster_name\",\"value\":\"mine\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/checks/alarms", "/health/checks/local-alarms", "/health/checks/virtual-hosts",
        "/health/checks/certificate-expiration/1/months", "/health/checks/node-is-quorum-critical", "/aliveness-test/v",
        "/health/checks/protocol-listener/amqp", "/healthchecks/node", "/health/checks/is-in-service",
        "/health/checks/quorum-queues-without-elected-leaders/all-vhosts/", "/health/checks/metadata-store/initialized/with-data"})
    void isWell(String check) {
        assertThat(api.get(check)).matches(reply -> reply.status() == 200 && reply.body().contains("\"status\":\"ok\""));
    }

    @Test
    void noticesWhatIsMissing() {
        assertThat(api.get("/health/checks/port-listener/1")).matches(reply -> reply.status() == 503
                && reply.body().startsWith("{\"status\":\"failed\",\"reason\":\"No active listener\""));
        assertStatus(400, api.get("/health/checks/port-listener/x"));
        assertStatus(503, api.get("/health/checks/protocol-listener/amqp,mqtt"));
    }

    private String get(String mode, int count) {
        return api.post("/queues/v/q/get", "{\"count\":" + count + ",\"ackmode\":\"" + mode + "\",\"encoding\":\"auto\"}").body();
    }

    private void publish(String queue, String text) {
        assertThat(api.post("/exchanges/v/amq.default/publish", message(queue, text)).body()).isEqualTo("{\"routed\":true}");
    }

    private static String message(String key, String text) {
        return "{\"properties\":{},\"routing_key\":\"" + key + "\",\"payload\":\"" + text + "\",\"payload_encoding\":\"string\"}";
    }

    private static void assertStatus(int expected, Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(expected);
    }
}
