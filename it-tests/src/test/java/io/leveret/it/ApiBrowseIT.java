package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.leveret.it.Api.Reply;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are looked at over HTTP where they stand, and nobody notices. */
class ApiBrowseIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.inMemory();

    private final Api api = BROKER.api();
    private final Channel channel = BROKER.channel();

    @AfterEach
    void tidyUp() throws Exception {
        channel.queueDelete("q");
    }

    @Test
    void aMessageIsShownAsItStands() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        channel.queueBind("q", "amq.topic", "#");
        channel.basicPublish("amq.topic", "a.b", new BasicProperties.Builder().contentType("text/plain").priority(3)
            .headers(Map.of("tenant", "blue")).timestamp(new Date(System.currentTimeMillis() - 60_000)).expiration("600000").build(),
            "hello wörld".getBytes("UTF-8"));
        channel.basicPublish("amq.topic", "c", null, new byte[] {(byte) 0xff, 0, 1});
        channel.waitForConfirmsOrDie(10_000);
        JsonNode first = read("/queues/%2F/q/messages").at("/messages/0");
        assertThat(first.path("id").asText()).matches("\\d+-1");
        assertThat(first.path("position").asLong()).isZero();
        assertThat(first.path("exchange").asText()).isEqualTo("amq.topic");
        assertThat(first.path("routing_key").asText()).isEqualTo("a.b");
        assertThat(first.path("redelivered").asBoolean()).isFalse();
        assertThat(first.path("age").asLong()).isBetween(0L, 50_000L);
        assertThat(first.path("arrived_at").asLong()).isBetween(System.currentTimeMillis() - 50_000, System.currentTimeMillis());
        assertThat(first.path("expires_at").asLong()).isGreaterThan(System.currentTimeMillis());
        assertThat(first.path("expired").asBoolean()).isFalse();
        assertThat(first.at("/properties/headers/tenant").asText()).isEqualTo("blue");
        assertThat(first.at("/properties/priority").asInt()).isEqualTo(3);
        assertThat(first.path("payload").asText()).isEqualTo("hello wörld");
        assertThat(first.path("payload_encoding").asText()).isEqualTo("string");
        JsonNode second = read("/queues/%2F/q/messages?offset=1").at("/messages/0");
        assertThat(second.path("payload").asText()).isEqualTo("/wAB");
        assertThat(second.path("payload_encoding").asText()).isEqualTo("base64");
        assertThat(second.path("position").asLong()).isEqualTo(1);
        JsonNode cut = read("/queues/%2F/q/messages?count=1&truncate=8").at("/messages/0");
        assertThat(cut.path("payload").asText()).as("the end of it is half a character").isEqualTo("hello w");
        assertThat(cut.path("payload_bytes").asInt()).isEqualTo(12);
        assertThat(cut.path("payload_truncated").asBoolean()).isTrue();
    }

    @Test
    void nothingHappensToMessagesThatAreLookedAt() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        publish(100);
        GetResponse returned = channel.basicGet("q", false);
        channel.basicNack(returned.getEnvelope().getDeliveryTag(), false, true);
        channel.queueDeclarePassive("q"); // the answer comes when the message is back
        for (int i = 0; i < 3; i++) {
            JsonNode seen = read("/queues/%2F/q/messages?count=500");
            assertThat(seen.path("complete").asBoolean()).isTrue();
            assertThat(seen.path("cursor").isNull()).isTrue();
            assertThat(seen.path("searched").asInt()).isEqualTo(100);
            assertThat(seen.path("total").asInt()).isEqualTo(100);
            assertThat(payloads(seen)).containsExactlyElementsOf(bodies(0, 100));
            assertThat(seen.at("/messages/0/redelivered").asBoolean()).isTrue();
            assertThat(seen.at("/messages/1/redelivered").asBoolean()).isFalse();
        }
        for (int i = 0; i < 100; i++) {
            GetResponse got = channel.basicGet("q", true);
            assertThat(new String(got.getBody())).isEqualTo("m" + i);
            assertThat(got.getEnvelope().isRedeliver()).isEqualTo(i == 0);
        }
    }

    @Test
    void aSearchGoesOnFromItsCursor() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        publish(2000);
        JsonNode part = read("/queues/%2F/q/messages?text=99&search=700");
        List<String> found = new ArrayList<>(payloads(part));
        assertThat(part.path("searched").asInt()).isEqualTo(700);
        assertThat(part.path("complete").asBoolean()).isFalse();
        while (!part.path("complete").asBoolean()) {
            part = read("/queues/%2F/q/messages?text=99&search=700&count=3&cursor=" + part.path("cursor").asText());
            found.addAll(payloads(part));
        }
        assertThat(part.path("passed").asInt()).isEqualTo(2000);
        assertThat(found).containsExactlyElementsOf(bodies(0, 2000).stream().filter(body -> body.contains("99")).toList());
    }

    @Test
    void messagesAreFoundByWhatTheyAre() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        channel.basicPublish("", "q", new BasicProperties.Builder().type("order").headers(Map.of("n", 7, "x", "abc")).build(), "one".getBytes());
        channel.basicPublish("amq.fanout", "", null, "nowhere".getBytes());
        channel.queueBind("q", "amq.fanout", "");
        channel.basicPublish("amq.fanout", "key.1", new BasicProperties.Builder().type("invoice").messageId("id/1").build(), "second".getBytes());
        channel.waitForConfirmsOrDie(10_000);
        assertThat(found("key=ey.")).containsExactly("second");
        assertThat(found("key=%2F%5Ekey%5C.%5Cd%24%2F")).containsExactly("second");
        assertThat(found("key=%2F%5Ekey%5C.%5Cd%5Cd%24%2F")).isEmpty();
        assertThat(found("exchange=amq.default")).containsExactly("one");
        assertThat(found("exchange=amq.fanout")).containsExactly("second");
        assertThat(found("header=n")).containsExactly("one");
        assertThat(found("header=n=7&header=x=b")).containsExactly("one");
        assertThat(found("header=n=8")).isEmpty();
        assertThat(found("property=type=in")).containsExactly("second");
        assertThat(found("property=message_id")).containsExactly("second");
        assertThat(found("text=on")).containsExactly("one", "second");
        assertThat(found("text=on&min_size=4")).containsExactly("second");
        assertThat(found("text=on&max_size=3")).containsExactly("one");
        assertThat(found("redelivered=true")).isEmpty();
        assertThat(found("dead_letter=false")).containsExactly("one", "second");
    }

    @Test
    void priorityQueuesShowWhatIsNextFirst() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of("x-max-priority", 5));
        for (int i = 0; i < 300; i++) {
            channel.basicPublish("", "q", new BasicProperties.Builder().priority(i % 6).build(), ("m" + i).getBytes());
        }
        channel.waitForConfirmsOrDie(10_000);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode part = read("/queues/%2F/q/messages?count=70" + cursor);
            seen.addAll(payloads(part));
            cursor = part.path("cursor").isNull() ? null : "&cursor=" + part.path("cursor").asText();
        } while (cursor != null);
        for (String body : seen) assertThat(new String(channel.basicGet("q", true).getBody())).isEqualTo(body);
        assertThat(seen).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count=0", "count=501", "count=x", "count=", "offset=-1", "offset=x", "truncate=-1", "truncate=2000000", "search=0",
        "cursor=x", "cursor=1.2.3", "cursor=999999.0.1.1", "encoding=hex", "key=%2F(%2F", "text=%2F(a%7B1000%7D)%7B1000%7D%2F", "header=", "header==x",
        "property=colour", "redelivered=maybe", "dead_letter=1", "min_size=x", "max_size=-1"})
    void refusesWhatItCannotUnderstand(String query) throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        Reply reply = api.get("/queues/%2F/q/messages?" + query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(JSON.readTree(reply.body()).path("error").asText()).isEqualTo("bad_request");
    }

    @Test
    void onlyWhoMayReadMayLook() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
        assertThat(api.get("/queues/%2F/none/messages").status()).isEqualTo(404);
        assertThat(api.get("/queues/none/q/messages").status()).isEqualTo(404);
        api.put("/users/eve", "{\"password\":\"secret\",\"tags\":\"management\"}");
        Api eve = api.as("eve", "secret");
        assertThat(eve.get("/queues/%2F/q/messages").status()).isEqualTo(404);
        api.put("/permissions/%2F/eve", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\"^other\"}");
        assertThat(eve.get("/queues/%2F/q/messages").status()).isEqualTo(401);
        api.put("/permissions/%2F/eve", "{\"configure\":\"\",\"write\":\"\",\"read\":\"^q$\"}");
        assertThat(eve.get("/queues/%2F/q/messages").status()).isEqualTo(200);
        api.delete("/users/eve");
    }

    @Test
    void namesMayHoldAnything() throws Exception {
        String name = "a/b%2Fü ?&";
        channel.queueDeclare(name, false, false, false, null);
        channel.basicPublish("", name, null, "here".getBytes());
        channel.waitForConfirmsOrDie(10_000);
        assertThat(payloads(read("/queues/%2F/" + Api.encoded(name) + "/messages"))).containsExactly("here");
        channel.queueDelete(name);
    }

    private List<String> found(String query) throws Exception {
        return payloads(read("/queues/%2F/q/messages?" + query));
    }

    private void publish(int count) throws Exception {
        for (String body : bodies(0, count)) channel.basicPublish("", "q", null, body.getBytes());
        channel.waitForConfirmsOrDie(10_000);
    }

    private static List<String> bodies(int from, int to) {
        List<String> bodies = new ArrayList<>();
        for (int i = from; i < to; i++) bodies.add("m" + i);
        return bodies;
    }

    private static List<String> payloads(JsonNode seen) {
        return seen.path("messages").findValuesAsText("payload");
    }

    private JsonNode read(String path) throws Exception {
        Reply reply = api.get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
