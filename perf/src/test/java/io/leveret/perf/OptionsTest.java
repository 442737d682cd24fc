package io.leveret.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leveret.codec.value.FieldValue;
import io.leveret.perf.load.Keys;
import io.leveret.perf.load.Topology;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void hasDefaults() {
        Options options = CommandArguments.parse();
        assertThat(options.mode).isEqualTo(Mode.THROUGHPUT);
        assertThat(options.uri).isEqualTo("amqp://localhost");
        assertThat(options.producers(1)).isEqualTo(1);
        assertThat(options.size).isEqualTo(12);
        assertThat(options.autoAck).isFalse();
        assertThat(options.confirm).isEqualTo(-1);
        assertThat(options.brokerPid()).isEmpty();
    }

    @Test
    void takesPerfTestsOptions() {
        Options options = CommandArguments.parse("-h", "amqp://example.test", "-x", "2", "-y", "3", "-X", "4", "-Y", "5", "-s", "1024", "-a", "-c", "100",
                "-q", "500", "-A", "50", "-f", "persistent", "-f", "mandatory", "-r", "1000", "-u", "q", "-ad", "false", "-z", "30", "-C", "7", "-D", "8", "-t", "topic",
                "-e", "x", "-k", "key", "-qa", "x-max-length=10,x-overflow=drop-head", "-mp", "priority=5,trace=on", "-p", "-M", "8192");
        assertThat(List.of(options.producers(1), options.consumers(1), options.producerChannels, options.consumerChannels)).containsExactly(2, 3, 4, 5);
        assertThat(List.of(options.size, options.confirm, options.prefetch, options.ackEvery, options.frameMax)).containsExactly(1024, 100, 500, 50, 8192);
        assertThat(options.flags).containsExactly("persistent", "mandatory");
        assertThat(options.autoDelete).isFalse();
        assertThat(options.queueArguments).containsEntry("x-max-length", "10").containsEntry("x-overflow", "drop-head");
        assertThat(options.properties).containsEntry("priority", "5").containsEntry("trace", "on");
    }

    @Test
    void takesLongNamesAndAMode() {
        Options options = CommandArguments.parse("rpc", "--uri", "amqp://example.test", "--producers", "2", "--time=5", "--queue-pattern", "q-%d",
                "--queue-pattern-from", "1", "--queue-pattern-to", "3", "--json");
        assertThat(options.mode).isEqualTo(Mode.RPC);
        assertThat(options.time).isEqualTo(5);
        assertThat(options.json).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--frobnicate | Unknown option",
        "dance | there is no mode 'dance', but throughput, latency",
        "-x many | --producers",
        "-x -1 | --producers must not be negative",
        "-f quick | --flag is persistent or mandatory, not 'quick'",
        "-c 0 | --confirm must be at least 1",
        "-q 10 -A 20 | consumers would wait for ever",
        "-X 0 | --producer-channel-count must be at least 1",
        "-u q -qp q-%d | exclude each other",
        "-qp q -qpt 3 | no %d",
        "-qp q-%d | --queue-pattern-to",
        "-i 0 | --interval",
        "rpc -y 0 | rpc needs consumers",
        "-mp priority=high | message property priority must be a number",
        "-h http://localhost | not of the form amqp://"})
    void saysWhatIsWrong(String line, String complaint) {
        assertThatIllegalArgumentException().isThrownBy(() -> Plan.of(CommandArguments.parse(line.split(" ")))).withMessageContaining(complaint);
    }

    @Test
    void helpNamesModesAndOptions() {
        assertThat(CommandArguments.help()).contains("leveret perf [MODE] [OPTION]...", "--producers", "-ad, --auto-delete", "--json", "Exit codes:")
                .contains(Arrays.stream(Mode.values()).map(Mode::word).toList()).doesNotContain("[MODE]\n  ");
    }

    @Test
    void givesEachConsumerAQueueUnlessOneIsNamed() {
        assertThat(topology("-y", "3").queues()).containsExactly("", "", "");
        assertThat(topology("-y", "0").queues()).containsExactly("");
        assertThat(topology("-y", "0").temporary()).isTrue();
        assertThat(topology("-y", "3", "-u", "q").queues()).containsExactly("q");
        assertThat(topology("-qp", "q-%d", "-qpf", "2", "-qpt", "4").queues()).containsExactly("q-2", "q-3", "q-4");
    }

    @Test
    void declaresWhatIsPersistentDurable() {
        assertThat(topology("-f", "persistent").durable()).isTrue();
        assertThat(topology().durable()).isFalse();
        Topology quorum = topology("-qq", "-u", "q");
        assertThat(quorum.durable()).isTrue();
        assertThat(quorum.autoDelete()).isFalse();
        assertThat(quorum.arguments().find("x-queue-type")).contains(FieldValue.longString("quorum"));
    }

    @Test
    void choosesKeysByQueuesAndMode() {
        assertThat(topology().keys()).isInstanceOf(Keys.Same.class);
        assertThat(topology("-k", "key").keys()).isEqualTo(new Keys.Same("key"));
        assertThat(topology("-u", "q").keys()).isEqualTo(new Keys.OfQueue());
        assertThat(topology("-e", "").keys()).isEqualTo(new Keys.OfQueue());
        assertThat(topology("-K").keys()).isEqualTo(new Keys.Random("1"));
        assertThat(topology("topic", "--bindings", "9").keys()).isEqualTo(new Keys.Topic(9));
    }

    @Test
    void modesHaveDefaultsOfTheirOwn() {
        assertThat(topology("fanout").queues()).hasSize(10);
        assertThat(topology("fanout").exchange()).isEqualTo("leveret-perf-fanout");
        assertThat(topology("topic").queues()).hasSize(100);
        assertThat(Plan.of(CommandArguments.parse("backlog")).phases()).extracting(Plan.Phase::name).containsExactly("publish", "drain");
    }

    @Test
    void sendsNumbersAndTruthValuesAsSuch() {
        assertThat(KeyValues.table(Map.of("n", "-5")).find("n")).contains(FieldValue.longInt(-5));
        assertThat(KeyValues.table(Map.of("b", "true")).find("b")).contains(FieldValue.bool(true));
        assertThat(KeyValues.table(Map.of("s", "5x")).find("s")).contains(FieldValue.longString("5x"));
    }

    @Test
    void makesHeadersOfWhatIsNoProperty() {
        var properties = KeyValues.properties(Map.of("priority", "5", "trace", "on", "expiration", "1000"), true);
        assertThat(properties.priority()).hasValue(5);
        assertThat(properties.expiration()).contains("1000");
        assertThat(properties.isPersistent()).isTrue();
        assertThat(properties.header("trace")).contains(FieldValue.longString("on"));
    }

    private static Topology topology(String... arguments) {
        Options options = CommandArguments.parse(arguments);
        Checks.check(options);
        return Topologies.of(options);
    }
}
