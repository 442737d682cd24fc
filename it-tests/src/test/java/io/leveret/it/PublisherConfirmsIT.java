package io.leveret.it;

import static io.leveret.it.Messages.bytes;
import static io.leveret.it.MethodId.CONFIRM_SELECT;
import static io.leveret.it.MethodId.TX_SELECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker's word that it has a message, given once for each. */
@ExtendWith(BrokerExtension.class)
class PublisherConfirmsIT {
    private static final long PATIENCE = 20_000;

    private Channel channel;
    private Ledger ledger;

    @BeforeEach
    void select(Channel channel) throws Exception {
        this.channel = channel;
        channel.confirmSelect();
        ledger = new Ledger(channel);
    }

    @Test
    void confirmsTransientMessages() throws Exception {
        TestQueue queue = TestQueue.on(channel);
        publish("", queue.name(), 100, false);
        ledger.expectAcks(100);
        assertThat(queue.ready()).isEqualTo(100);
    }

    @Test
    void confirmsPersistentMessagesInADurableQueue() throws Exception {
        TestQueue queue = TestQueue.shared(channel);
        publish("", queue.name(), 100, true);
        ledger.expectAcks(100);
        assertThat(channel.queueDelete(queue.name()).getMessageCount()).isEqualTo(100);
    }

    @Test
    void confirmsTenThousandInFlightOnceEach() throws Exception {
        TestQueue queue = TestQueue.shared(channel);
        publish("", queue.name(), 10_000, true);
        ledger.expectAcks(10_000);
        assertThat(channel.queueDelete(queue.name()).getMessageCount()).isEqualTo(10_000);
    }

    @Test
    void confirmsWhatReachesNoQueue() throws Exception {
        publish("", TestQueue.uniqueName(), 100, true);
        ledger.expectAcks(100);
    }

    @Test
    void confirmsOnceHoweverManyQueuesAMessageReaches() throws Exception {
        String fanout = TestQueue.uniqueName();
        channel.exchangeDeclare(fanout, "fanout", false, true, null);
        for (int i = 0; i < 10; i++) channel.queueBind(TestQueue.on(channel).name(), fanout, "");
        publish(fanout, "", 100, true);
        ledger.expectAcks(100);
    }

    @Test
    void confirmsMessagesThatAreConsumedAtOnce() throws Exception {
        TestQueue queue = TestQueue.shared(channel);
        Inbox inbox = queue.consumeWithoutAcks();
        publish("", queue.name(), 500, true);
        ledger.expectAcks(500);
        inbox.awaitSize(500);
        channel.queueDelete(queue.name());
    }

    @Test
    void confirmsMessagesOfAQueueThatIsDeletedMeanwhile(Connection connection) throws Exception {
        TestQueue queue = TestQueue.shared(connection.createChannel());
        publish("", queue.name(), 1_000, true);
        queue.channel().queueDelete(queue.name());
        publish("", queue.name(), 1_000, true);
        ledger.expectAcks(2_000);
    }

    @Test
    void confirmsMessagesThatArePurged(Connection connection) throws Exception {
        TestQueue queue = TestQueue.shared(connection.createChannel());
        publish("", queue.name(), 1_000, true);
        queue.channel().queuePurge(queue.name());
        ledger.expectAcks(1_000);
        channel.queueDelete(queue.name());
    }

    @Test
    void confirmsMessagesThatExpireAtOnce() throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-message-ttl", 0));
        publish("", queue.name(), 100, true);
        ledger.expectAcks(100);
        assertThat(queue.drain()).isEmpty();
    }

    @Test
    void confirmsMessagesThatOverflow() throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-max-length", 5));
        publish("", queue.name(), 100, true);
        ledger.expectAcks(100);
        assertThat(queue.drain()).hasSize(5);
    }

    @Test
    void nacksMessagesThatAFullQueueRefuses() throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.basicPublish("", queue.name(), null, bytes("taken"));
        channel.waitForConfirms(PATIENCE);
        channel.basicPublish("", queue.name(), null, bytes("refused"));
        channel.waitForConfirms(PATIENCE);
        assertThat(ledger.acked).containsExactly(1L);
        assertThat(ledger.nacked).containsExactly(2L);
        assertThat(queue.drain()).containsExactly("taken");
    }

    @Test
    void nacksWhenOneOfSeveralQueuesRefuses() throws Exception {
        TestQueue full = TestQueue.with(channel, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        TestQueue roomy = TestQueue.on(channel);
        String fanout = TestQueue.uniqueName();
        channel.exchangeDeclare(fanout, "fanout", false, true, null);
        channel.queueBind(full.name(), fanout, "");
        channel.queueBind(roomy.name(), fanout, "");
        Messages.publish(channel, fanout, "", "a");
        channel.waitForConfirms(PATIENCE);
        Messages.publish(channel, fanout, "", "b");
        channel.waitForConfirms(PATIENCE);
        assertThat(ledger.nacked).containsExactly(2L);
        assertThat(roomy.drain()).containsExactly("a", "b");
    }

    @Test
    void countsFromTheFirstSelect() throws Exception {
        channel.basicPublish("", TestQueue.uniqueName(), null, bytes("first"));
        ledger.expectAcks(1);
        channel.confirmSelect();
        channel.basicPublish("", TestQueue.uniqueName(), null, bytes("second"));
        ledger.expectAcks(2);
    }

    @Test
    void countsOnlyPublishesAfterTheSelect(Connection connection) throws Exception {
        Channel late = connection.createChannel();
        late.basicPublish("", TestQueue.uniqueName(), null, bytes("before"));
        late.confirmSelect();
        Ledger other = new Ledger(late);
        late.basicPublish("", TestQueue.uniqueName(), null, bytes("after"));
        other.expectAcks(1);
    }

    @Test
    void keepsEachChannelsCountApart(Connection connection) throws Exception {
        List<Ledger> ledgers = new ArrayList<>(List.of(ledger));
        TestQueue queue = TestQueue.on(channel);
        for (int i = 0; i < 9; i++) {
            Channel another = connection.createChannel();
            another.confirmSelect();
            ledgers.add(new Ledger(another));
        }
        for (int i = 0; i < 100; i++) {
            for (Ledger each : ledgers) each.channel.basicPublish("", queue.name(), null, bytes("x"));
        }
        for (Ledger each : ledgers) each.expectAcks(100);
    }

    @Test
    void confirmsAnEmptyBody() throws Exception {
        channel.basicPublish("", TestQueue.on(channel).name(), null, new byte[0]);
        ledger.expectAcks(1);
    }

    @Test
    void keepsMessagesWhoseConfirmsNobodyAwaited(Connection connection) throws Exception {
        TestQueue queue = TestQueue.shared(channel);
        Channel hasty = connection.createChannel();
        hasty.confirmSelect();
        for (int i = 0; i < 1_000; i++) {
            hasty.basicPublish("", queue.name(), MessageProperties.PERSISTENT_BASIC, bytes("x"));
        }
        hasty.close();
        queue.awaitReady(1_000);
        channel.queueDelete(queue.name());
    }

    @Test
    void mayBeSelectedWithoutAnAnswer(WireClient wire) throws Exception {
        wire.open().openChannel(1);
        wire.send(
                WireFrame.method(1, CONFIRM_SELECT, WireBytes.of().octet(1)),
                WireFrame.publish(1, "", TestQueue.uniqueName()), WireFrame.header(1, 1), WireFrame.body(1, "x"));
        ByteBuffer ack = wire.read().arguments(60, 80);
        assertThat(ack.getLong()).isEqualTo(1);
    }

    @Test
    void cannotTurnIntoTransactions() {
        Refusal.ofChannel(channel, channel::txSelect)
                .is(406, "PRECONDITION_FAILED - cannot switch from confirm to tx mode", TX_SELECT);
    }

    @Test
    void cannotFollowTransactions(Connection connection) throws Exception {
        Channel transactional = connection.createChannel();
        transactional.txSelect();
        Refusal.ofChannel(transactional, transactional::confirmSelect)
                .is(406, "PRECONDITION_FAILED - cannot switch from tx to confirm mode", CONFIRM_SELECT);
    }

    private void publish(String exchange, String routingKey, int count, boolean persistent) throws Exception {
        for (int i = 0; i < count; i++) {
            channel.basicPublish(exchange, routingKey,
                    persistent ? MessageProperties.PERSISTENT_BASIC : MessageProperties.BASIC, bytes("message " + i));
        }
    }

    /** Which sequence numbers a channel has seen confirmed; the same one twice is an error. */
    private static final class Ledger {
        final Channel channel;
        final TreeSet<Long> acked = new TreeSet<>();
        final TreeSet<Long> nacked = new TreeSet<>();
        final List<String> errors = new ArrayList<>();
        private final TreeSet<Long> settled = new TreeSet<>();
        private long settledUpTo;

        Ledger(Channel channel) {
            this.channel = channel;
            channel.addConfirmListener(
                    (tag, multiple) -> settle(acked, tag, multiple), (tag, multiple) -> settle(nacked, tag, multiple));
        }

        void expectAcks(long count) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> numberOfAcks() == count);
            synchronized (this) {
                assertThat(errors).isEmpty();
                assertThat(nacked).isEmpty();
                assertThat(acked.first()).isEqualTo(1);
                assertThat(acked.last()).isEqualTo(count);
            }
        }

        private synchronized long numberOfAcks() {
            return acked.size();
        }

        private synchronized void settle(TreeSet<Long> numbers, long tag, boolean multiple) {
            if (settled.contains(tag) || tag <= settledUpTo) errors.add(tag + " again");
            for (long each = multiple ? settledUpTo + 1 : tag; each <= tag; each++) {
                if (settled.add(each)) numbers.add(each);
            }
            while (settled.remove(settledUpTo + 1)) settledUpTo++;
        }
    }
}
