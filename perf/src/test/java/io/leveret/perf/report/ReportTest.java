package io.leveret.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leveret.perf.measure.Cost;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.MeterReading;
import io.leveret.perf.measure.Result;
import io.leveret.perf.measure.Sample;
import io.leveret.perf.measure.Timing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Cost COST = new Cost(3, 0.5, 0.02, 1_024, 2_048, 4_096);

    @Test
    void writesALineForEachInterval() {
        assertThat(Progress.line(3, sample(), 0.5)).isEqualTo("    3.0 s  published 2,000/s  received 4,000/s  consumer p50 1.00 ms p99 1.00 ms max 1.00 ms");
        assertThat(Progress.line(3, Sample.empty(), 1)).isEqualTo("    3.0 s  nothing");
    }

    @Test
    void addsUpTheSecondsOfTheLines() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8));
        progress.interval(Sample.empty(), 1);
        progress.interval(Sample.empty(), 1.5);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("    1.0 s  nothing", "    2.5 s  nothing");
    }

    @Test
    void writesATable() {
        String table = Summary.of(new Result("throughput", 2, sample(), COST));
        assertThat(table.lines()).anyMatch(line -> line.matches("published +1,000 +500"))
                .anyMatch(line -> line.matches("consumer +1.00 ms +1.00 ms +1.00 ms +1.00 ms +1.00 ms +1.00 ms"))
                .anyMatch(line -> line.matches("broker +3.00 s +1500.00 µs"))
                .anyMatch(line -> line.matches("generator +0.50 s +250.00 µs"))
                .contains("others took 2 % of the machine; the broker's memory: 1 MiB before, 4 MiB at most, 2 MiB at the end")
                .noneMatch(line -> line.startsWith("confirm"));
    }

    @Test
    void leavesOutOfTheTableWhatNobodyKnows() {
        Cost own = new Cost(Double.NaN, 0.5, Double.NaN, 0, 0, 0);
        assertThat(Summary.of(new Result("throughput", 2, Sample.empty(), own))).contains("generator").doesNotContain("broker", "µs", "latency");
    }

    @Test
    void writesJson() {
        JsonNode json = JsonReport.of("throughput", "amqp://guest@localhost:5672", List.of("-a"),
                List.of(new Result("throughput", 2, sample(), COST)), Optional.of("lost"));
        assertThat(json.path("mode").asText()).isEqualTo("throughput");
        assertThat(json.path("broker").asText()).isEqualTo("amqp://guest@localhost:5672");
        assertThat(json.at("/arguments/0").asText()).isEqualTo("-a");
        assertThat(json.path("failure").asText()).isEqualTo("lost");
        JsonNode phase = json.at("/phases/0");
        assertThat(phase.at("/counts/received").asLong()).isEqualTo(2_000);
        assertThat(phase.at("/rates/published").asLong()).isEqualTo(500);
        assertThat(phase.at("/rates/confirmed").asLong(-1)).isZero();
        assertThat(phase.at("/latency_us/consumer/p99_9").asDouble()).isBetween(999.0, 1_001.0);
        assertThat(phase.at("/latency_us/confirm").isMissingNode()).isTrue();
        assertThat(phase.at("/cost/broker_cpu_us_per_message").asDouble()).isEqualTo(1_500);
        assertThat(phase.at("/cost/foreign").asDouble()).isEqualTo(0.02);
        assertThat(phase.at("/cost/broker_rss_peak_kib").asLong()).isEqualTo(4_096);
    }

    @Test
    void saysNothingInJsonOfABrokerThatItDoesNotKnow() {
        Cost own = new Cost(Double.NaN, 0.5, Double.NaN, 0, 0, 0);
        JsonNode json = JsonReport.of("idle", "amqp://localhost", List.of(), List.of(new Result("idle", 1, Sample.empty(), own)), Optional.empty());
        assertThat(json.at("/phases/0/cost").size()).isEqualTo(1);
        assertThat(json.has("failure")).isFalse();
    }

    @Test
    void writesNumbersAsPeopleReadThem() {
        assertThat(List.of(Texts.number(0.25), Texts.number(1_234_567), Texts.number(0))).containsExactly("0.3", "1,234,567", "0");
        assertThat(List.of(Texts.duration(1.25), Texts.duration(999), Texts.duration(1_500), Texts.duration(250_000), Texts.duration(2e6)))
                .containsExactly("1.3 µs", "999 µs", "1.50 ms", "250 ms", "2.00 s");
    }

    private static Sample sample() {
        Meter meter = new Meter();
        meter.add(Count.PUBLISHED, 1_000);
        meter.add(Count.RECEIVED, 2_000);
        meter.time(Timing.CONSUMER, 1_000_000, 2_000);
        return MeterReading.of(meter);
    }
}
