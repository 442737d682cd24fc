package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding things by name, and a virtual host as a graph. */
class SearchAndTopologyIT {
    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.inMemory();

    private static Api api;

    @BeforeAll
    static void declare() {
        api = BROKER.api();
        api.put("/vhosts/v", "");
        api.put("/exchanges/v/in", "{\"type\":\"topic\",\"arguments\":{\"alternate-exchange\":\"lost\"}}");
        api.put("/exchanges/v/deep", "{\"type\":\"fanout\"}");
        api.put("/queues/v/" + Api.encoded("orders/new ü"), "{\"arguments\":{\"x-dead-letter-exchange\":\"deep\"}}");
        api.put("/queues/v/orders", "{}");
        api.put("/queues/v/far", "{}");
        api.put("/queues/v/alone", "{\"arguments\":{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"far\"}}");
        api.post("/bindings/v/e/in/q/orders", "{\"routing_key\":\"a\"}");
        api.post("/bindings/v/e/in/q/orders", "{\"routing_key\":\"b\"}");
        api.post("/bindings/v/e/in/q/" + Api.encoded("orders/new ü"), "{\"routing_key\":\"#\"}");
        api.post("/bindings/v/e/deep/q/far", "{}");
        api.put("/policies/v/orders-policy", "{\"pattern\":\"x\",\"definition\":{\"max-length\":1}}");
        api.put("/users/orderly", "{\"password\":\"secret\",\"tags\":\"management\"}");
    }

    @Test
    void findsThingsOfAllKinds() throws Exception {
        try (Connection connection = connect("the orders client", "/")) {
            String found = api.get("/search?q=ORDER").body();
            assertThat(found).startsWith("{\"queues\":{\"total\":2,\"items\":[{\"name\":\"orders\",\"vhost\":\"v\"},{\"name\":\"orders/new ü\",\"vhost\":\"v\"}]}")
                    .contains("\"exchanges\":{\"total\":0,\"items\":[]}", "\"user_provided_name\":\"the orders client\"",
                            "\"users\":{\"total\":1,\"items\":[{\"name\":\"orderly\"}]}", "\"policies\":{\"total\":1,\"items\":[{\"name\":\"orders-policy\",\"vhost\":\"v\"}]}");
            assertThat(connection.isOpen()).isTrue();
        }
        assertThat(api.get("/search?q=order&limit=1").body()).contains("{\"total\":2,\"items\":[{\"name\":\"orders\",\"vhost\":\"v\"}]}");
        assertThat(api.get("/search?q=" + Api.encoded("/new ü")).body()).contains("orders/new ü");
    }

    @Test
    void findsOnlyWhatTheCallerMaySee() {
        String found = api.as("orderly", "secret").get("/search?q=o").body();
        assertThat(found).contains("\"queues\":{\"total\":0", "\"users\":{\"total\":0", "\"connections\":{\"total\":0", "\"vhosts\":{\"total\":0");
        assertThat(api.get("/search").status()).isEqualTo(400);
        assertThat(api.get("/search?q=a&limit=x").status()).isEqualTo(400);
        assertThat(api.as("orderly", "secret").get("/topology/v").status()).isEqualTo(404);
    }

    @Test
    void drawsAVirtualHost() {
        String graph = api.get("/topology/v").body();
        assertThat(graph).contains("\"nodes_left_out\":0,\"edges_left_out\":0",
                "{\"kind\":\"binding\",\"from\":\"e:in\",\"to\":\"q:orders\",\"keys\":[\"a\",\"b\"],\"bindings\":2,\"rate\":0.0}",
                "{\"kind\":\"alternate\",\"from\":\"e:in\",\"to\":\"e:lost\",\"keys\":[]}",
                "{\"kind\":\"dead_letter\",\"from\":\"q:orders/new ü\",\"to\":\"e:deep\",\"keys\":[]}",
                "{\"kind\":\"dead_letter\",\"from\":\"q:alone\",\"to\":\"q:far\",\"keys\":[\"far\"]}",
                "{\"id\":\"e:lost\",\"kind\":\"missing\",\"name\":\"lost\"}", "{\"id\":\"q:orders\",\"kind\":\"queue\",\"name\":\"orders\",\"type\":\"classic\"");
        assertThat(graph).doesNotContain("amq.fanout");
    }

    @Test
    void drawsWhoPublishesAndConsumes() throws Exception {
        api.put("/vhosts/busy", "");
        api.put("/exchanges/busy/deep", "{\"type\":\"fanout\"}");
        api.put("/queues/busy/far", "{}");
        try (Connection connection = connect("both", "busy"); Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicConsume("far", (tag, delivery) -> { }, tag -> { });
            channel.basicPublish("deep", "", null, new byte[0]);
            channel.waitForConfirmsOrDie();
            String graph = api.get("/topology/busy?clients=true").body();
            assertThat(graph).containsPattern("\"id\":\"p:([^\"]+)\",\"kind\":\"publisher\",\"name\":\"both\",\"connection\":\"\\1\",\"user\":\"guest\"")
                    .containsPattern("\"kind\":\"publish\",\"from\":\"p:[^\"]+\",\"to\":\"e:deep\",\"keys\":\\[],\"rate\":")
                    .containsPattern("\"kind\":\"consume\",\"from\":\"q:far\",\"to\":\"c:[^\"]+\",\"keys\":\\[],\"rate\":");
            assertThat(graph).doesNotContain("\"id\":\"e:\"");
            assertThat(api.get("/topology/busy").body()).doesNotContain("publisher", "consume\"");
        }
    }

    @Test
    void drawsTheDefaultExchangeWhereItIsUsed() throws Exception {
        api.put("/vhosts/plain", "");
        api.put("/queues/plain/straight", "{}");
        api.put("/queues/plain/unused", "{}");
        try (Connection connection = connect("straight", "plain"); Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish("", "straight", null, new byte[0]);
            channel.waitForConfirmsOrDie();
            assertThat(api.get("/topology/plain?clients=true").body()).contains("{\"id\":\"e:\",\"kind\":\"exchange\",\"name\":\"\",\"type\":\"direct\"")
                    .containsPattern("\"kind\":\"publish\",\"from\":\"p:[^\"]+\",\"to\":\"e:\"")
                    .contains("\"from\":\"e:\",\"to\":\"q:straight\",\"keys\":[\"straight\"]").doesNotContain("\"to\":\"q:unused\"");
            assertThat(api.get("/topology/plain").body()).doesNotContain("\"e:\"");
        }
        api.put("/queues/plain/dying", "{\"arguments\":{\"x-dead-letter-exchange\":\"\"}}");
        assertThat(api.get("/topology/plain").body()).contains("\"kind\":\"dead_letter\",\"from\":\"q:dying\",\"to\":\"e:\"").doesNotContain("missing");
    }

    @Test
    void drawsAPartOfIt() {
        assertThat(api.get("/topology/v?around=e:deep").body()).contains("\"e:deep\"", "\"q:far\"", "\"q:orders/new ü\"").doesNotContain("\"id\":\"e:in\"");
        assertThat(api.get("/topology/v?around=e:deep&hops=2").body()).contains("\"id\":\"e:in\"", "\"id\":\"q:alone\"").doesNotContain("\"id\":\"q:orders\"");
        assertThat(api.get("/topology/v?around=e:deep&hops=0").body()).contains("\"nodes\":[{\"id\":\"e:deep\"").contains("\"edges\":[]");
        assertThat(api.get("/topology/v?name=IN").body()).contains("\"id\":\"e:in\"", "\"id\":\"q:orders\"").doesNotContain("\"id\":\"e:deep\"");
        assertThat(api.get("/topology/v?traffic=true").body()).contains("\"nodes\":[]");
        assertThat(api.get("/topology/v?limit=2").body()).contains("\"nodes_left_out\":5");
        assertThat(api.get("/topology/v?around=q:nowhere").status()).isEqualTo(404);
        assertThat(api.get("/topology/nowhere").status()).isEqualTo(404);
        assertThat(api.get("/topology/v?hops=x&around=e:in").status()).isEqualTo(400);
    }

    private static Connection connect(String name, String virtualHost) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(BROKER.broker().amqpPort());
        factory.setVirtualHost(virtualHost);
        return factory.newConnection(name);
    }
}
