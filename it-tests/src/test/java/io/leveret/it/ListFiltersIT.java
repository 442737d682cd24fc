package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import io.leveret.broker.Leveret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of the HTTP API are asked for what is wrong. */
class ListFiltersIT {

    private static Leveret broker;
    private static Api api;
    private static Connection connection;
    private static Channel channel;

    @BeforeAll
    static void start() throws Exception {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start();
        api = Api.of(broker);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.amqpPort());
        connection = factory.newConnection("the shop");
        channel = connection.createChannel();
        api.put("/exchanges/%2F/dead", "{\"type\":\"fanout\"}");
        api.put("/exchanges/%2F/nowhere", "{}");
        api.put("/queues/%2F/work", "{\"arguments\":{\"x-dead-letter-exchange\":\"dead\",\"x-max-length\":3}}");
        api.put("/queues/%2F/parked", "{}");
        api.put("/queues/%2F/empty", "{}");
        api.post("/bindings/%2F/e/dead/q/parked", "{\"routing_key\":\"k\"}");
        channel.queueDeclare("mine", false, true, false, null);
        channel.basicConsume("empty", true, "careless", new DefaultConsumer(channel));
        for (int i = 0; i < 3; i++) channel.basicPublish("", "work", null, new byte[0]);
        api.put("/users/nobody", "{\"password_hash\":\"\",\"tags\":\"monitoring\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void queuesAreAskedForWhatIsTheMatterWithThem() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> names("/queues?filter=backlog").equals(List.of("work")));
        assertThat(names("/queues?filter=no_consumers")).containsExactly("work");
        assertThat(names("/queues?filter=needs_attention")).containsExactly("work");
        assertThat(names("/queues?filter=dead_letter_targets")).containsExactly("parked");
        assertThat(names("/queues?filter=exclusive")).containsExactly("mine");
        assertThat(names("/queues?filter=exclusive,backlog")).isEmpty();
        assertThat(names("/queues?sort=health.severity&sort=name&sort_reverse=true&columns=name").get(0)).isEqualTo("work");
        assertThat(api.get("/queues/%2F/work?columns=health").json().at("/health/state").asText()).isEqualTo("no_consumers");
        JsonNode page = api.get("/queues?page=1&filter=no_consumers&columns=name").json();
        assertThat(page.path("filtered_count").asInt()).isEqualTo(1);
        assertThat(page.path("total_count").asInt()).isEqualTo(4);
    }

    @Test
    void exchangesAreAskedForWhatIsUnusedAndWhatIsLost() throws Exception {
        assertThat(names("/exchanges?filter=declared")).containsExactly("dead", "nowhere");
        assertThat(names("/exchanges?filter=declared,unused")).containsExactly("nowhere");
        channel.basicPublish("nowhere", "k", null, new byte[0]);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> names("/exchanges?filter=unroutable").equals(List.of("nowhere")));
        assertThat(api.get("/exchanges/%2F/dead").json().path("bindings").asInt()).isEqualTo(1);
    }

    @Test
    void clientsAreAskedForWhatTheyDo() {
        assertThat(api.get("/consumers?filter=no_ack&columns=consumer_tag").body()).isEqualTo("[{\"consumer_tag\":\"careless\"}]");
        assertThat(api.get("/consumers?filter=inactive").body()).isEqualTo("[]");
        assertThat(api.get("/consumers?page=1&name=CARE&columns=consumer_tag").body()).contains("careless");
        assertThat(api.get("/connections?filter=no_tls").json()).hasSize(1);
        assertThat(api.get("/connections?filter=many_channels").json()).isEmpty();
        assertThat(api.get("/connections?page=1&name=shop").json().path("filtered_count").asInt()).isEqualTo(1);
        assertThat(api.get("/channels?filter=stuck").json()).isEmpty();
    }

    @Test
    void usersAreAskedForWhatTheyLack() {
        assertThat(names("/users?filter=no_permissions")).containsExactly("nobody");
        assertThat(names("/users?filter=no_password")).containsExactly("nobody");
        assertThat(names("/users?filter=administrators")).containsExactly("guest");
        assertThat(api.get("/users?filter=administrators&columns=virtual_hosts,connections").body())
            .isEqualTo("[{\"virtual_hosts\":[\"/\"],\"connections\":1}]");
    }

    @Test
    void bindingsAreNarrowedByTheirEnds() {
        assertThat(api.get("/bindings?page=1&source=de&columns=destination").body()).contains("\"items\":[{\"destination\":\"parked\"}]");
        assertThat(api.get("/bindings?page=1&destination=%5Epark&use_regex=true&routing_key=k").json().path("filtered_count").asInt()).isEqualTo(2);
        assertThat(api.get("/bindings?page=1&name=parked").json().path("filtered_count").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThat(api.get("/queues?filter=green").status()).isEqualTo(400);
        assertThat(api.get("/queues?filter=green").body()).contains("unknown filter 'green'; there are needs_attention, no_consumers");
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        api.get(path).json().forEach(each -> names.add(each.path("name").asText()));
        return names;
    }
}
