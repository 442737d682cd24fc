package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import io.leveret.it.Api.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have jobs of the HTTP API done, how many and how fast; and what ends them. */
class ApiJobRulesIT {

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
    void aJobMayBeSlowAndBeCancelled() throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", 1000, 10);
        String id = jobs.start("q", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"target\"},\"rate\":50}").path("id").asText();
        Awaitility.await().until(() -> jobs.read("/jobs/" + id).path("done").asInt() >= 10);
        assertThat(jobs.read("/jobs/" + id).path("state").asText()).isEqualTo("running");
        assertThat(jobs.read("/jobs?columns=id,state").findValuesAsText("id")).contains(id);
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
        JsonNode job = jobs.finished(jobs.read("/jobs/" + id));
        assertThat(job.path("state").asText()).isEqualTo("cancelled");
        assertThat(job.path("done").asInt()).isBetween(10, 500);
        List<String> all = jobs.drain("target");
        assertThat(all).hasSize(job.path("done").asInt());
        all.addAll(jobs.drain("q"));
        assertThat(all).hasSize(1000);
    }

    @Test
    void slowJobsKeepNobodyWaitingAndNobodyHasTooMany() throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", 200, 10);
        Api eve = eve();
        String slow = "{\"action\":\"copy\",\"filter\":{},\"target\":{\"queue\":\"target\"},\"rate\":0.01}";
        List<String> slowOnes = new ArrayList<>();
        for (int i = 0; i < 24; i++) slowOnes.add(eve.post("/queues/%2F/q/jobs", slow).json().path("id").asText());
        Awaitility.await().until(() -> slowOnes.stream().allMatch(id -> api.get("/jobs/" + id).json().path("done").asInt() == 1));
        Reply quick = eve.post("/queues/%2F/q/jobs", "{\"action\":\"remove\",\"filter\":{},\"dry_run\":true}");
        assertThat(jobs.finished(quick.json()).path("done").asInt()).as("one of her own").isEqualTo(200);
        slowOnes.add(eve.post("/queues/%2F/q/jobs", slow).json().path("id").asText());
        Reply tooMany = eve.post("/queues/%2F/q/jobs", slow);
        assertThat(tooMany.status()).as(tooMany.body()).isEqualTo(503);
        assertThat(jobs.finished(jobs.start("q", "{\"action\":\"remove\",\"filter\":{},\"limit\":50}")).path("done").asInt()).isEqualTo(50);
        for (String id : slowOnes) assertThat(eve.delete("/jobs/" + id).status()).isEqualTo(204);
        for (String id : slowOnes) assertThat(jobs.finished(jobs.read("/jobs/" + id)).path("state").asText()).isEqualTo("cancelled");
        api.delete("/users/eve");
    }

    @Test
    void onlyWhoMayReadAndWriteStartsJobsAndOnlyTheirOwnersSeeThem() throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", 3, 10);
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
        String id = ApiJobs.json(started.body()).path("id").asText();
        assertThat(started.header("location")).endsWith("/api/jobs/" + id);
        assertThat(eve.get("/jobs/" + id).status()).isEqualTo(200);
        assertThat(jobs.finished(jobs.read("/jobs/" + id)).path("done").asInt()).isEqualTo(3);
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
        assertThat(jobs.drain("target").size() + jobs.drain("q").size()).isEqualTo(1000);
    }

    @Test
    void aSlowJobEndsBeforeItsSliceIsOver() throws Exception {
        JsonNode job = endedAsEveIsLeftWith("\"write\":\".*\",\"read\":\"\"", 200, "{\"action\":\"copy\",\"rate\":20,");
        assertThat(job.path("done").asInt()).isLessThan(100);
    }

    private JsonNode endedAsEveIsLeftWith(String rights, int messages, String order) throws Exception {
        jobs.declare("q", Map.of());
        jobs.declare("target", Map.of());
        jobs.publish("q", messages, 10);
        String id = ApiJobs.json(eve().post("/queues/%2F/q/jobs",
            order + "\"filter\":{},\"target\":{\"queue\":\"target\"}}").body()).path("id").asText();
        Awaitility.await().until(() -> jobs.read("/jobs/" + id).path("done").asInt() > 0);
        api.put("/permissions/%2F/eve", "{\"configure\":\"\"," + rights + "}");
        JsonNode job = jobs.finished(jobs.read("/jobs/" + id));
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
        jobs.declare("q", Map.of());
        jobs.publish("q", 1, 1 << 20);
        String slow = "/(x?){1000}y/";
        Reply seen = api.get("/queues/%2F/q/messages?text=" + Api.encoded(slow));
        assertThat(seen.status()).isEqualTo(400);
        assertThat(seen.body()).contains("takes too long");
        JsonNode job = jobs.finished(jobs.start("q", "{\"action\":\"remove\",\"filter\":{\"text\":\"" + slow + "\"}}"));
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
        jobs.declare("q", Map.of());
        jobs.publish("q", 1, 10);
        Reply reply = api.post("/queues/%2F/q/jobs", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(ApiJobs.json(reply.body()).path("error").asText()).isEqualTo("bad_request");
        assertThat(channel.messageCount("q")).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        jobs.declare("q", Map.of());
        assertThat(api.post("/queues/%2F/none/jobs", "{\"action\":\"remove\",\"filter\":{}}").status()).isEqualTo(404);
        assertThat(api.post("/queues/none/q/jobs", "{\"action\":\"remove\",\"filter\":{}}").status()).isEqualTo(404);
        assertThat(api.post("/queues/%2F/q/jobs", "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"none\"}}").status()).isEqualTo(404);
        assertThat(api.post("/queues/%2F/q/jobs", "{\"action\":\"move\",\"filter\":{},\"target\":{\"exchange\":\"none\"}}").status()).isEqualTo(404);
        assertThat(api.get("/jobs/none").status()).isEqualTo(404);
        assertThat(api.delete("/jobs/none").status()).isEqualTo(404);
    }
}
