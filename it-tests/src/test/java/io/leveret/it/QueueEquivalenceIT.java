package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rabbitmq.client.Channel;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a queue may be declared again depends on what it was declared with. */
@ExtendWith(BrokerExtension.class)
class QueueEquivalenceIT {
    private static final Map<String, Object> NONE = Map.of();

    private final Channel channel;
    private final String queue;

    QueueEquivalenceIT(Channel channel, Names names) {
        this.channel = channel;
        this.queue = names.fresh();
    }

    @Test
    @DiffersFromRabbitMq("refuses transient queues altogether")
    void comparesDurability() throws Exception {
        declare(NONE);
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, false, false, false, null))
                .is(406, inequivalent("durable", "received 'false' but current is 'true'"), QUEUE_DECLARE);
    }

    @Test
    void comparesAutoDelete() throws Exception {
        declare(NONE);
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, true, false, true, null))
                .is(406, inequivalent("auto_delete", "received 'true' but current is 'false'"), QUEUE_DECLARE);
    }

    @Test
    void comparesAutoDeleteBeforeArguments() throws Exception {
        declare(Map.of("x-max-length", 1));
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, true, false, true, null))
                .is(406, inequivalent("auto_delete", "received 'true' but current is 'false'"), QUEUE_DECLARE);
    }

    @Test
    void comparesExclusivenessFirst() throws Exception {
        declare(NONE);
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, true, true, true, null)).is(405, locked(), QUEUE_DECLARE);
    }

    @Test
    void comparesExclusivenessOfItsOwnQueuesToo() throws Exception {
        channel.queueDeclare(queue, false, true, false, null);
        Refusal.ofChannel(channel, () -> channel.queueDeclare(queue, true, false, false, null)).is(405, locked(), QUEUE_DECLARE);
    }

    @Test
    void takesADurableExclusiveQueueForATransientOne() throws Exception {
        channel.queueDeclare(queue, true, true, false, null);
        channel.queueDeclare(queue, true, true, false, null);
        channel.queueDeclare(queue, false, true, false, null);
    }

    static Stream<Arguments> equalArguments() {
        return Stream.of(
                arguments(Map.of("x-max-length", 5), Map.of("x-max-length", 5L)),
                arguments(Map.of("x-message-ttl", 60_000L), Map.of("x-message-ttl", 60_000)),
                arguments(Map.of("x-max-priority", 5), Map.of("x-max-priority", (byte) 5)),
                arguments(Map.of("x-expires", (short) 30_000), Map.of("x-expires", 30_000L)),
                arguments(Map.of("x-queue-type", "classic"), NONE),
                arguments(NONE, Map.of("x-queue-type", "classic")),
                arguments(Map.of("x-colour", "green"), Map.of("x-colour", "red")),
                arguments(Map.of("x-colour", "green"), NONE),
                arguments(Map.of("x-single-active-consumer", true), Map.of("x-single-active-consumer", true)),
                arguments(Map.of("x-dead-letter-exchange", "x"), Map.of("x-dead-letter-exchange", "x")));
    }

    @ParameterizedTest
    @MethodSource("equalArguments")
    void acceptsEqualArguments(Map<String, Object> first, Map<String, Object> second) throws Exception {
        declare(first);
        declare(second);
    }

    static Stream<Arguments> differentArguments() {
        return Stream.of(
                arguments(Map.of("x-max-length", 1), Map.of("x-max-length", 2), "x-max-length",
                        "received '2' but current is '1'"),
                arguments(NONE, Map.of("x-max-length", 1), "x-max-length",
                        "received the value '1' of type 'signedint' but current is none"),
                arguments(NONE, Map.of("x-max-length", 1L), "x-max-length",
                        "received the value '1' of type 'long' but current is none"),
                arguments(NONE, Map.of("x-max-length", (short) 1), "x-max-length",
                        "received the value '1' of type 'short' but current is none"),
                arguments(NONE, Map.of("x-max-length", (byte) 1), "x-max-length",
                        "received the value '1' of type 'byte' but current is none"),
                arguments(Map.of("x-message-ttl", 1000), NONE, "x-message-ttl",
                        "received none but current is the value '1000' of type 'signedint'"),
                arguments(Map.of("x-dead-letter-exchange", "a"), Map.of("x-dead-letter-exchange", "b"),
                        "x-dead-letter-exchange", "received 'b' but current is 'a'"),
                arguments(NONE, Map.of("x-dead-letter-exchange", "b"), "x-dead-letter-exchange",
                        "received the value 'b' of type 'longstr' but current is none"),
                arguments(Map.of("x-single-active-consumer", true), Map.of("x-single-active-consumer", false),
                        "x-single-active-consumer", "received 'false' but current is 'true'"),
                arguments(NONE, Map.of("x-single-active-consumer", true), "x-single-active-consumer",
                        "received the value 'true' of type 'bool' but current is none"),
                arguments(Map.of("x-overflow", "reject-publish"), Map.of("x-overflow", "drop-head"), "x-overflow",
                        "received 'drop-head' but current is 'reject-publish'"),
                arguments(Map.of("x-max-priority", 5), NONE, "x-max-priority",
                        "received none but current is the value '5' of type 'signedint'"));
    }

    @ParameterizedTest
    @MethodSource("differentArguments")
    void refusesDifferentArguments(Map<String, Object> first, Map<String, Object> second, String argument, String how)
            throws Exception {
        declare(first);
        Refusal.ofChannel(channel, () -> declare(second)).is(406, inequivalent(argument, how), QUEUE_DECLARE);
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private String inequivalent(String argument, String how) {
        return "PRECONDITION_FAILED - inequivalent arg '" + argument + "' for queue '" + queue + "' in vhost '/': " + how;
    }

    private String locked() {
        return ExclusiveQueuesIT.lockedText(queue);
    }
}
