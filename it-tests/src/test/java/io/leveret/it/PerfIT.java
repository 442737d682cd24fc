package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import io.leveret.broker.Leveret;
import io.leveret.perf.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The load generator's modes, each for so many messages, and how it ends when it cannot go on. */
@ExtendWith(BrokerExtension.class)
class PerfIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private final BrokerAddress broker;

    PerfIT(BrokerAddress broker) {
        this.broker = broker;
    }

    @Test
    void publishesAndConsumes() throws Exception {
        JsonNode phase = phase("-C", "2000", "-x", "2", "-y", "3", "-u", "perf-it", "-c", "100", "-q", "50", "-A", "10", "-f", "persistent", "-s", "1000");
        assertThat(phase.at("/counts/published").asLong()).isEqualTo(4_000);
        assertThat(phase.at("/counts/confirmed").asLong()).isEqualTo(4_000);
        assertThat(phase.at("/counts/received").asLong()).isEqualTo(4_000);
        assertThat(phase.at("/latency_us/consumer/count").asLong()).isEqualTo(4_000);
        assertThat(phase.at("/latency_us/confirm/count").asLong()).isEqualTo(4_000);
    }

    @Test
    void publishesLargeMessagesOverSeveralChannels() throws Exception {
        JsonNode phase = phase("-C", "10", "-X", "2", "-Y", "2", "-s", "300000", "-a", "-u", "perf-it-large");
        assertThat(phase.at("/counts/received").asLong()).isEqualTo(20);
    }

    @Test
    void givesEachConsumerItsOwnQueue() throws Exception {
        assertThat(phase("-C", "100", "-y", "3", "-a").at("/counts/received").asLong()).isEqualTo(300);
    }

    @Test
    void usesQueuesByPattern() throws Exception {
        JsonNode phase = phase("-C", "100", "-x", "2", "-y", "4", "-qp", "perf-it-%d", "-qpt", "4", "-D", "50", "-e", "");
        assertThat(phase.at("/counts/received").asLong()).isEqualTo(200);
    }

    @Test
    void publishesAtARate() throws Exception {
        JsonNode phase = phase("latency", "-r", "5000", "-C", "500");
        assertThat(phase.at("/counts/received").asLong()).isEqualTo(500);
        assertThat(phase.at("/latency_us/consumer/count").asLong()).isEqualTo(500);
    }

    @Test
    void fansOut() throws Exception {
        assertThat(phase("fanout", "-C", "100").at("/counts/received").asLong()).isEqualTo(1_000);
    }

    @Test
    void matchesTopics() throws Exception {
        assertThat(phase("topic", "-C", "300", "--bindings", "30", "-y", "2").at("/counts/received").asLong()).isEqualTo(300);
    }

    @Test
    void callsAndAnswers() throws Exception {
        JsonNode phase = phase("rpc", "-C", "100", "-x", "2", "-s", "100");
        assertThat(phase.at("/counts/done").asLong()).isEqualTo(200);
        assertThat(phase.at("/latency_us/round_trip/count").asLong()).isEqualTo(200);
    }

    @Test
    void fillsAQueueAndDrainsIt(Channel channel) throws Exception {
        JsonNode report = report(0, "backlog", "-C", "3000", "-y", "2", "-c", "500", "-f", "persistent");
        assertThat(report.at("/phases/0/counts/confirmed").asLong()).isEqualTo(3_000);
        assertThat(report.at("/phases/1/counts/received").asLong()).isEqualTo(3_000);
        assertThat(channel.queueDeclare("leveret-perf-backlog", false, false, true, null).getMessageCount()).as("is gone").isZero();
    }

    @Test
    void opensAndClosesThings() throws Exception {
        for (String mode : List.of("connections", "channels", "queues")) {
            assertThat(phase(mode, "-C", "20", "-x", "2").at("/counts/done").asLong()).as(mode).isEqualTo(40);
        }
    }

    @Test
    void keepsIdleConnections() throws Exception {
        assertThat(phase("idle", "-x", "10", "-z", "0.2").at("/counts/done").asLong()).isEqualTo(10);
    }

    @Test
    void countsWhatFindsNoQueue() throws Exception {
        JsonNode phase = phase("-C", "100", "-y", "0", "-p", "-e", "", "-k", "perf-it-nowhere", "-f", "mandatory", "-c", "10");
        assertThat(phase.at("/counts/returned").asLong()).isEqualTo(100);
        assertThat(phase.at("/counts/confirmed").asLong()).isEqualTo(100);
    }

    @Test
    void saysWhenThePasswordIsWrong() throws Exception {
        assertThat(run("--uri", "amqp://nobody:wrong@" + broker.host() + ":" + broker.port(), "-C", "1")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("leveret perf: the broker did not let user 'nobody' in: ACCESS_REFUSED").hasLineCount(1);
    }

    @Test
    void saysWhenTheVirtualHostIsNotThere() throws Exception {
        assertThat(run("--uri", uri() + "/perf-it-none", "-C", "1")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("leveret perf: the broker did not open virtual host 'perf-it-none' for user 'guest': 530 ");
    }

    @Test
    void saysWhenTheBrokerClosesTheChannelInTheMidst() throws Exception {
        JsonNode report = report(1, "-p", "-e", "perf-it-none", "-k", "key", "-y", "0", "-c", "10");
        assertThat(report.path("failure").asText()).isEqualTo("the broker closed channel 1: 404 NOT_FOUND - no exchange 'perf-it-none' in vhost '/'");
        assertThat(report.path("phases")).as("what was measured until then").hasSize(1);
    }

    @Test
    void saysWhenAQueueIsRefused(Channel channel) throws Exception {
        channel.queueDeclare("perf-it-other", false, true, true, null);
        JsonNode report = report(1, "-u", "perf-it-other", "-C", "1");
        assertThat(report.path("failure").asText()).startsWith("the broker closed channel ").contains("405 RESOURCE_LOCKED");
    }

    @Test
    void saysWhenTheBrokerEnds() throws Exception {
        Leveret own = Leveret.builder().inMemory().amqpPort(0).start();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run("--uri", own.amqpUri().toString(), "-a", "-c", "100", "-i", "0.1"));
        await().atMost(60, SECONDS).until(() -> out.toString(UTF_8).contains("received"));
        own.close();
        assertThat(code.get(60, SECONDS)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("leveret perf: the broker closed the connection: 320 CONNECTION_FORCED");
        assertThat(out.toString(UTF_8)).contains("cost");
    }

    @Test
    void printsTheSummaryWhenItIsInterrupted() throws Exception {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run("--uri", uri(), "-c", "100", "-i", "0.1"));
        await().atMost(60, SECONDS).until(() -> out.toString(UTF_8).contains("received"));
        interrupted.complete(null);
        assertThat(code.get(60, SECONDS)).isZero();
        assertThat(out.toString(UTF_8)).containsPattern("published +[\\d,]+ +[\\d,.]+\n").contains("p99.9");
        assertThat(err.size()).isZero();
    }

    /** The only phase of a run that goes well. */
    private JsonNode phase(String... arguments) throws Exception {
        JsonNode phases = report(0, arguments).path("phases");
        assertThat(phases).hasSize(1);
        return phases.get(0);
    }

    private JsonNode report(int code, String... arguments) throws Exception {
        out.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--uri", uri(), "--json"));
        assertThat(run(all.toArray(String[]::new))).as(() -> err.toString(UTF_8)).isEqualTo(code);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private int run(String... arguments) {
        return new Main(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), interrupted).run(arguments);
    }

    private String uri() {
        return "amqp://" + broker.user() + ":" + broker.password() + "@" + broker.host() + ":" + broker.port();
    }
}
