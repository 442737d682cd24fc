package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
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

/** Messages are removed, moved, copied and sent back by jobs of the HTTP API, from a queue that does not fit into memory. */
class ApiJobsIT {

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final BrokerWithApi BROKER = ApiJobs.broker(() -> directory);

    private final Api api = BROKER.api();
    private final Channel channel = BROKER.channel();
    private final ApiJobs jobs = new ApiJobs(api, channel);

    @AfterEach
    void tidyUp() throws Exception {
        jobs.deleteQueues();
    }

    @Test
    void movesWhatAFilterLetsThroughOutOfADeepQueue() throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", 6000, 4000);
        JsonNode job = jobs.finished(jobs.start("q", "{\"action\":\"move\",\"filter\":{\"text\":\"/^m\\\\d*7 /\"},\"target\":{\"queue\":\"target\"}}"));
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
        assertThat(jobs.drain("target")).containsExactlyElementsOf(sevens);
        assertThat(jobs.drain("q")).containsExactlyElementsOf(others);
    }

    @Test
    void consumersOfBothQueuesGetEachMessageOnce() throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", 5000, 2000);
        Set<String> got = ConcurrentHashMap.newKeySet();
        Set<String> twice = ConcurrentHashMap.newKeySet();
        for (String queue : List.of("q", "target")) {
            Channel consumers = BROKER.connection().createChannel();
            consumers.basicQos(20);
            consumers.basicConsume(queue, false, new DefaultConsumer(consumers) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) throws IOException {
                    String name = ApiJobs.name(body);
                    if (!got.add(name) || envelope.isRedeliver()) twice.add(name);
                    getChannel().basicAck(envelope.getDeliveryTag(), false);
                }
            });
        }
        JsonNode job = jobs.finished(jobs.start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"amq.default\",\"routing_key\":\"target\"}}"));
        assertThat(job.path("state").asText()).isEqualTo("finished");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> got.size() == 5000);
        assertThat(twice).isEmpty();
    }

    @Test
    void copiesAndRemovesChosenMessagesAndSaysWhichAreGone() throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", 10, 10);
        List<String> ids = jobs.read("/queues/%2F/q/messages").path("messages").findValuesAsText("id");
        channel.basicGet("q", true);
        String chosen = "\"messages\":[\"" + ids.get(5) + "\",\"" + ids.get(0) + "\",\"" + ids.get(3) + "\"]";
        JsonNode copy = jobs.finished(jobs.start("q", "{\"action\":\"copy\"," + chosen + ",\"target\":{\"queue\":\"target\"}}"));
        assertThat(copy.path("done").asInt()).isEqualTo(2);
        assertThat(copy.path("gone").asInt()).isEqualTo(1);
        assertThat(copy.at("/failures/0/id").asText()).isEqualTo(ids.get(0));
        assertThat(copy.at("/failures/0/reason").asText()).isEqualTo("gone");
        JsonNode removal = jobs.finished(jobs.start("q", "{\"action\":\"remove\"," + chosen + "}"));
        assertThat(removal.path("done").asInt()).isEqualTo(2);
        assertThat(jobs.drain("target")).containsExactly("m3", "m5");
        assertThat(jobs.drain("q")).containsExactly("m1", "m2", "m4", "m6", "m7", "m8", "m9");
    }

    @Test
    void sendsDeadLettersBackToWhereTheyDied() throws Exception {
        jobs.declare("dead/letters", Map.of());
        jobs.declare("work", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead/letters"));
        channel.queueBind("work", "amq.topic", "order.#");
        channel.basicPublish("", "dead/letters", ApiJobs.PERSISTENT, "no dead letter".getBytes());
        for (int i = 0; i < 3; i++) channel.basicPublish("amq.topic", "order." + i, ApiJobs.PERSISTENT, ("m" + i + " ").getBytes());
        channel.waitForConfirmsOrDie(10_000);
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < 3; i++) channel.basicReject(channel.basicGet("work", false).getEnvelope().getDeliveryTag(), false);
            Awaitility.await().until(() -> channel.messageCount("dead/letters") == 4);
            String to = round == 1 ? "{}" : "{\"to\":\"exchange\"}";
            JsonNode plan = jobs.finished(jobs.start("dead/letters", "{\"action\":\"redrive\",\"filter\":{},\"target\":" + to + ",\"dry_run\":true}"));
            assertThat(plan.path("done").asInt()).isEqualTo(3);
            assertThat(plan.path("skipped").asInt()).isEqualTo(1);
            assertThat(plan.path("samples")).hasSize(3);
            if (round == 1) assertThat(plan.at("/targets/0").toString()).isEqualTo("{\"queue\":\"work\",\"count\":3}");
            else assertThat(plan.at("/samples/1/routing_key").asText()).isEqualTo("order.1");
            assertThat(channel.messageCount("dead/letters")).isEqualTo(4);
            JsonNode job = jobs.finished(jobs.start("dead/letters", "{\"action\":\"redrive\",\"filter\":{},\"target\":" + to + "}"));
            assertThat(job.path("done").asInt()).isEqualTo(3);
            assertThat(job.path("skipped").asInt()).isEqualTo(1);
            JsonNode back = jobs.read("/queues/%2F/work/messages").path("messages");
            for (int i = 0; i < 3; i++) {
                assertThat(back.get(i).path("exchange").asText()).isEqualTo("amq.topic");
                assertThat(back.get(i).path("routing_key").asText()).isEqualTo("order." + i);
                assertThat(back.get(i).at("/properties/headers/x-redriven").asInt()).isEqualTo(round);
                assertThat(back.get(i).at("/properties/headers/x-death/0/count").asInt()).isEqualTo(round);
            }
        }
        assertThat(jobs.drain("dead/letters")).containsExactly("no");
    }

    @Test
    void stopsWhenTheTargetIsFullAndLosesNothing() throws Exception {
        for (String overflow : List.of("drop-head", "reject-publish")) {
            jobs.declare("q", Map.of());
            jobs.declare("small", Map.of("x-max-length", 5, "x-overflow", overflow));
            jobs.publish("q", 20, 10);
            JsonNode job = jobs.finished(jobs.start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"small\"}}"));
            assertThat(job.path("state").asText()).isEqualTo("stopped");
            assertThat(job.path("error").asText()).isEqualTo("queue 'small' in vhost '/' is full");
            assertThat(job.path("done").asInt()).isEqualTo(5);
            assertThat(jobs.drain("small")).containsExactly("m0", "m1", "m2", "m3", "m4");
            assertThat(jobs.drain("q")).hasSize(15).startsWith("m5", "m6").endsWith("m19");
            channel.queueDelete("small");
        }
    }

    @Test
    void whatReachesNoQueueStays() throws Exception {
        jobs.declare("q", Map.of());
        jobs.publish("q", 5, 10);
        JsonNode job = jobs.finished(jobs.start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"amq.direct\",\"routing_key\":\"nowhere\"}}"));
        assertThat(job.path("state").asText()).isEqualTo("finished");
        assertThat(job.path("failed").asInt()).isEqualTo(5);
        assertThat(job.at("/failures/0/reason").asText()).isEqualTo("unroutable: exchange 'amq.direct', key 'nowhere'");
        assertThat(jobs.drain("q")).hasSize(5);
    }

    @Test
    void whatIsDeletedUnderAJobEndsIt() throws Exception {
        String move = "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"target\"},\"rate\":500}";
        jobs.declare("target", Map.of());
        jobs.declare("q", Map.of());
        jobs.publish("q", 1000, 10);
        JsonNode withoutTarget = jobs.start("q", move);
        Awaitility.await().until(() -> jobs.read("/jobs/" + withoutTarget.path("id").asText()).path("done").asInt() > 0);
        channel.queueDelete("target");
        JsonNode job = jobs.finished(withoutTarget);
        assertThat(job.path("done").asInt() + job.path("failed").asInt()).isEqualTo(1000);
        assertThat(channel.messageCount("q")).as("what did not go stays").isEqualTo(job.path("failed").asInt());
        jobs.declare("target", Map.of());
        jobs.publish("q", 2000, 10);
        JsonNode withoutSource = jobs.start("q", move.replace("500", "100"));
        Awaitility.await().until(() -> jobs.read("/jobs/" + withoutSource.path("id").asText()).path("done").asInt() > 0);
        channel.queueDelete("q");
        assertThat(jobs.finished(withoutSource).path("state").asText()).isEqualTo("failed");
    }

    @Test
    void aLimitHolds() throws Exception {
        jobs.declare("q", Map.of());
        jobs.publish("q", 600, 10);
        assertThat(jobs.finished(jobs.start("q", "{\"action\":\"remove\",\"filter\":{},\"limit\":300}")).path("done").asInt()).isEqualTo(300);
        assertThat(jobs.finished(jobs.start("q", "{\"action\":\"remove\",\"filter\":{},\"dry_run\":true}")).path("done").asInt()).isEqualTo(300);
        assertThat(jobs.drain("q")).hasSize(300).startsWith("m300");
    }

    @Test
    void intoItsOwnQueueMessagesGoOnce() throws Exception {
        jobs.declare("q", Map.of());
        jobs.publish("q", 700, 10);
        assertThat(jobs.finished(jobs.start("q", "{\"action\":\"move\",\"filter\":{\"text\":\"5\"},\"target\":{\"queue\":\"q\"}}")).path("state").asText())
            .isEqualTo("finished");
        assertThat(jobs.finished(jobs.start("q", "{\"action\":\"copy\",\"filter\":{},\"target\":{\"queue\":\"q\"}}")).path("done").asInt()).isEqualTo(700);
        List<String> all = jobs.drain("q");
        assertThat(all).hasSize(1400).endsWith("m695");
        assertThat(new HashSet<>(all)).hasSize(700);
    }
}
