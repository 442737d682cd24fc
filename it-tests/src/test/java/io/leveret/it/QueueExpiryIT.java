package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Queues that end when nobody has used them for a while. */
@ExtendWith(BrokerExtension.class)
class QueueExpiryIT {
    private static final int SHORT = 200;
    /** Long enough to use a queue many times meanwhile, however busy the machine. */
    private static final int RENEWABLE = 2_500;

    private final Channel channel;
    private final Names names;
    /** Publishing is no use of a queue, so it may be asked that way whether it is still there. */
    private final Channel asking;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    QueueExpiryIT(Connection connection, Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.names = names;
        this.asking = connection.createChannel();
    }

    @BeforeEach
    void listen() {
        asking.addReturnListener(returned -> missing.add(returned.getRoutingKey()));
    }

    @Test
    void endsAQueueThatNobodyUses() throws Exception {
        awaitEnd(declare(SHORT));
    }

    @Test
    void endsAQueueWhateverIsInIt() throws Exception {
        TestQueue queue = declare(SHORT).publish("a", "b");
        awaitEnd(queue);
    }

    @Test
    void deadLettersNothing() throws Exception {
        TestQueue grave = TestQueue.on(channel);
        TestQueue queue = declare(DeadLetters.to(grave, Map.of("x-expires", SHORT))).publish("a");
        awaitEnd(queue);
        assertThat(grave.ready()).isZero();
    }

    @Test
    void waitsForTheLastConsumer() throws Exception {
        TestQueue queue = declare(SHORT);
        Inbox inbox = queue.consume();
        awaitEnd(declare(SHORT));
        queue.publish("a");
        assertThat(inbox.bodies(1)).containsExactly("a");
        channel.basicCancel(inbox.getConsumerTag());
        awaitEnd(queue);
    }

    @Test
    void waitsForNoMessageThatIsStillUnacked(Connection connection) throws Exception {
        TestQueue queue = declare(SHORT).fill("a");
        queue.through(connection.createChannel()).get();
        awaitEnd(queue);
    }

    @Test
    void startsAnewWithEveryGet() throws Exception {
        expectRenewedBy(queue -> channel.basicGet(queue, true));
    }

    @Test
    void startsAnewWithEveryDeclaration() throws Exception {
        expectRenewedBy(queue -> channel.queueDeclare(queue, true, false, false, Map.of("x-expires", RENEWABLE)));
    }

    @Test
    void startsAnewWithEveryPassiveDeclaration() throws Exception {
        expectRenewedBy(channel::queueDeclarePassive);
    }

    @Test
    void freesTheName() throws Exception {
        TestQueue queue = declare(SHORT);
        awaitEnd(queue);
        channel.queueDeclare(queue.name(), true, false, false, Map.of("x-max-length", 1));
    }

    /** The queue outlives one that was declared later. */
    private void expectRenewedBy(ThrowingConsumer<String> use) throws Exception {
        TestQueue used = declare(RENEWABLE);
        TestQueue unused = declare(RENEWABLE);
        await().atMost(Inbox.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            callUnchecked(use, used.name());
            return isGone(unused);
        });
        channel.queueDeclarePassive(used.name());
    }

    private static void callUnchecked(ThrowingConsumer<String> use, String queue) {
        try {
            use.accept(queue);
        } catch (Throwable error) {
            throw new AssertionError(error);
        }
    }

    private void awaitEnd(TestQueue queue) {
        await().atMost(Inbox.PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> isGone(queue));
    }

    private boolean isGone(TestQueue queue) throws Exception {
        asking.basicPublish("", queue.name(), true, null, Messages.bytes("anybody there?"));
        return missing.contains(queue.name());
    }

    private TestQueue declare(int expires) throws Exception {
        return declare(Map.of("x-expires", expires));
    }

    private TestQueue declare(Map<String, Object> arguments) throws Exception {
        return TestQueue.durable(channel, names, arguments);
    }
}
