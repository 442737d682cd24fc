package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.engine.store.StubStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetteringTest {

    private static final FieldTable TO_MORGUE = FieldTable.EMPTY
        .with("x-dead-letter-exchange", FieldValue.longString("dlx"));

    private final TestQueue queue = TestQueue.with(TO_MORGUE.with("x-dead-letter-routing-key", FieldValue.longString("dead"))
        .with("x-max-length", FieldValue.longInt(2)));
    private final TestQueue morgue = queue.beside("morgue");
    private final RecordingConsumer alice = new RecordingConsumer();

    DeadLetteringTest() {
        queue.owner.exchanges.put("dlx", morgue.ref);
    }

    @Test
    void sendsARejectedMessageToTheDeadLetterExchange() {
        queue.publish("a");
        queue.settle(queue.get(false).orElseThrow().message(), Settlement.DISCARD);
        Message letter = next(morgue);
        assertThat(letter.exchange()).isEqualTo("dlx");
        assertThat(letter.routingKey()).isEqualTo("dead");
        assertThat(text(letter, "x-first-death-queue")).isEqualTo("q");
        assertThat(text(letter, "x-first-death-reason")).isEqualTo("rejected");
        assertThat(text(letter, "x-first-death-exchange")).isEmpty();
        assertThat(text(letter, "x-last-death-queue")).isEqualTo("q");
    }

    @Test
    void whatCannotBeRoutedIsBackInItsPlace() {
        queue.publish("a", "b");
        TestQueue.Reply<Slice> seen = new TestQueue.Reply<>();
        queue.ref.contents().look(Place.START, Long.MAX_VALUE, 10, 1000, seen);
        queue.home.runAll();
        queue.owner.failsToRoute = true;
        queue.ref.contents().deadLetter(seen.get().messages(), new TestQueue.Reply<>());
        queue.home.runAll();
        assertThat(queue.drain()).containsExactly("a", "b");
    }

    @Test
    void writesTheHistoryFieldByFieldAsRabbitMqDoes() {
        queue.publish("a", BasicProperties.builder().expiration("1000")
            .headers(FieldTable.EMPTY.with("CC", FieldValue.array(FieldValue.longString("copy")))).build());
        queue.home.advance(1000);
        queue.home.runAll();
        Message letter = next(morgue);
        FieldTable entry = deaths(letter).get(0).asTable();
        assertThat(entry.entries()).extracting(FieldTable.Entry::name).containsExactly("original-expiration", "count",
            "reason", "queue", "time", "exchange", "routing-keys");
        assertThat(entry.find("original-expiration")).hasValue(FieldValue.longString("1000"));
        assertThat(entry.find("count")).hasValue(FieldValue.longInt(1));
        assertThat(entry.find("reason")).hasValue(FieldValue.longString("expired"));
        assertThat(entry.find("routing-keys")).hasValue(FieldValue.array(FieldValue.longString("q"), FieldValue.longString("copy")));
        assertThat(letter.properties().expiration()).isEmpty();
        assertThat(letter.properties().header("CC")).isPresent();
        assertThat(letter.furtherKeys()).isEmpty();
    }

    @Test
    void countsARepeatedDeathAndMovesItToTheFront() {
        Message once = TestQueue.message("a", BasicProperties.EMPTY).deadLetter("x", Optional.empty(), "one",
            DeathReason.REJECTED, 1);
        Message twice = once.deadLetter("x", Optional.empty(), "two", DeathReason.EXPIRED, 2);
        Message thrice = twice.deadLetter("x", Optional.empty(), "one", DeathReason.REJECTED, 3);
        assertThat(deaths(thrice)).extracting(death -> death.asTable().find("queue").orElseThrow().asText())
            .containsExactly("one", "two");
        assertThat(deaths(thrice).get(0).asTable().find("count")).hasValue(FieldValue.longInt(2));
        assertThat(deaths(thrice).get(0).asTable().find("time")).hasValue(FieldValue.timestamp(1));
        assertThat(text(thrice, "x-first-death-queue")).isEqualTo("one");
        assertThat(text(thrice, "x-last-death-reason")).isEqualTo("rejected");
    }

    @Test
    void ignoresAHistoryThatAClientMadeUp() {
        FieldTable forged = FieldTable.EMPTY.with("x-death", FieldValue.array(FieldValue.table(FieldTable.EMPTY
            .with("queue", FieldValue.longString("q")).with("reason", FieldValue.longString("rejected"))
            .with("count", FieldValue.longInt(41)))));
        queue.publish("a", BasicProperties.builder().headers(forged).build());
        queue.settle(queue.get(false).orElseThrow().message(), Settlement.DISCARD);
        assertThat(deaths(next(morgue)).get(0).asTable().find("count")).hasValue(FieldValue.longInt(1));
    }

    @Test
    void dropsTheOldestMessageWhenTheQueueIsTooLong() {
        queue.publish("a", "b", "c");
        queue.home.runAll();
        assertThat(queue.drain()).containsExactly("b", "c");
        assertThat(text(next(morgue), "x-last-death-reason")).isEqualTo("maxlen");
    }

    @Test
    void letsMessagesLeaveTheLogTogetherWithTheArrivalOfTheirCopies() {
        Transactions transactions = new Transactions();
        queue.owner.storage = QueueStorage.boundless(transactions);
        TestQueue durable = queue.durableBeside("durable");
        queue.owner.exchanges.put("dlx", durable.ref);
        queue.publishPersistentTogether("a", "b");
        List<QueuedMessage> held = List.of(queue.get(false).orElseThrow().message(), queue.get(false).orElseThrow().message());
        queue.home.fromElsewhere(() -> held.forEach(message -> queue.settle(message, Settlement.DISCARD)));
        queue.home.runAll();
        assertThat(transactions.told).containsExactly("expects 2");
        assertThat(queue.log.entries)
            .containsExactly("append 1", "append 2", "part of T", "remove 1", "remove 2", "end of part");
        assertThat(durable.log.entries).containsExactly("part of T", "append 1", "append 2", "end of part");
    }

    @Test
    void needsNoTransactionForCopiesThatNobodyWritesDown() {
        queue.publishPersistent("a");
        queue.settle(queue.get(false).orElseThrow().message(), Settlement.DISCARD);
        queue.home.runAll();
        assertThat(queue.log.entries).containsExactly("append 1", "remove 1");
        assertThat(morgue.drain()).containsExactly("a");
    }

    @Test
    void sendsWhatDiedInTheTurnInWhichTheQueueIsDeleted() {
        queue.publishPersistent("a");
        QueuedMessage held = queue.get(false).orElseThrow().message();
        queue.home.fromElsewhere(() -> {
            queue.settle(held, Settlement.DISCARD);
            queue.ref.delete();
        });
        queue.home.runAll();
        assertThat(morgue.drain()).containsExactly("a");
        assertThat(queue.log.entries).endsWith("deleted");
    }

    @Test
    void forgetsAMessageWhoseDeadLetterExchangeLeadsNowhere() {
        queue.owner.exchanges.clear();
        queue.publishPersistent("a");
        queue.settle(queue.get(false).orElseThrow().message(), Settlement.DISCARD);
        assertThat(queue.log.entries).containsExactly("append 1", "remove 1");
    }

    @Test
    void dropsAMessageThatWouldGoRoundForEver() {
        TestQueue loop = queue.beside("loop", TO_MORGUE.with("x-message-ttl", FieldValue.longInt(10)));
        queue.owner.exchanges.put("dlx", loop.ref);
        loop.publish("a");
        loop.home.advance(10);
        loop.home.runAll();
        assertThat(loop.status().messages()).isZero();
    }

    @Test
    void letsARejectedMessageGoRound() {
        TestQueue loop = queue.beside("loop", TO_MORGUE);
        queue.owner.exchanges.put("dlx", loop.ref);
        loop.publish("a");
        for (int round = 1; round <= 3; round++) {
            QueuedMessage message = loop.get(false).orElseThrow().message();
            loop.settle(message, Settlement.DISCARD);
            loop.home.runAll();
        }
        assertThat(deaths(next(loop)).get(0).asTable().find("count")).hasValue(FieldValue.longInt(3));
    }

    @Test
    void deadLettersARefusedMessageWhereAsked() {
        TestQueue full = queue.beside("full", TO_MORGUE.with("x-max-length", FieldValue.longInt(1))
            .with("x-overflow", FieldValue.longString("reject-publish-dlx")));
        full.publish("kept", "refused");
        full.home.runAll();
        assertThat(full.publisher.rejected).containsExactly("2-2");
        assertThat(morgue.drain()).containsExactly("refused");
        assertThat(full.drain()).containsExactly("kept");
    }

    @Test
    void walksALongChainOfQueuesWithoutRecursion() {
        FieldTable nothingStays = FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(0));
        TestQueue first = queue.beside("c0", nothingStays.with("x-dead-letter-exchange", FieldValue.longString("to1")));
        int length = 1000;
        for (int i = 1; i < length; i++) {
            TestQueue link = queue.beside("c" + i, nothingStays.with("x-dead-letter-exchange", FieldValue.longString("to" + (i + 1))));
            queue.owner.exchanges.put("to" + i, link.ref);
        }
        queue.owner.exchanges.put("to" + length, morgue.ref);
        FieldTable noHistory = FieldTable.EMPTY;
        first.publish("a", BasicProperties.builder().headers(noHistory).build());
        first.home.runAll();
        assertThat(morgue.drain()).containsExactly("a");
    }

    private static Message next(TestQueue queue) {
        queue.home.runAll();
        return queue.get(true).orElseThrow().message().message();
    }

    private static List<FieldValue> deaths(Message message) {
        return message.properties().header("x-death").orElseThrow().asArray();
    }

    private static String text(Message message, String header) {
        return message.properties().header(header).orElseThrow().asText();
    }

    /** A store whose transactions say how many parts they have. */
    private static final class Transactions extends StubStore {
        final List<String> told = new ArrayList<>();

        @Override
        public QueueLog open(long queueId, boolean durable, Loop home) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoreTransaction begin() {
            return new StoreTransaction() {
                @Override
                public void expect(int parts) {
                    told.add("expects " + parts);
                }

                @Override
                public String toString() {
                    return "T";
                }
            };
        }
    }
}
