package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are removed, moved, copied and sent back by jobs of the HTTP API, from a queue that does not fit into memory. */
class ApiJobsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BasicProperties PERSISTENT = new BasicProperties.Builder().deliveryMode(2).build();

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.started(() -> Leveret.builder().dataDir(directory.resolve("data"))
            .set("memory.messages", "1%").amqpPort(0).managementPort(0).start());

    private final Api api = BROKER.api();
    private final Channel channel = BROKER.channel();
    private final List<String> queues = new ArrayList<>();

    @AfterEach
    void tidyUp() throws Exception {
        for (String queue : queues) channel.queueDelete(queue);
    }

    @Test
    void movesWhatAFilterLetsThroughOutOfADeepQueue() throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", 6000, 4000);
        JsonNode job = finished(start("q", "{\"action\":\"move\",\"filter\":{\"text\":\"/^m\\\\d*7 /\"},\"target\":{\"queue\":\"target\"}}"));
        assertThat(job.path("state").asText()).isEqualTo("finished");
        assertThat(job.path("total").asInt()).isEqualTo(6000);
        assertThat(job.path("searched").asInt()).isEqualTo(6000);
        assertThat(job.path("remaining").asInt()).isZero();
        assertThat(job.path("matched").asInt()).isEqualTo(600);
        assertThat(job.path("done").asInt()).isEqualTo(600);
        assertThat(job.path("failed").asInt()).isZero();
        assertThat(job.at("/targets/0/queue").asText()).isEqualTo("target");
        assertThat(job.at("/targets/0/count").asInt()).isEqualTo(600);
        List<String> sevens = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 6000; i++) (i % 10 == 7 ? sevens : others).add("m" + i);
        assertThat(drain("target")).containsExactlyElementsOf(sevens);
        assertThat(drain("q")).containsExactlyElementsOf(others);
    }

    @Test
    void consumersOfBothQueuesGetEachMessageOnce() throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", 5000, 2000);
        Set<String> got = ConcurrentHashMap.newKeySet();
        Set<String> twice = ConcurrentHashMap.newKeySet();
        for (String queue : List.of("q", "target")) {
            Channel consumers = BROKER.connection().createChannel();
            consumers.basicQos(20);
            consumers.basicConsume(queue, false, new DefaultConsumer(consumers) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) throws IOException {
                    String name = name(body);
                    if (!got.add(name) || envelope.isRedeliver()) twice.add(name);
                    getChannel().basicAck(envelope.getDeliveryTag(), false);
                }
            });
        }
        JsonNode job = finished(start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"amq.default\",\"routing_key\":\"target\"}}"));
        assertThat(job.path("state").asText()).isEqualTo("finished");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> got.size() == 5000);
        assertThat(twice).isEmpty();
    }

    @Test
    void copiesAndRemovesChosenMessagesAndSaysWhichAreGone() throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", 10, 10);
        List<String> ids = read("/queues/%2F/q/messages").path("messages").findValuesAsText("id");
        channel.basicGet("q", true);
        String chosen = "\"messages\":[\"" + ids.get(5) + "\",\"" + ids.get(0) + "\",\"" + ids.get(3) + "\"]";
        JsonNode copy = finished(start("q", "{\"action\":\"copy\"," + chosen + ",\"target\":{\"queue\":\"target\"}}"));
        assertThat(copy.path("done").asInt()).isEqualTo(2);
        assertThat(copy.path("gone").asInt()).isEqualTo(1);
        assertThat(copy.at("/failures/0/id").asText()).isEqualTo(ids.get(0));
        assertThat(copy.at("/failures/0/reason").asText()).isEqualTo("gone");
        JsonNode removal = finished(start("q", "{\"action\":\"remove\"," + chosen + "}"));
        assertThat(removal.path("done").asInt()).isEqualTo(2);
        assertThat(drain("target")).containsExactly("m3", "m5");
        assertThat(drain("q")).containsExactly("m1", "m2", "m4", "m6", "m7", "m8", "m9");
    }

    @Test
    void sendsDeadLettersBackToWhereTheyDied() throws Exception {
        declare("dead/letters", Map.of());
        declare("work", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead/letters"));
        channel.queueBind("work", "amq.topic", "order.#");
        channel.basicPublish("", "dead/letters", PERSISTENT, "no dead letter".getBytes());
        for (int i = 0; i < 3; i++) channel.basicPublish("amq.topic", "order." + i, PERSISTENT, ("m" + i + " ").getBytes());
        channel.waitForConfirmsOrDie(10_000);
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < 3; i++) channel.basicReject(channel.basicGet("work", false).getEnvelope().getDeliveryTag(), false);
            Awaitility.await().until(() -> channel.messageCount("dead/letters") == 4);
            String to = round == 1 ? "{}" : "{\"to\":\"exchange\"}";
            JsonNode plan = finished(start("dead/letters", "{\"action\":\"redrive\",\"filter\":{},\"target\":" + to + ",\"dry_run\":true}"));
            assertThat(plan.path("done").asInt()).isEqualTo(3);
            assertThat(plan.path("skipped").asInt()).isEqualTo(1);
            assertThat(plan.path("samples")).hasSize(3);
            if (round == 1) assertThat(plan.at("/targets/0").toString()).isEqualTo("{\"queue\":\"work\",\"count\":3}");
            else assertThat(plan.at("/samples/1/routing_key").asText()).isEqualTo("order.1");
            assertThat(channel.messageCount("dead/letters")).isEqualTo(4);
            JsonNode job = finished(start("dead/letters", "{\"action\":\"redrive\",\"filter\":{},\"target\":" + to + "}"));
            assertThat(job.path("done").asInt()).isEqualTo(3);
            assertThat(job.path("skipped").asInt()).isEqualTo(1);
            JsonNode back = read("/queues/%2F/work/messages").path("messages");
            for (int i = 0; i < 3; i++) {
                assertThat(back.get(i).path("exchange").asText()).isEqualTo("amq.topic");
                assertThat(back.get(i).path("routing_key").asText()).isEqualTo("order." + i);
                assertThat(back.get(i).at("/properties/headers/x-redriven").asInt()).isEqualTo(round);
                assertThat(back.get(i).at("/properties/headers/x-death/0/count").asInt()).isEqualTo(round);
            }
        }
        assertThat(drain("dead/letters")).containsExactly("no");
    }

    @Test
    void stopsWhenTheTargetIsFullAndLosesNothing() throws Exception {
        for (String overflow : List.of("drop-head", "reject-publish")) {
            declare("q", Map.of());
            declare("small", Map.of("x-max-length", 5, "x-overflow", overflow));
            publish("q", 20, 10);
            JsonNode job = finished(start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"small\"}}"));
            assertThat(job.path("state").asText()).isEqualTo("stopped");
            assertThat(job.path("error").asText()).isEqualTo("queue 'small' in vhost '/' is full");
            assertThat(job.path("done").asInt()).isEqualTo(5);
            assertThat(drain("small")).containsExactly("m0", "m1", "m2", "m3", "m4");
            assertThat(drain("q")).hasSize(15).startsWith("m5", "m6").endsWith("m19");
            channel.queueDelete("small");
        }
    }

    @Test
    void whatReachesNoQueueStays() throws Exception {
        declare("q", Map.of());
        publish("q", 5, 10);
        JsonNode job = finished(start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"amq.direct\",\"routing_key\":\"nowhere\"}}"));
        assertThat(job.path("state").asText()).isEqualTo("finished");
        assertThat(job.path("failed").asInt()).isEqualTo(5);
        assertThat(job.at("/failures/0/reason").asText()).isEqualTo("unroutable: exchange 'amq.direct', key 'nowhere'");
        assertThat(drain("q")).hasSize(5);
    }

    @Test
    void aJobMayBeSlowAndBeCancelled() throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", 1000, 10);
        String id = start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"target\"},\"rate\":50}").path("id").asText();
        Awaitility.await().until(() -> read("/jobs/" + id).path("done").asInt() >= 10);
        assertThat(read("/jobs/" + id).path("state").asText()).isEqualTo("running");
        assertThat(read("/jobs?columns=id,state").findValuesAsText("id")).contains(id);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
        JsonNode job = finished(read("/jobs/" + id));
        assertThat(job.path("state").asText()).isEqualTo("cancelled");
        assertThat(job.path("done").asInt()).isBetween(10, 500);
        List<String> all = drain("target");
        assertThat(all).hasSize(job.path("done").asInt());
        all.addAll(drain("q"));
        assertThat(all).hasSize(1000);
    }

    @Test
    void slowJobsKeepNobodyWaitingAndNobodyHasTooMany() throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", 200, 10);
        Api eve = eve();
        String slow = "{\"action\":\"copy\",\"filter\":{},\"target\":{\"queue\":\"target\"},\"rate\":0.01}";
        List<String> slowOnes = new ArrayList<>();
        for (int i = 0; i < 24; i++) slowOnes.add(eve.post("/queues/%2F/q/jobs", slow).json().path("id").asText());
        Awaitility.await().until(() -> slowOnes.stream().allMatch(id -> api.get("/jobs/" + id).json().path("done").asInt() == 1));
        Reply quick = eve.post("/queues/%2F/q/jobs", "{\"action\":\"remove\",\"filter\":{},\"dry_run\":true}");
        assertThat(finished(quick.json()).path("done").asInt()).as("one of her own").isEqualTo(200);
        slowOnes.add(eve.post("/queues/%2F/q/jobs", slow).json().path("id").asText());
        Reply tooMany = eve.post("/queues/%2F/q/jobs", slow);
        assertThat(tooMany.status()).as(tooMany.body()).isEqualTo(503);
        assertThat(finished(start("q", "{\"action\":\"remove\",\"filter\":{},\"limit\":50}")).path("done").asInt()).isEqualTo(50);
        for (String id : slowOnes) assertThat(eve.delete("/jobs/" + id).status()).isEqualTo(204);
        for (String id : slowOnes) assertThat(finished(read("/jobs/" + id)).path("state").asText()).isEqualTo("cancelled");
        api.delete("/users/eve");
    }

    @Test
    void whatIsDeletedUnderAJobEndsIt() throws Exception {
        String move = "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"target\"},\"rate\":500}";
        declare("target", Map.of());
        declare("q", Map.of());
        publish("q", 1000, 10);
        JsonNode withoutTarget = start("q", move);
        Awaitility.await().until(() -> read("/jobs/" + withoutTarget.path("id").asText()).path("done").asInt() > 0);
        channel.queueDelete("target");
        JsonNode job = finished(withoutTarget);
        assertThat(job.path("done").asInt() + job.path("failed").asInt()).isEqualTo(1000);
        assertThat(channel.messageCount("q")).as("what did not go stays").isEqualTo(job.path("failed").asInt());
        declare("target", Map.of());
        publish("q", 2000, 10);
        JsonNode withoutSource = start("q", move.replace("500", "100"));
        Awaitility.await().until(() -> read("/jobs/" + withoutSource.path("id").asText()).path("done").asInt() > 0);
        channel.queueDelete("q");
        assertThat(finished(withoutSource).path("state").asText()).isEqualTo("failed");
    }

    @Test
    void aLimitHolds() throws Exception {
        declare("q", Map.of());
        publish("q", 600, 10);
        assertThat(finished(start("q", "{\"action\":\"remove\",\"filter\":{},\"limit\":300}")).path("done").asInt()).isEqualTo(300);
        assertThat(finished(start("q", "{\"action\":\"remove\",\"filter\":{},\"dry_run\":true}")).path("done").asInt()).isEqualTo(300);
        assertThat(drain("q")).hasSize(300).startsWith("m300");
    }

    @Test
    void intoItsOwnQueueMessagesGoOnce() throws Exception {
        declare("q", Map.of());
        publish("q", 700, 10);
        assertThat(finished(start("q", "{\"action\":\"move\",\"filter\":{\"text\":\"5\"},\"target\":{\"queue\":\"q\"}}")).path("state").asText())
            .isEqualTo("finished");
        assertThat(finished(start("q", "{\"action\":\"copy\",\"filter\":{},\"target\":{\"queue\":\"q\"}}")).path("done").asInt()).isEqualTo(700);
        List<String> all = drain("q");
        assertThat(all).hasSize(1400).endsWith("m695");
        assertThat(new HashSet<>(all)).hasSize(700);
    }

    @Test
    void onlyWhoMayReadAndWriteStartsJobsAndOnlyTheirOwnersSeeThem() throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", 3, 10);
        api.put("/users/eve", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/users/adam", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/%2F/adam", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        Api eve = api.as("eve", "secret");
        String move = "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"\",\"routing_key\":\"target\"}}";
        assertThat(eve.post("/queues/%2F/q/jobs", move).status()).isEqualTo(404);
        api.put("/permissions/%2F/eve", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\"^target$\"}");
        assertThat(eve.post("/queues/%2F/q/jobs", move).status()).isEqualTo(401);
        api.put("/permissions/%2F/eve", "{\"configure\":\".*\",\"write\":\"^target$\",\"read\":\"^q$\"}");
        assertThat(eve.post("/queues/%2F/q/jobs", move).status()).isEqualTo(401);
        api.put("/permissions/%2F/eve", "{\"configure\":\"\",\"write\":\"^amq.default$\",\"read\":\"^q$\"}");
        Reply started = eve.post("/queues/%2F/q/jobs", move);
        assertThat(started.status()).isEqualTo(201);
        String id = JSON.readTree(started.body()).path("id").asText();
        assertThat(started.header("location")).endsWith("/api/jobs/" + id);
        assertThat(eve.get("/jobs/" + id).status()).isEqualTo(200);
        assertThat(finished(read("/jobs/" + id)).path("done").asInt()).isEqualTo(3);
        Api adam = api.as("adam", "secret");
        assertThat(adam.get("/jobs/" + id).status()).isEqualTo(404);
        assertThat(adam.delete("/jobs/" + id).status()).isEqualTo(404);
        assertThat(adam.get("/jobs").body()).doesNotContain(id);
        api.delete("/users/eve");
        api.delete("/users/adam");
    }

    @Test
    void aRightThatIsTakenAwayEndsTheJob() throws Exception {
        JsonNode job = endedAsEveIsLeftWith("\"write\":\"\",\"read\":\".*\"", 1000, "{\"action\":\"move\",\"rate\":100,");
        assertThat(job.path("error").asText()).contains("refused for user 'eve'");
        assertThat(drain("target").size() + drain("q").size()).isEqualTo(1000);
    }

    @Test
    void aSlowJobEndsBeforeItsSliceIsOver() throws Exception {
        JsonNode job = endedAsEveIsLeftWith("\"write\":\".*\",\"read\":\"\"", 200, "{\"action\":\"copy\",\"rate\":20,");
        assertThat(job.path("done").asInt()).isLessThan(100);
    }

    private JsonNode endedAsEveIsLeftWith(String rights, int messages, String order) throws Exception {
        declare("q", Map.of());
        declare("target", Map.of());
        publish("q", messages, 10);
        String id = JSON.readTree(eve().post("/queues/%2F/q/jobs",
            order + "\"filter\":{},\"target\":{\"queue\":\"target\"}}").body()).path("id").asText();
        Awaitility.await().until(() -> read("/jobs/" + id).path("done").asInt() > 0);
        api.put("/permissions/%2F/eve", "{\"configure\":\"\"," + rights + "}");
        JsonNode job = finished(read("/jobs/" + id));
        assertThat(job.path("state").asText()).isEqualTo("failed");
        api.delete("/users/eve");
        return job;
    }

    /** Somebody who may write and read. */
    private Api eve() {
        api.put("/users/eve", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/%2F/eve", "{\"configure\":\"\",\"write\":\".*\",\"read\":\".*\"}");
        return api.as("eve", "secret");
    }

    @Test
    void anExpressionThatTakesTooLongEndsTheSearchAndTheJob() throws Exception {
        declare("q", Map.of());
        publish("q", 1, 1 << 20);
        String slow = "/(x?){1000}y/";
        Reply seen = api.get("/queues/%2F/q/messages?text=" + Api.encoded(slow));
        assertThat(seen.status()).isEqualTo(400);
        assertThat(seen.body()).contains("takes too long");
        JsonNode job = finished(start("q", "{\"action\":\"remove\",\"filter\":{\"text\":\"" + slow + "\"}}"));
        assertThat(job.path("state").asText()).isEqualTo("failed");
        assertThat(job.path("error").asText()).contains("takes too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"filter\":{}}", "{\"action\":\"eat\",\"filter\":{}}", "{\"action\":\"remove\"}",
        "{\"action\":\"remove\",\"filter\":{},\"messages\":[]}", "{\"action\":\"remove\",\"filter\":7}", "{\"action\":\"remove\",\"messages\":\"x\"}",
        "{\"action\":\"remove\",\"messages\":[\"x\"]}", "{\"action\":\"remove\",\"messages\":[\"999999-1\"]}",
        "{\"action\":\"remove\",\"filter\":{\"key\":\"/(/\"}}", "{\"action\":\"remove\",\"filter\":{\"headers\":{\"a\":1}}}",
        "{\"action\":\"remove\",\"filter\":{\"properties\":{\"a\":\"b\"}}}", "{\"action\":\"remove\",\"filter\":{\"min_size\":\"x\"}}",
        "{\"action\":\"remove\",\"filter\":{},\"limit\":0}", "{\"action\":\"remove\",\"filter\":{},\"limit\":\"x\"}",
        "{\"action\":\"remove\",\"filter\":{},\"rate\":0}", "{\"action\":\"remove\",\"filter\":{},\"rate\":\"x\"}",
        "{\"action\":\"remove\",\"filter\":{},\"dry_run\":\"x\"}", "{\"action\":\"move\",\"filter\":{}}",
        "{\"action\":\"move\",\"filter\":{},\"target\":{}}", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"a\",\"exchange\":\"b\"}}",
        "{\"action\":\"move\",\"filter\":{},\"target\":\"a\"}", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":7}}",
        "{\"action\":\"redrive\",\"filter\":{},\"target\":{\"to\":\"heaven\"}}", "{\"action\":\"remove\",\"filter\":{\"heders\":{\"a\":\"b\"}}}",
        "{\"action\":\"remove\",\"filter\":{},\"dryrun\":true}"})
    void refusesWhatItCannotUnderstand(String body) throws Exception {
        declare("q", Map.of());
        publish("q", 1, 10);
        Reply reply = api.post("/queues/%2F/q/jobs", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(JSON.readTree(reply.body()).path("error").asText()).isEqualTo("bad_request");
        assertThat(channel.messageCount("q")).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        declare("q", Map.of());
        assertThat(api.post("/queues/%2F/none/jobs", "{\"action\":\"remove\",\"filter\":{}}").status()).isEqualTo(404);
        assertThat(api.post("/queues/none/q/jobs", "{\"action\":\"remove\",\"filter\":{}}").status()).isEqualTo(404);
        assertThat(api.post("/queues/%2F/q/jobs", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"none\"}}").status()).isEqualTo(404);
        assertThat(api.post("/queues/%2F/q/jobs", "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"none\"}}").status()).isEqualTo(404);
        assertThat(api.get("/jobs/none").status()).isEqualTo(404);
        assertThat(api.delete("/jobs/none").status()).isEqualTo(404);
    }

    private void declare(String queue, Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
        queues.add(queue);
    }

    private void publish(String queue, int count, int size) throws Exception {
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[Math.max(size, 10)];
            byte[] name = ("m" + i + " ").getBytes();
            System.arraycopy(name, 0, body, 0, name.length);
            channel.basicPublish("", queue, i % 5 == 4 ? null : PERSISTENT, body);
        }
        channel.waitForConfirmsOrDie(30_000);
    }

    private List<String> drain(String queue) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (GetResponse got = channel.basicGet(queue, true); got != null; got = channel.basicGet(queue, true)) bodies.add(name(got.getBody()));
        return bodies;
    }

    private static String name(byte[] body) {
        return new String(body).split(" ")[0];
    }

    private JsonNode start(String queue, String body) throws Exception {
        Reply reply = api.post("/queues/%2F/" + Api.encoded(queue) + "/jobs", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return JSON.readTree(reply.body());
    }

    private JsonNode finished(JsonNode job) throws Exception {
        String path = "/jobs/" + job.path("id").asText();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> read(path).has("finished_at"));
        return read(path);
    }

    private JsonNode read(String path) throws Exception {
        Reply reply = api.get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
