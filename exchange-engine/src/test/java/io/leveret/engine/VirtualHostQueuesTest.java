package io.leveret.engine;

import static io.leveret.engine.TestHost.assertRefused;
import static io.leveret.engine.TestHost.declaration;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.queue.ConsumerRef;
import io.leveret.engine.queue.ConsumerRequest;
import io.leveret.engine.queue.QueueRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which queues there can be, and whose they are. */
class VirtualHostQueuesTest {

    private final TestHost host = new TestHost();

    @Test
    void makesUpANameForAQueueWithoutOne() {
        String name = host.declareQueue("").name();
        assertThat(name).matches("amq\\.gen-[A-Za-z0-9_-]{22}");
        assertThat(host.virtualHost.queue(name, host.alice).name()).isEqualTo(name);
    }

    @Test
    void takesLineBreaksOutOfNames() {
        QueueRef queue = host.declareQueue("a\r\nb");
        assertThat(queue.name()).isEqualTo("ab");
        assertThat(host.virtualHost.requireQueue("\nab\r", host.alice)).isSameAs(queue);
    }

    @Test
    void keepsQuorumQueuesForWhatIsThereToStay() {
        assertRefused(ReplyCode.PRECONDITION_FAILED, "Cannot declare a server-named queue for type rabbit_quorum_queue",
            () -> host.declareQuorum("", true, false, false));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "invalid property 'auto-delete' for queue 'q' in vhost '/'",
            () -> host.declareQuorum("q", true, true, true));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "invalid property 'exclusive-owner' for queue 'q' in vhost '/'",
            () -> host.declareQuorum("q", true, true, false));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "invalid property 'non-durable' for queue 'q' in vhost '/'",
            () -> host.declareQuorum("q", false, false, false));
        host.declareQuorum("q", true, false, false);
    }

    @Test
    void comparesARedeclaredQueue() {
        host.declareQueue("q");
        assertRefused(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'",
            () -> host.virtualHost.declareQueue(declaration("q", false, false, false, FieldTable.EMPTY), host.alice, host.home));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': "
                + "received the value '1' of type 'signedint' but current is none",
            () -> host.virtualHost.declareQueue(declaration("q", true, false, false,
                FieldTable.EMPTY.with("x-max-length", FieldValue.signedInt(1))), host.alice, host.home));
    }

    @Test
    void takesIntegersOfAnotherWidthAndUnknownArgumentsAsEquivalent() {
        FieldTable asInt = FieldTable.EMPTY.with("x-max-length", FieldValue.signedInt(5));
        FieldTable asLong = FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(5))
            .with("x-unknown", FieldValue.longString("whatever")).with("x-queue-type", FieldValue.longString("classic"));
        QueueRef queue = host.virtualHost.declareQueue(declaration("q", true, false, false, asInt), host.alice, host.home);
        assertThat(host.virtualHost.declareQueue(declaration("q", true, false, false, asLong), host.bob, host.home)).isSameAs(queue);
    }

    @Test
    void takesAnEmptyQueueTypeForTheDefault() {
        FieldTable empty = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString(""));
        QueueRef queue = host.virtualHost.declareQueue(declaration("q", true, false, false, empty), host.alice, host.home);
        assertThat(host.declareQueue("q")).isSameAs(queue);
    }

    @Test
    void keepsAnExclusiveQueueFromOthers() {
        host.virtualHost.declareQueue(declaration("mine", true, true, false, FieldTable.EMPTY), host.alice, host.home);
        String text = "cannot obtain exclusive access to locked queue 'mine' in vhost '/'. It could be originally"
            + " declared on another connection or the exclusive property value does not match that of the original"
            + " declaration.";
        assertRefused(ReplyCode.RESOURCE_LOCKED, text, () -> host.virtualHost.queue("mine", host.bob));
        assertRefused(ReplyCode.RESOURCE_LOCKED, text,
            () -> host.virtualHost.declareQueue(declaration("mine", true, true, false, FieldTable.EMPTY), host.bob, host.home));
        assertRefused(ReplyCode.RESOURCE_LOCKED, text,
            () -> host.virtualHost.declareQueue(declaration("mine", true, false, false, FieldTable.EMPTY), host.alice, host.home));
        assertRefused(ReplyCode.RESOURCE_LOCKED, text,
            () -> host.virtualHost.deleteQueue("mine", false, false, host.bob, new TestHost.Ignored<>()));
        assertThat(host.virtualHost.queue("mine", host.alice).isDurable()).isFalse();
    }

    @Test
    void deletesExclusiveQueuesWithTheirConnection() {
        host.virtualHost.declareQueue(declaration("mine", false, true, false, FieldTable.EMPTY), host.alice, host.home);
        host.virtualHost.declareQueue(declaration("yours", false, true, false, FieldTable.EMPTY), host.bob, host.home);
        host.virtualHost.deleteExclusiveQueues(host.alice, host.home, () -> assertThat(host.route("", "mine")).isEmpty());
        assertThat(host.route("", "mine")).isEmpty();
        assertThat(host.route("", "yours")).hasSize(1);
    }

    @Test
    void deletesSoManyQueuesInATurn() {
        for (int i = 0; i < 300; i++) host.virtualHost.declareQueue(declaration("q" + i, false, true, false, FieldTable.EMPTY), host.alice, host.home);
        AtomicInteger turns = new AtomicInteger();
        host.virtualHost.deleteExclusiveQueues(host.alice, host.home, turns::incrementAndGet);
        for (int left : List.of(172, 44, 0)) {
            assertThat(IntStream.range(0, 300).filter(i -> !host.route("", "q" + i).isEmpty())).hasSize(left);
            assertThat(turns).hasValue(left == 0 ? 1 : 0);
            host.home.runNextTimer();
        }
    }

    @Test
    void letsSoManyUnusedQueuesGoInATurn() {
        List<ConsumerRef> consumers = IntStream.range(0, 300).mapToObj(i -> consume(declareAutoDelete("q" + i))).toList();
        AtomicInteger told = new AtomicInteger();
        consumers.forEach(consumer -> consumer.cancel(new TestHost.Ignored<>()));
        host.virtualHost.deleteExclusiveQueues(host.alice, host.home, told::incrementAndGet);
        for (int left : List.of(172, 44, 0)) {
            assertThat(IntStream.range(0, 300).filter(i -> !host.route("", "q" + i).isEmpty())).hasSize(left);
            assertThat(told).hasValue(left == 0 ? 1 : 0);
            host.home.runNextTimer();
        }
        consume(declareAutoDelete("another")).cancel(new TestHost.Ignored<>());
        assertThat(host.route("", "another")).as("at once, as the line is gone").isEmpty();
    }

    @Test
    void keepsAQueueThatSomebodyUsesAgainBeforeItGoes() {
        List<QueueRef> queues = IntStream.range(0, 200).mapToObj(i -> declareAutoDelete("q" + i)).toList();
        queues.stream().map(this::consume).toList().forEach(consumer -> consumer.cancel(new TestHost.Ignored<>()));
        ConsumerRef late = consume(queues.get(199));
        host.home.advance(0);
        assertThat(host.virtualHost.queues()).containsExactly(queues.get(199));
        late.cancel(new TestHost.Ignored<>());
        assertThat(host.virtualHost.queues()).isEmpty();
    }

    @Test
    void keepsAQueueThatSomebodyDeclaresAgainBeforeItGoes() {
        List<QueueRef> queues = IntStream.range(0, 200).mapToObj(i -> declareAutoDelete("q" + i)).toList();
        queues.stream().map(this::consume).toList().forEach(consumer -> consumer.cancel(new TestHost.Ignored<>()));
        declareAutoDelete("q199").declared(new TestHost.Ignored<>());
        queues.get(198).status(new TestHost.Ignored<>()); // a passive declaration keeps nothing
        host.home.advance(0);
        assertThat(host.virtualHost.queues()).containsExactly(queues.get(199));
        consume(queues.get(199)).cancel(new TestHost.Ignored<>());
        assertThat(host.virtualHost.queues()).as("goes with its next consumer").isEmpty();
    }

    @Test
    void letsQueuesThatHaveExpiredGoInTurnsToo() {
        FieldTable expiring = FieldTable.EMPTY.with("x-expires", FieldValue.longInt(1000));
        for (int i = 0; i < 300; i++) host.virtualHost.declareQueue(declaration("q" + i, false, false, false, expiring), host.alice, host.home);
        host.home.passSilently(1000);
        for (int i = 0; i < 300; i++) host.home.runNextTimer();
        assertThat(host.virtualHost.queues()).isNotEmpty();
        host.home.advance(0);
        assertThat(host.virtualHost.queues()).isEmpty();
    }

    private QueueRef declareAutoDelete(String name) {
        return host.virtualHost.declareQueue(declaration(name, false, false, true, FieldTable.EMPTY), host.alice, host.home);
    }

    private ConsumerRef consume(QueueRef queue) {
        TestHost.Ignored<ConsumerRef> consumer = new TestHost.Ignored<>();
        queue.consume(new ConsumerRequest("t", true, false, 0, FieldTable.EMPTY, new TestHost.NoTarget(), Optional.empty()), consumer);
        return consumer.value;
    }

    @Test
    void deletesAnAutoDeleteQueueWithItsLastConsumer() {
        QueueRef queue = host.virtualHost.declareQueue(declaration("q", false, false, true, FieldTable.EMPTY), host.alice, host.home);
        TestHost.Ignored<ConsumerRef> consumer = new TestHost.Ignored<>();
        queue.consume(new ConsumerRequest("t", true, false, 0, FieldTable.EMPTY, new TestHost.NoTarget(), Optional.empty()), consumer);
        consumer.value.cancel(new TestHost.Ignored<>());
        assertRefused(ReplyCode.NOT_FOUND, "no queue 'q' in vhost '/'", () -> host.virtualHost.queue("q", host.alice));
    }
}
