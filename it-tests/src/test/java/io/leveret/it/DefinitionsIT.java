package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Declarations as files. */
class DefinitionsIT {

    /** As RabbitMQ 3.10 writes it. */
    private static final String OLD = """
        {"rabbit_version":"3.10.8","rabbitmq_version":"3.10.8","product_name":"RabbitMQ","product_version":"3.10.8",
        "users":[{"name":"old","password_hash":"kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR",
            "hashing_algorithm":"rabbit_password_hashing_sha256","tags":["management"],"limits":{}},
          {"name":"older","password_hash":"kI3GChNpte2FApYFXScl+0dIluk=","tags":"management,monitoring"}],
        "vhosts":[{"name":"/"},{"name":"shop"}],
        "permissions":[{"user":"old","vhost":"shop","configure":"","write":"^o","read":".*"}],
        "topic_permissions":[{"user":"old","vhost":"shop","exchange":"events","write":"^a","read":"^b"}],
        "parameters":[{"vhost":"shop","component":"vhost-limits","name":"limits","value":{"max-queues":50}},
          {"vhost":"shop","component":"operator_policy","name":"op","value":{"pattern":"^o","apply-to":"queues","definition":{"max-length":9},"priority":1}},
          {"vhost":"shop","component":"shovel","name":"s","value":{"src-queue":"orders","reconnect-delay":5}}],
        "global_parameters":[{"name":"cluster_name","value":"rabbit@old"},{"name":"internal_cluster_id","value":"x"}],
        "policies":[{"vhost":"shop","name":"p","pattern":"^o","apply-to":"all","definition":{"message-ttl":1000},"priority":0}],
        "queues":[{"name":"orders","vhost":"shop","durable":true,"auto_delete":false,"arguments":{"x-queue-type":"classic","x-max-length":7}},
          {"name":"safe","vhost":"shop","durable":true,"auto_delete":false,"type":"quorum","arguments":{}}],
        "exchanges":[{"name":"events","vhost":"shop","type":"topic","durable":true,"auto_delete":false,"internal":true,"arguments":{}},
          {"name":"amq.rabbitmq.log","vhost":"/","type":"topic","durable":true,"auto_delete":false,"internal":true,"arguments":{}}],
        "bindings":[{"source":"events","vhost":"shop","destination":"orders","destination_type":"queue","routing_key":"a.#","arguments":{"x":1}},
          {"source":"amq.direct","vhost":"shop","destination":"events","destination_type":"exchange","routing_key":"k","arguments":{}}]}
        """;

    @Test
    void takesInWhatAnotherBrokerHasWritten() {
        withBroker(api -> {
            assertThat(api.post("/definitions", OLD).status()).isEqualTo(204);
            assertThat(api.as("old", "test12").get("/whoami").status()).isEqualTo(200);
            assertThat(api.as("older", "test12").get("/whoami").status()).isEqualTo(200);
            assertThat(api.get("/queues/shop?columns=name,type,policy,operator_policy&sort=name").body()).isEqualTo(
                    "[{\"name\":\"orders\",\"type\":\"classic\",\"policy\":\"p\",\"operator_policy\":\"op\"},{\"name\":\"safe\",\"type\":\"quorum\"}]");
            assertThat(api.get("/exchanges/shop/events/bindings/source?columns=destination,routing_key,arguments").body())
                    .isEqualTo("[{\"destination\":\"orders\",\"routing_key\":\"a.#\",\"arguments\":{\"x\":1}}]");
            assertThat(api.get("/vhost-limits").body()).isEqualTo("[{\"vhost\":\"shop\",\"value\":{\"max-queues\":50}}]");
            assertThat(api.get("/cluster-name").body()).contains("rabbit@old");
        });
    }

    @Test
    void whatIsWrittenAndTakenInIsTheSame() {
        withBroker(api -> {
            assertThat(api.post("/definitions", OLD).status()).isEqualTo(204);
            String written = api.get("/definitions").body();
            assertThat(api.post("/definitions", written).status()).isEqualTo(204);
            assertThat(api.get("/definitions").body()).isEqualTo(written);
            withBroker(other -> {
                assertThat(other.post("/definitions", written).status()).isEqualTo(204);
                assertThat(other.get("/definitions").body()).isEqualTo(written);
            });
        });
    }

    @Test
    void oneVirtualHostGoesIntoAnother() {
        withBroker(api -> {
            api.post("/definitions", OLD);
            String written = api.get("/definitions/shop").body();
            assertThat(written).contains("\"rabbitmq_definition_format\":\"single_virtual_host\"", "\"original_vhost_name\":\"shop\"")
                    .doesNotContain("\"vhost\":", "\"users\":");
            api.put("/vhosts/copy", "");
            assertThat(api.post("/definitions/copy", written).status()).isEqualTo(204);
            assertThat(api.get("/definitions/copy").body().replace("copy", "shop")).isEqualTo(written);
        });
    }

    @Test
    void aFileMayBeAsLongAsIsSaid() {
        withBroker(api -> assertThat(api.post("/definitions", "{}" + " ".repeat(20_000_000 - 2)).status()).isEqualTo(204));
    }

    @Test
    void theHeaderForAVirtualHostMeansThatAlone() {
        withBroker(api -> {
            api.post("/definitions", OLD);
            String file = api.get("/definitions/shop").body();
            assertThat(api.send("GET", "/definitions", "", "x-vhost", "shop").body()).isEqualTo(file);
            api.put("/vhosts/copy", "");
            assertThat(api.send("POST", "/definitions", file, "x-vhost", "copy").status()).isEqualTo(204);
            assertThat(api.get("/queues/copy/orders").status()).isEqualTo(200);
            for (String method : List.of("GET", "POST")) {
                assertThat(api.send(method, "/definitions", "", "x-vhost", "none")).extracting(Reply::status, Reply::body)
                        .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":\"vhost_not_found\"}");
            }
        });
    }

    @Test
    void nothingBringsNothingAndWhatIsNoObjectIsNoFile() {
        withBroker(api -> {
            String before = api.get("/definitions").body();
            for (String path : List.of("/definitions", "/definitions/%2F")) {
                assertThat(api.post(path, "").status()).isEqualTo(204);
                assertThat(api.post(path, "{}").status()).isEqualTo(204);
                for (String body : List.of("null", "[]", "\"\"", "5", "{")) {
                    assertThat(api.post(path, body).body()).isEqualTo("{\"error\":\"bad_request\",\"reason\":\"failed_to_parse_json\"}");
                }
            }
            assertThat(api.get("/definitions").body()).isEqualTo(before);
        });
    }

    @Test
    void saysAllThatIsWrongAndDoesNothing() {
        withBroker(api -> {
            String before = api.get("/definitions").body();
            Reply reply = api.post("/definitions", OLD.replace("\"type\":\"topic\",\"durable\":true,\"auto_delete\":false,\"internal\":true,"
                    + "\"arguments\":{}},", "\"type\":\"nix\"},").replace("\"x-max-length\":7", "\"x-max-length\":\"z\"")
                    .replace("\"user\":\"old\",\"vhost\":\"shop\",\"configure\"", "\"user\":\"nobody\",\"vhost\":\"shop\",\"configure\""));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("permissions, nobody: no such user", "exchanges, events: unknown exchange type 'nix'",
                    "queues, orders: invalid arg 'x-max-length' for queue 'orders' in vhost 'shop'");
            assertThat(api.get("/definitions").body()).isEqualTo(before);
            assertThat(api.post("/definitions", "{").body()).isEqualTo("{\"error\":\"bad_request\",\"reason\":\"failed_to_parse_json\"}");
        });
    }

    @Test
    void whatIsThereAlreadyStays() {
        withBroker(api -> {
            api.put("/vhosts/shop", "");
            api.put("/queues/shop/orders", "{\"durable\":true,\"arguments\":{\"x-max-length\":99}}");
            assertThat(api.post("/definitions", OLD).status()).isEqualTo(204);
            assertThat(api.get("/queues/shop/orders?columns=arguments.x-max-length").body()).isEqualTo("{\"arguments\":{\"x-max-length\":99}}");
        });
    }

    @Test
    void isForAdministratorsAndForFiles() {
        withBroker(api -> {
            api.put("/users/monitor", "{\"password\":\"secret\",\"tags\":\"monitoring\"}");
            assertThat(api.as("monitor", "secret").get("/definitions").status()).isEqualTo(401);
            Reply reply = api.get("/definitions?download=all.json");
            assertThat(reply.header("content-disposition")).isEqualTo("attachment; filename=all.json");
            assertThat(api.send("GET", "/definitions", "", "if-none-match", reply.header("etag")).status()).isEqualTo(304);
        });
    }

    private static void withBroker(Consumer<Api> test) {
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start()) {
            test.accept(Api.of(broker));
        }
    }
}
