package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rabbitmq.client.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What queues may be told when they are declared, and how the rest is refused. */
@ExtendWith(BrokerExtension.class)
class QueueArgumentsIT {
    private static final long TEN_YEARS = 315_360_000_000L;
    private static final Map<String, Object> CLASSIC = Map.of();
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private final Channel channel;
    private final String queue;

    QueueArgumentsIT(Channel channel, Names names) {
        this.channel = channel;
        this.queue = names.fresh();
    }

    static Stream<Arguments> good() {
        return Stream.of(
                Stream.of("x-message-ttl", "x-max-length", "x-max-length-bytes", "x-max-priority")
                        .map(argument -> arguments(CLASSIC, argument, 0)),
                Stream.of("x-message-ttl", "x-expires", "x-max-length", "x-max-length-bytes", "x-max-priority")
                        .flatMap(argument -> Stream.of(arguments(CLASSIC, argument, (byte) 100),
                                arguments(CLASSIC, argument, (short) 100), arguments(CLASSIC, argument, 100L))),
                Stream.of("x-message-ttl", "x-expires").map(argument -> arguments(CLASSIC, argument, TEN_YEARS)),
                Stream.of("x-max-length", "x-max-length-bytes").map(argument -> arguments(CLASSIC, argument, Long.MAX_VALUE)),
                Stream.of("drop-head", "reject-publish", "reject-publish-dlx").flatMap(overflow -> Stream.of(
                        arguments(CLASSIC, "x-overflow", overflow), arguments(QUORUM, "x-overflow", overflow))),
                Stream.of("client-local", "balanced", "random", "least-leaders", "min-masters")
                        .map(place -> arguments(CLASSIC, "x-queue-leader-locator", place)),
                Stream.of(
                        arguments(CLASSIC, "x-queue-type", ""), arguments(CLASSIC, "x-queue-type", "classic"),
                        arguments(CLASSIC, "x-queue-mode", "lazy"), arguments(CLASSIC, "x-queue-mode", 5),
                        arguments(CLASSIC, "x-queue-version", 2), arguments(CLASSIC, "x-max-priority", 255),
                        arguments(CLASSIC, "x-single-active-consumer", false),
                        arguments(CLASSIC, "x-dead-letter-exchange", ""),
                        arguments(CLASSIC, "x-dead-letter-exchange", "it-missing"),
                        arguments(CLASSIC, "x-cancel-on-ha-failover", true), arguments(CLASSIC, "x-whatever", "x"),
                        arguments(QUORUM, "x-delivery-limit", -1), arguments(QUORUM, "x-delivery-limit", 0),
                        arguments(QUORUM, "x-consumer-timeout", 0), arguments(QUORUM, "x-consumer-disconnected-timeout", 0),
                        arguments(QUORUM, "x-dead-letter-strategy", "at-least-once"),
                        arguments(QUORUM, "x-delayed-retry-type", "failed"), arguments(QUORUM, "x-delayed-retry-min", 0),
                        arguments(QUORUM, "x-quorum-initial-group-size", 1), arguments(QUORUM, "x-max-in-memory-length", 0)))
                .flatMap(part -> part);
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesWhatMakesSense(Map<String, Object> type, String argument, Object value) throws Exception {
        declare(with(type, argument, value));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Stream.of("x-message-ttl", "x-expires", "x-max-length", "x-max-length-bytes", "x-max-priority", "x-queue-version")
                        .flatMap(argument -> notAnInteger(CLASSIC, argument)),
                Stream.of("x-message-ttl", "x-expires", "x-max-length", "x-max-length-bytes", "x-max-priority")
                        .map(argument -> arguments(CLASSIC, argument, -1, "{value_negative,-1}")),
                Stream.of("x-message-ttl", "x-expires")
                        .map(argument -> arguments(CLASSIC, argument, TEN_YEARS + 1, "{value_too_large,315360000001}")),
                Stream.of(256, 300).map(priority ->
                        arguments(CLASSIC, "x-max-priority", priority, "{max_value_exceeded," + priority + "}")),
                Stream.of("x-queue-type", "x-overflow", "x-queue-leader-locator").flatMap(argument -> Stream.of(
                        arguments(CLASSIC, argument, 5, "{unacceptable_type,signedint}"),
                        arguments(CLASSIC, argument, true, "{unacceptable_type,bool}"),
                        arguments(CLASSIC, argument, null, "{unacceptable_type,void}"))),
                Stream.of("x-consumer-timeout", "x-quorum-initial-group-size", "x-max-in-memory-length",
                        "x-max-in-memory-bytes", "x-consumer-disconnected-timeout").flatMap(argument -> Stream.of(
                        arguments(QUORUM, argument, -1, "{value_negative,-1}"),
                        arguments(QUORUM, argument, "1", "\"expected integer, got longstr\""))),
                Stream.of(
                        arguments(CLASSIC, "x-expires", 0, "{value_zero,0}"),
                        arguments(CLASSIC, "x-overflow", "drop-tail", "invalid_overflow"),
                        arguments(CLASSIC, "x-queue-leader-locator", "here", "invalid_queue_locator_arg"),
                        arguments(CLASSIC, "x-queue-type", "foo", "\"unsupported queue type 'foo'\""),
                        arguments(CLASSIC, "x-queue-type", "Classic", "\"unsupported queue type 'Classic'\""),
                        arguments(CLASSIC, "x-queue-version", 3, "\"unsupported queue version '3'\""),
                        arguments(CLASSIC, "x-single-active-consumer", "true", "{unacceptable_type,longstr}"),
                        arguments(CLASSIC, "x-single-active-consumer", 1, "{unacceptable_type,signedint}"),
                        arguments(CLASSIC, "x-dead-letter-routing-key", "key", "routing_key_but_no_dlx_defined"),
                        arguments(CLASSIC, "x-dead-letter-routing-key", 5, "{unacceptable_type,signedint}"),
                        arguments(QUORUM, "x-message-ttl", -1, "{value_negative,-1}"),
                        arguments(QUORUM, "x-expires", 0, "{value_zero,0}"),
                        arguments(QUORUM, "x-overflow", "drop-tail", "invalid_overflow"),
                        arguments(QUORUM, "x-quorum-initial-group-size", 0, "{value_zero,0}"),
                        arguments(QUORUM, "x-dead-letter-strategy", "at-times", "invalid_dlx_strategy"),
                        arguments(QUORUM, "x-dead-letter-strategy", 1, "{unacceptable_type,signedint}")))
                .flatMap(part -> part);
    }

    private static Stream<Arguments> notAnInteger(Map<String, Object> type, String argument) {
        return Stream.of(
                arguments(type, argument, "5", "\"expected integer, got longstr\""),
                arguments(type, argument, true, "\"expected integer, got bool\""),
                arguments(type, argument, 5.0, "\"expected integer, got double\""),
                arguments(type, argument, null, "\"expected integer, got void\""));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatMakesNone(Map<String, Object> type, String argument, Object value, String problem) {
        refuse(with(type, argument, value), "invalid arg '" + argument + "' for " + description() + ": " + problem);
    }

    static Stream<Arguments> unchecked() {
        return Stream.of(
                arguments("x-delivery-limit", "3", "\"expected integer, got longstr\""),
                arguments("x-delayed-retry-type", "foo", "invalid_delayed_retry_type"),
                arguments("x-delayed-retry-type", 1, "{unacceptable_type,signedint}"),
                arguments("x-delayed-retry-min", "1", "\"expected integer, got longstr\""),
                arguments("x-delayed-retry-min", -1, "{value_negative,-1}"),
                arguments("x-delayed-retry-max", -1, "{value_negative,-1}"),
                arguments("x-delayed-retry-max", TEN_YEARS + 1, "{value_too_large,315360000001}"));
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    @DiffersFromRabbitMq("does not check these")
    void refusesWhatMakesNoneOfLimitsAndDelaysToo(String argument, Object value, String problem) {
        refuse(with(QUORUM, argument, value), "invalid arg '" + argument + "' for " + description() + ": " + problem);
    }

    static Stream<Object> notANameOfAnExchange() {
        return Stream.of(5, true, 5L);
    }

    @ParameterizedTest
    @MethodSource("notANameOfAnExchange")
    void refusesADeadLetterExchangeWithoutAName(Object name) {
        String type = name instanceof Integer ? "signedint" : name instanceof Long ? "long" : "bool";
        refuse(with(CLASSIC, "x-dead-letter-exchange", name),
                "invalid type '" + type + "' for arg 'x-dead-letter-exchange' in " + description());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-max-age", "x-stream-max-segment-size-bytes", "x-stream-filter-size-bytes",
            "x-initial-cluster-size", "x-quorum-initial-group-size", "x-max-in-memory-length", "x-max-in-memory-bytes",
            "x-consumer-disconnected-timeout"})
    void refusesWhatClassicQueuesDoNotKnow(String argument) {
        refuse(with(CLASSIC, argument, 100),
                "invalid arg '" + argument + "' for " + description() + " of queue type rabbit_classic_queue");
    }

    @Test
    void refusesADeadLetterStrategyForAClassicQueue() {
        refuse(with(CLASSIC, "x-dead-letter-strategy", "at-most-once"), "invalid arg 'x-dead-letter-strategy' for "
                + description() + " of queue type rabbit_classic_queue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-max-age", "x-stream-max-segment-size-bytes", "x-stream-filter-size-bytes",
            "x-initial-cluster-size", "x-max-priority", "x-queue-mode", "x-queue-version"})
    void refusesWhatQuorumQueuesDoNotKnow(String argument) {
        refuse(with(QUORUM, argument, 2),
                "invalid arg '" + argument + "' for " + description() + " of queue type rabbit_quorum_queue");
    }

    @ParameterizedTest
    @CsvSource({"true,false,true,auto-delete", "true,true,true,auto-delete", "false,true,true,auto-delete",
            "true,true,false,exclusive-owner", "false,true,false,exclusive-owner", "false,false,false,non-durable"})
    void keepsQuorumQueuesForWhatIsThereToStay(boolean durable, boolean exclusive, boolean autoDelete, String property) {
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, durable, exclusive, autoDelete, QUORUM))
                .is(406, "PRECONDITION_FAILED - invalid property '" + property + "' for " + description(), QUEUE_DECLARE);
    }

    @Test
    void makesUpNoNameForAQuorumQueue() {
        Refusal.ofChannel(channel, () -> channel.queueDeclare("", true, false, false, QUORUM))
                .is(406, "PRECONDITION_FAILED - Cannot declare a server-named queue for type rabbit_quorum_queue",
                        QUEUE_DECLARE);
    }

    @Test
    void looksAtTheDeadLetterExchangeFirst() {
        refuse(Map.of("x-queue-type", "foo", "x-message-ttl", -1, "x-dead-letter-exchange", 5),
                "invalid type 'signedint' for arg 'x-dead-letter-exchange' in " + description());
    }

    @Test
    void looksAtTheTypeBeforeWhatIsLeft() {
        refuse(Map.of("x-queue-type", "foo", "x-message-ttl", -1, "x-max-length", -1),
                "invalid arg 'x-queue-type' for " + description() + ": \"unsupported queue type 'foo'\"");
    }

    @Test
    void looksAtValuesBeforeWhatTheTypeKnows() {
        refuse(Map.of("x-max-age", "1h", "x-message-ttl", -1),
                "invalid arg 'x-message-ttl' for " + description() + ": {value_negative,-1}");
    }

    @Test
    void looksAtArgumentsBeforeProperties() {
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, true, false, true, with(QUORUM, "x-max-age", "1h")))
                .is(406, "PRECONDITION_FAILED - invalid arg 'x-max-age' for " + description()
                        + " of queue type rabbit_quorum_queue", QUEUE_DECLARE);
    }

    @Test
    @DiffersFromRabbitMq("has streams")
    void knowsNoStreamsYet() {
        refuse(Map.of("x-queue-type", "stream"),
                "invalid arg 'x-queue-type' for " + description() + ": \"unsupported queue type 'stream'\"");
    }

    @Test
    @DiffersFromRabbitMq("refuses them, on the connection or the channel")
    void takesWhatOlderVersionsTook() throws Exception {
        declare(Map.of("x-queue-master-locator", "min-masters", "x-queue-version", 1));
    }

    @ParameterizedTest
    @CsvSource({"x-delivery-limit", "x-consumer-timeout", "x-delayed-retry-min", "x-delayed-retry-max"})
    @DiffersFromRabbitMq("knows them for quorum queues only")
    void limitsDeliveriesOfClassicQueuesToo(String argument) throws Exception {
        declare(with(CLASSIC, argument, 100));
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private void refuse(Map<String, Object> arguments, String text) {
        Refusal.ofChannel(channel, () -> declare(arguments)).is(406, "PRECONDITION_FAILED - " + text, QUEUE_DECLARE);
    }

    /** The value may be null. */
    private static Map<String, Object> with(Map<String, Object> type, String argument, Object value) {
        Map<String, Object> arguments = new HashMap<>(type);
        arguments.put(argument, value);
        return arguments;
    }

    private String description() {
        return "queue '" + queue + "' in vhost '/'";
    }
}
