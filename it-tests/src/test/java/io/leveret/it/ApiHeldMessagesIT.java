package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.GetResponse;
import io.leveret.it.Api.Reply;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients hold and what waits for its time, as the HTTP API shows it. */
class ApiHeldMessagesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.inMemory();

    private final Api api = BROKER.api();
    private final Channel channel = BROKER.channel();

    @AfterEach
    void tidyUp() throws Exception {
        channel.queueDelete("q");
        channel.exchangeDelete("later");
    }

    @Test
    void whoHoldsWhatIsShown() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        publish(10);
        channel.basicQos(4);
        channel.basicConsume("q", false, "eater", new DefaultConsumer(channel));
        Awaitility.await().until(() -> read("/queues/%2F/q/unacked").path("total").asInt() == 4);
        Channel other = BROKER.connection().createChannel();
        other.basicGet("q", true);
        GetResponse got = other.basicGet("q", false);
        Awaitility.await().until(() -> read("/queues/%2F/q/unacked").path("total").asInt() == 5);
        JsonNode held = read("/queues/%2F/q/unacked").path("messages");
        assertThat(held).hasSize(5);
        for (int i = 0; i < 4; i++) {
            JsonNode each = held.get(i);
            assertThat(each.path("consumer_tag").asText()).isEqualTo("eater");
            assertThat(each.path("delivery_tag").asLong()).isEqualTo(i + 1);
            assertThat(each.path("routing_key").asText()).isEqualTo("q");
            assertThat(each.path("payload_bytes").asInt()).isEqualTo(2);
            assertThat(each.path("redelivered").asBoolean()).isFalse();
            assertThat(each.path("age").asLong()).isBetween(0L, 60_000L);
            assertThat(each.at("/channel_details/number").asInt()).isEqualTo(channel.getChannelNumber());
            assertThat(each.at("/channel_details/name").asText()).startsWith(each.at("/channel_details/connection_name").asText() + " (");
            assertThat(each.at("/channel_details/user").asText()).isEqualTo("guest");
        }
        assertThat(held.get(4).has("consumer_tag")).isFalse();
        assertThat(held.get(4).path("delivery_tag").asLong()).isEqualTo(got.getEnvelope().getDeliveryTag());
        assertThat(held.get(4).at("/channel_details/number").asInt()).isEqualTo(other.getChannelNumber());
        assertThat(read("/queues/%2F/q/unacked?offset=3&count=1").path("messages").findValuesAsText("delivery_tag")).containsExactly("4");
        channel.basicAck(2, false);
        Awaitility.await().untilAsserted(() -> assertThat(read("/queues/%2F/q/unacked").path("messages").findValuesAsText("delivery_tag"))
            .containsExactlyInAnyOrder("1", "3", "4", "5", String.valueOf(got.getEnvelope().getDeliveryTag())));
    }

    @Test
    void delayedMessagesAreListedAndTakenBack() throws Exception {
        channel.exchangeDeclare("later", "x-delayed-message", false, false, Map.of("x-delayed-type", "fanout"));
        assertThat(read("/exchanges/%2F/later/delayed").path("messages")).isEmpty();
        channel.queueDeclare("q", false, false, false, null);
        channel.queueBind("q", "later", "");
        for (int seconds : new int[] {3000, 1000, 2000}) {
            channel.basicPublish("later", "k" + seconds, new BasicProperties.Builder().headers(Map.of("x-delay", seconds * 1000)).build(),
                ("in " + seconds).getBytes());
        }
        channel.waitForConfirmsOrDie(10_000);
        JsonNode first = read("/exchanges/%2F/later/delayed?count=2");
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(first.path("messages").findValuesAsText("payload")).containsExactly("in 1000", "in 2000");
        JsonNode rest = read("/exchanges/%2F/later/delayed?cursor=" + first.path("cursor").asText());
        assertThat(rest.path("messages").findValuesAsText("payload")).containsExactly("in 3000");
        assertThat(rest.at("/messages/0/due_in").asLong()).isBetween(2_900_000L, 3_000_000L);
        assertThat(rest.at("/messages/0/routing_key").asText()).isEqualTo("k3000");
        String second = first.at("/messages/1/id").asText();
        assertThat(api.delete("/exchanges/%2F/later/delayed/" + second).status()).isEqualTo(204);
        assertThat(api.delete("/exchanges/%2F/later/delayed/" + second).status()).isEqualTo(404);
        assertThat(read("/exchanges/%2F/later/delayed").path("messages").findValuesAsText("payload")).containsExactly("in 1000", "in 3000");
        assertThat(api.get("/exchanges/%2F/none/delayed").status()).isEqualTo(404);
        assertThat(api.delete("/exchanges/%2F/amq.fanout/delayed/" + second).status()).isEqualTo(404);
    }

    @Test
    void retriesThatWaitAreListedAndTakenBack() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of("x-delayed-retry-type", "all", "x-delayed-retry-min", 3_000_000));
        publish(3);
        for (int i = 0; i < 3; i++) channel.basicReject(channel.basicGet("q", false).getEnvelope().getDeliveryTag(), true);
        Awaitility.await().until(() -> read("/queues/%2F/q/delayed").path("total").asInt() == 3);
        JsonNode waiting = read("/queues/%2F/q/delayed");
        assertThat(waiting.path("messages").findValuesAsText("payload")).containsExactly("m0", "m1", "m2");
        assertThat(waiting.at("/messages/0/redelivered").asBoolean()).isTrue();
        assertThat(api.delete("/queues/%2F/q/delayed/" + waiting.at("/messages/1/id").asText()).status()).isEqualTo(204);
        assertThat(read("/queues/%2F/q/delayed").path("messages").findValuesAsText("payload")).containsExactly("m0", "m2");
        assertThat(read("/queues/%2F/q/messages").path("messages")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unacked?count=0", "unacked?count=x", "unacked?offset=-1", "unacked?offset=100001", "delayed?count=501", "delayed?cursor=x",
        "delayed?cursor=1-2", "delayed?truncate=-1", "delayed?encoding=x"})
    void refusesWhatItCannotUnderstand(String query) throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        assertThat(api.get("/queues/%2F/q/" + query).status()).isEqualTo(400);
        assertThat(api.delete("/queues/%2F/q/delayed/x").status()).isEqualTo(400);
    }

    @Test
    void onlyWhoMayReadMayLook() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        channel.exchangeDeclare("later", "x-delayed-message", false, false, Map.of("x-delayed-type", "fanout"));
        api.put("/users/eve", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/%2F/eve", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\"^other\"}");
        Api eve = api.as("eve", "secret");
        for (String path : List.of("/queues/%2F/q/unacked", "/queues/%2F/q/delayed", "/exchanges/%2F/later/delayed")) {
            assertThat(eve.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(eve.delete("/queues/%2F/q/delayed/1-1-1").status()).isEqualTo(401);
        api.put("/permissions/%2F/eve", "{\"configure\":\".*\",\"write\":\"\",\"read\":\".*\"}");
        assertThat(eve.get("/exchanges/%2F/later/delayed").status()).isEqualTo(200);
        assertThat(eve.delete("/exchanges/%2F/later/delayed/1-1-1").status()).isEqualTo(401);
        api.delete("/users/eve");
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) channel.basicPublish("", "q", null, ("m" + i).getBytes());
        channel.waitForConfirmsOrDie(10_000);
    }

    private JsonNode read(String path) throws Exception {
        Reply reply = api.get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
