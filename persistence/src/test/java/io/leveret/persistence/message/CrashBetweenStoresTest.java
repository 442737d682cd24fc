package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import io.leveret.engine.store.StoreTransaction;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalog and the journal are forced each in its own time; a crash in between loses no message all the same. */
class CrashBetweenStoresTest {

    private static final FieldTable TO_MORGUE = FieldTable.EMPTY.with("x-dead-letter-exchange", FieldValue.longString(""))
        .with("x-dead-letter-routing-key", FieldValue.longString("morgue"));
    private static final FieldTable TO_ANOTHER_LOOP = FieldTable.EMPTY
        .with("x-dead-letter-exchange", FieldValue.longString("")).with("x-dead-letter-routing-key", FieldValue.longString("xmorgue"));
    private static final FieldTable DELAYED = FieldTable.EMPTY.with("x-delay", FieldValue.longInt(1000));

    private final TestBroker broker = TestBroker.start();

    CrashBetweenStoresTest() throws IOException {
    }

    @BeforeEach
    void declareTheSource() {
        broker.declare("source", TO_MORGUE);
        broker.catalog.store();
        broker.publish("source", "a");
        broker.store.settle();
    }

    @Test
    void aDeadLetterStaysWhereItWasUntilItsNewQueueIsInTheCatalog() throws IOException {
        broker.declare("morgue", FieldTable.EMPTY);
        broker.reject("source");
        broker.store.settle();

        assertAfterKill("source", "a");
        assertAfterKill("morgue");
    }

    @Test
    void aDeadLetterGoesWithItsNewQueueIntoTheStores() throws IOException {
        broker.declare("morgue", FieldTable.EMPTY);
        broker.reject("source");
        broker.store.settle();
        broker.catalog.store();
        broker.store.settle();

        assertAfterKill("source");
        assertAfterKill("morgue", "a");
    }

    @Test
    void aCommitThatGoesIntoANewQueueHappensWhollyOrNotAtAll() throws IOException {
        broker.declare("fresh", FieldTable.EMPTY);
        QueueRef source = broker.virtualHost.queue("source", broker);
        Outbox outbox = new Outbox(busy -> { });
        outbox.settle(source, broker.get("source").orElseThrow(), Settlement.ACK);
        outbox.publish(broker.virtualHost.queue("fresh", broker), TestStore.message("b"), Confirmations.NONE, 0);
        StoreTransaction commit = broker.store.store.begin();
        commit.expect(outbox.parts());
        outbox.flush(commit, broker.confirming("part"));
        broker.store.settle();
        assertThat(broker.told).doesNotContain("confirmed part");
        assertAfterKill("source", "a");

        broker.catalog.store();
        broker.store.settle();
        assertThat(broker.told).containsOnlyOnce("confirmed a").endsWith("confirmed part", "confirmed part");
        assertAfterKill("source");
        assertAfterKill("fresh", "b");
    }

    @Test
    void aDelayedMessageStaysWithItsExchangeUntilItsNewQueueIsInTheCatalog() throws IOException {
        delayOne();
        broker.declare("fresh", FieldTable.EMPTY);
        broker.bind("fresh", "later");
        fallDue();
        assertThat(broker.drain("fresh")).containsExactly("d");

        TestBroker again = broker.afterKill();
        again.declare("fresh", FieldTable.EMPTY);
        again.bind("fresh", "later");
        assertThat(again.drainLater("fresh")).containsExactly("d");
    }

    @Test
    void whatIsTakenFromANewQueueBeforeTheCatalogHasItComesBackToWhereItWas() throws IOException {
        QueueRef morgue = broker.declare("morgue", FieldTable.EMPTY);
        broker.reject("source");
        broker.store.settle();
        broker.settle(morgue, broker.get("morgue").orElseThrow(), Settlement.ACK);
        broker.store.settle();
        assertAfterKill("source", "a");

        broker.catalog.store();
        broker.store.settle();
        assertAfterKill("source");
        assertAfterKill("morgue");
    }

    @Test
    void aNewQueueThatIsDeletedTakesItsDeadLettersWithIt() throws IOException {
        broker.declare("morgue", FieldTable.EMPTY);
        broker.reject("source");
        broker.delete("morgue");
        broker.catalog.store();
        broker.store.settle();

        assertAfterKill("source");
        assertAfterKill("morgue");
    }

    @Test
    void aPurgeLeavesAloneWhatIsOnItsWayToAnotherQueue() throws IOException {
        declareOnAnotherLoop(TO_ANOTHER_LOOP);
        broker.publish("source", "before");
        broker.publish("source", "a");
        broker.publish("source", "behind");
        broker.store.settle();
        QueuedMessage before = broker.get("source").orElseThrow();
        broker.reject("source");
        broker.settle(broker.virtualHost.queue("source", broker), before, Settlement.RETURN);
        broker.purge("source");
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        assertThat(broker.told).contains("purged source");
        assertAfterKill("source", "a");
        assertAfterKill("xmorgue");

        broker.store.settle();
        assertAfterKill("source");
        assertAfterKill("xmorgue", "a");
    }

    @Test
    void aPurgedDeadLetterDoesNotComeBack() throws IOException {
        dieOnTheWayToAnotherLoop();
        broker.store.there.runAll();
        broker.purge("xmorgue");
        broker.store.settle();
        assertAfterKill("source");
        assertAfterKill("xmorgue");
    }

    @Test
    void aQueueIsThereUntilItsDeadLettersHaveArrived() throws IOException {
        dieOnTheWayToAnotherLoop();
        broker.delete("source");
        broker.virtualHost.whenStored(() -> broker.told.add("deletion stored"));
        broker.declare("next", FieldTable.EMPTY);
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        broker.catalog.store();
        broker.store.journal.pass(60);
        assertThat(broker.told).contains("deleted source").doesNotContain("deletion stored");
        assertAfterKill("source", "a");

        broker.store.settle();
        broker.catalog.store();
        assertThat(broker.told).contains("deletion stored");
        broker.store.settle();
        assertAfterKill("source");
        assertAfterKill("xmorgue", "a");
        TestBroker again = broker.afterKill();
        assertThat(again.virtualHost.requireQueue("next", again)).isNotNull();
    }

    @Test
    void aQueueThatExpiresIsThereUntilItsDeadLettersHaveArrived() throws IOException {
        declareOnAnotherLoop(TO_ANOTHER_LOOP.with("x-expires", FieldValue.longInt(5000)));
        die();
        broker.store.here.pass(5000);
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        broker.catalog.store();
        broker.store.journal.pass(60);
        assertThat(broker.drain("source")).as("there is no such queue any more").isEmpty();
        assertAfterKill("source", "a");

        broker.store.settle();
        broker.catalog.store();
        assertAfterKill("xmorgue", "a");
        assertThat(broker.catalog.stored).noneMatch(made -> made.toString().contains("name=source"));
    }

    @Test
    void aQueueOfTheSameNameIsAnotherThoughTheOldOnesDeadLettersAreStillOnTheirWay() throws IOException {
        dieOnTheWayToAnotherLoop();
        broker.delete("source");
        broker.declare("source", FieldTable.EMPTY);
        broker.publish("source", "new");
        broker.store.settle();
        assertThat(broker.told).doesNotContain("confirmed new");
        broker.catalog.store();
        broker.store.settle();
        assertThat(broker.told).contains("confirmed new");
        assertAfterKill("source", "new");
        assertAfterKill("xmorgue", "a");
    }

    @Test
    void anExchangeIsThereUntilWhatItHeldHasArrived() throws IOException {
        delayOne();
        broker.declare("xqueue", FieldTable.EMPTY);
        broker.bind("xqueue", "later");
        broker.catalog.store();
        broker.store.settle();
        broker.store.here.pass(2000);
        broker.store.here.runAll();
        broker.virtualHost.deleteExchange("later", false, broker);
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        broker.catalog.store();
        broker.store.journal.pass(60);
        TestBroker again = broker.afterKill();
        assertThat(again.drainLater("xqueue")).containsExactly("d");

        broker.store.settle();
        broker.catalog.store();
        assertAfterKill("xqueue", "d");
    }

    @Test
    void aVirtualHostGoesWithAllThatIsOnItsWayInIt() throws IOException {
        dieOnTheWayToAnotherLoop();
        broker.delete("source");
        broker.virtualHost.whenStored(() -> broker.told.add("deletion stored"));
        broker.deleteVirtualHost();
        assertThat(broker.told).doesNotContain("deletion stored");
        broker.catalog.store();
        assertThat(broker.told).contains("deletion stored");
        broker.store.settle();
        broker.catalog.store();
        assertThat(broker.catalog.stored).isEmpty();
    }

    @Test
    void aCheckpointBelievesNoTransactionThatIsNotComplete() throws IOException {
        dieOnTheWayToAnotherLoop();
        broker.store.store.maintenance().checkpoint();
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        assertAfterKill("source", "a");
    }

    @Test
    void aCheckpointThatBeginsWhileLoopsAreToldMissesNoPartOfATransaction() throws IOException {
        broker.declare("xother", FieldTable.EMPTY);
        broker.catalog.store();
        broker.store.settle();
        commit("both", "source", "xother");
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        broker.store.runLoops();
        broker.store.there.beforeNext(broker.store.store.maintenance()::checkpoint);
        broker.store.journal.pass(60);
        broker.store.settle().settle();

        assertThat(broker.told).contains("confirmed both");
        assertThat(broker.store.store.maintenance().checkpointsMade().count()).isOne();
        assertAfterKill("source", "a", "both");
        assertAfterKill("xother", "both");
    }

    /** Publishes to all of them, or to none. */
    private void commit(String body, String... queues) {
        Outbox outbox = new Outbox(busy -> { });
        for (String queue : queues) {
            outbox.publish(broker.virtualHost.queue(queue, broker), TestStore.message(body), Confirmations.NONE, 0);
        }
        StoreTransaction commit = broker.store.store.begin();
        commit.expect(outbox.parts());
        outbox.flush(commit, broker.confirming(body));
    }

    /** The message has left the source, and has not been taken where it goes. */
    private void dieOnTheWayToAnotherLoop() {
        declareOnAnotherLoop(TO_ANOTHER_LOOP);
        die();
    }

    private void die() {
        broker.publish("source", "a");
        broker.store.settle();
        broker.told.clear();
        broker.reject("source");
        broker.store.here.runAll();
        broker.store.journal.pass(60);
        broker.store.here.runAll();
    }

    private void declareOnAnotherLoop(FieldTable source) {
        broker.declare("xmorgue", FieldTable.EMPTY);
        broker.delete("source");
        broker.declare("source", source);
        broker.catalog.store();
        broker.store.settle();
    }

    private void assertAfterKill(String queue, String... bodies) throws IOException {
        assertThat(broker.afterKill().drain(queue)).as(queue).containsExactly(bodies);
    }

    private void delayOne() {
        broker.declareDelayingExchange("later");
        broker.catalog.store();
        broker.store.settle();
        broker.publish("later", "", "d", DELAYED);
        broker.store.settle();
    }

    private void fallDue() {
        broker.store.here.pass(2000);
        broker.store.settle();
    }
}
