package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.it.Api.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /api/explain}: where a message would go and why, and which ways lead to a queue. */
class ExplainRoutingIT {

    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.inMemory();

    private final Api api = BROKER.api();

    @BeforeEach
    void makeVirtualHost() {
        api.put("/vhosts/v", "");
    }

    @AfterEach
    void deleteVirtualHost() {
        api.delete("/vhosts/v");
    }

    @Test
    void tellsWordByWordWhyABindingMatches() {
        queue("orders", "{}");
        queue("audit", "{}");
        bind("amq.topic", "q", "orders", "order.*.eu");
        bind("amq.topic", "q", "orders", "order.#");
        bind("amq.topic", "q", "audit", "invoice.#");
        Reply reply = explain("amq.topic", "{\"routing_key\":\"order.new.eu\"}");
        assertThat(reply.body()).contains("\"routed\":true", "\"duplicates_removed\":1", "\"matched\":2,\"unmatched\":1",
                "{\"pattern\":\"*\",\"words\":[\"new\"],\"matched\":true}", "{\"pattern\":\"#\",\"words\":[\"new\",\"eu\"],\"matched\":true}",
                "{\"pattern\":\"invoice\",\"words\":[\"order\"],\"matched\":false}", "\"effect\":\"queue_repeated\"",
                "\"queues\":[{\"name\":\"orders\",\"after_ms\":0,\"certain\":true,\"ways\":2");
        assertThat(api.get("/queues/v/orders?columns=messages").body()).isEqualTo("{\"messages\":0}");
    }

    @Test
    void comparesHeaders() {
        queue("q", "{}");
        api.post("/bindings/v/e/amq.headers/q/q", "{\"arguments\":{\"x-match\":\"any\",\"format\":\"pdf\",\"x-ignored\":1}}");
        assertThat(explain("amq.headers", "{\"headers\":{\"format\":\"doc\"}}").body()).contains("\"routed\":false", "\"x_match\":\"any\"",
                "{\"header\":\"format\",\"wanted\":\"pdf\",\"actual\":\"doc\",\"counts\":true,\"matched\":false}", "\"counts\":false");
        assertThat(explain("amq.headers", "{\"properties\":{\"headers\":{\"format\":\"pdf\"}}}").body()).contains("\"routed\":true");
    }

    @Test
    void followsExchangesAlternatesAndCopies() {
        api.put("/exchanges/v/in", "{\"type\":\"direct\",\"arguments\":{\"alternate-exchange\":\"lost\"}}");
        api.put("/exchanges/v/lost", "{\"type\":\"fanout\",\"internal\":true}");
        api.put("/exchanges/v/loop", "{\"type\":\"fanout\"}");
        queue("found", "{}");
        queue("unrouted", "{}");
        bind("in", "e", "loop", "k");
        bind("loop", "e", "in", "");
        bind("loop", "q", "found", "");
        bind("lost", "q", "unrouted", "");
        assertThat(explain("in", "{\"routing_key\":\"k\"}").body()).contains("\"effect\":\"exchange_next\"",
                "\"effect\":\"exchange_repeated\"", "\"name\":\"found\"", "{\"name\":\"lost\",\"outcome\":\"not_needed\"}");
        assertThat(explain("in", "{\"routing_key\":\"other\"}").body()).contains("{\"name\":\"lost\",\"outcome\":\"taken\"}",
                "\"exchange\":\"lost\",\"type\":\"fanout\",\"internal\":true,\"entry\":\"alternate\",\"from\":\"in\"", "\"name\":\"unrouted\"");
        assertThat(explain("in", "{\"routing_key\":\"other\",\"headers\":{\"CC\":[\"k\"]}}").body())
                .contains("{\"key\":\"k\",\"from\":\"CC\"}", "\"name\":\"found\"");
        assertThat(explain("lost", "{}").body()).contains("\"publishable\":false", "cannot publish to internal exchange");
    }

    @Test
    void tellsWhatQueuesWouldDo() {
        queue("full", "{\"x-max-length\":1,\"x-overflow\":\"reject-publish\"}");
        queue("mortal", "{\"x-message-ttl\":5000,\"x-dead-letter-exchange\":\"graves\"}");
        api.post("/exchanges/v/amq.default/publish", "{\"properties\":{},\"routing_key\":\"full\",\"payload\":\"x\",\"payload_encoding\":\"string\"}");
        // How many messages a queue holds is told by its loop, a little after the publish is answered.
        await().untilAsserted(() -> assertThat(explain("amq.default", "{\"routing_key\":\"full\",\"headers\":{\"CC\":[\"mortal\",\"nobody\"]}}").body())
                .contains("\"full\":true,\"refused\":true,\"overflow\":\"reject-publish\",\"max_length\":1", "basic.nack",
                        "\"ttl_ms\":5000,\"ttl_from\":\"queue\"", "\"dead_letter_exchange_exists\":false", "there is no exchange 'graves'"));
        assertThat(explain("amq.default", "{\"routing_key\":\"mortal\",\"properties\":{\"expiration\":\"10\"}}").body())
                .contains("\"ttl_ms\":10,\"ttl_from\":\"message\"");
    }

    @Test
    void showsOnlyAsMuchAsIsWanted() {
        queue("q", "{}");
        queue("other", "{}");
        for (int i = 0; i < 20; i++) bind("amq.direct", "q", i < 5 ? "other" : "q", "key " + i);
        assertThat(explain("amq.direct", "{\"routing_key\":\"key 3\",\"unmatched_limit\":4}").body())
                .contains("\"matched\":1,\"unmatched\":19", "\"bindings_left_out\":15");
        assertThat(explain("amq.direct", "{\"routing_key\":\"x\",\"destination\":\"other\"}").body()).contains("\"bindings_left_out\":15");
    }

    @Test
    void namesTheWaysToAQueue() {
        api.put("/exchanges/v/in", "{\"type\":\"topic\"}");
        api.put("/exchanges/v/first", "{\"type\":\"direct\",\"arguments\":{\"alternate-exchange\":\"in\"}}");
        queue("q", "{}");
        queue("dying", "{\"x-dead-letter-exchange\":\"in\"}");
        queue("leading", "{\"x-dead-letter-exchange\":\"amq.topic\",\"x-dead-letter-routing-key\":\"a.dead\"}");
        queue("misleading", "{\"x-dead-letter-exchange\":\"amq.topic\",\"x-dead-letter-routing-key\":\"dead\"}");
        queue("next", "{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"other\"}");
        bind("in", "e", "amq.topic", "a.#");
        bind("amq.topic", "q", "q", "a.*");
        String ways = api.get("/explain/v/q/q").body();
        assertThat(ways).contains("\"complete\":true", "{\"exchange\":\"\",\"type\":\"direct\",\"example_routing_key\":\"q\"",
                "{\"exchange\":\"amq.topic\",\"type\":\"topic\",\"example_routing_key\":\"a.any\"", "{\"exchange\":\"in\",\"type\":\"topic\"",
                "\"kind\":\"alternate\",\"type\":\"direct\",\"source\":\"first\",\"destination\":\"in\"",
                "\"dead_letters_from\":[{\"queue\":\"dying\",\"exchange\":\"in\"},{\"queue\":\"leading\",\"exchange\":\"amq.topic\"}]");
        assertThat(api.get("/explain/v/q/q?limit=1").body()).contains("\"complete\":false");
    }

    @Test
    void saysWhereNothingFits() {
        queue("q", "{}");
        bind("amq.direct", "q", "q", "k");
        assertThat(explain("amq.direct", "{\"routing_key\":\"k\"}").body()).contains("\"fate\":\"routed\",\"matched\":1");
        assertThat(explain("amq.direct", "{\"routing_key\":\"other\"}").body()).contains("\"routed\":false", "\"fate\":\"no_match\",\"matched\":0");
    }

    @Test
    void takesOddNamesAndRefusesNonsense() {
        String odd = "a/b %25 ü\uD83D\uDC07?";
        assertThat(api.put("/exchanges/v/" + Api.encoded(odd), "{\"type\":\"fanout\"}").status()).isEqualTo(201);
        assertThat(api.put("/queues/v/" + Api.encoded(odd), "{}").status()).isEqualTo(201);
        bind(odd, "q", odd, "");
        assertThat(explain(odd, "").body()).contains("\"routed\":true");
        assertThat(api.get("/explain/v/q/" + Api.encoded(odd)).status()).isEqualTo(200);
        assertThat(explain("nowhere", "{}").status()).isEqualTo(404);
        assertThat(api.post("/explain/nowhere/amq.topic", "{}").status()).isEqualTo(404);
        assertThat(api.get("/explain/v/q/nowhere").status()).isEqualTo(404);
        for (String bad : new String[] {"{", "[]", "{\"routing_key\":1}", "{\"headers\":7}", "{\"headers\":{\"CC\":\"k\"}}", "{\"limit\":-1}",
            "{\"limit\":\"x\"}", "{\"properties\":{\"expiration\":\"x\"}}", "{\"routing_key\":\"" + "x".repeat(256) + "\"}"}) {
            assertThat(explain("amq.topic", bad)).as(bad).satisfies(reply -> {
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.body()).contains("\"error\":\"bad_request\"");
            });
        }
    }

    private Reply explain(String exchange, String body) {
        return api.post("/explain/v/" + Api.encoded(exchange), body);
    }

    private void queue(String name, String arguments) {
        assertThat(api.put("/queues/v/" + name, "{\"arguments\":" + arguments + "}").status()).isEqualTo(201);
    }

    private void bind(String source, String kind, String destination, String key) {
        String path = "/bindings/v/e/" + Api.encoded(source) + "/" + kind + "/" + Api.encoded(destination);
        assertThat(api.post(path, "{\"routing_key\":\"" + key + "\"}").status()).isEqualTo(201);
    }
}
