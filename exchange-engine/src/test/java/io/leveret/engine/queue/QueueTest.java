package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueTest {

    private final TestQueue queue = TestQueue.plain();
    private final RecordingConsumer alice = new RecordingConsumer();
    private final RecordingConsumer bob = new RecordingConsumer();

    @Test
    void keepsMessagesInOrderUntilSomebodyConsumes() {
        queue.publish("a", "b", "c");
        queue.consume(alice.noAck(), alice);
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void sharesMessagesEvenlyBetweenConsumers() {
        queue.consume(alice.acking(0), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("a", "b", "c", "d");
        assertThat(alice.bodies()).containsExactly("a", "c");
        assertThat(bob.bodies()).containsExactly("b", "d");
    }

    @Test
    void keepsTheTurnOfOneThatStoodAlone() {
        queue.consume(alice.acking(0), alice);
        queue.publish("a");
        queue.consume(bob.acking(0), bob);
        queue.publish("b", "c", "d");
        queue.cancel(alice);
        queue.publish("e", "f");
        assertThat(alice.bodies()).containsExactly("a", "b", "d");
        assertThat(bob.bodies()).containsExactly("c", "e", "f");
    }

    @Test
    void keepsTheOrderOfALongBurst() {
        String[] bodies = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
        queue.consume(alice.acking(0), alice);
        queue.publish(bodies);
        assertThat(alice.bodies()).containsExactly(bodies);
    }

    @Test
    void tellsWhatIsThereAlsoAfterATimeInWhichNothingWas() {
        queue.consume(alice.noAck(), alice);
        queue.publish("a");
        queue.publish("b");
        assertThat(queue.ref.stats().level(QueueLevel.CONSUMERS)).isEqualTo(1);
        queue.cancel(alice);
        assertThat(queue.ref.stats().level(QueueLevel.CONSUMERS)).isZero();
        queue.publish("four");
        assertThat(queue.ref.stats().ready()).isEqualTo(1);
        assertThat(queue.ref.stats().level(QueueLevel.READY_BYTES)).isEqualTo(4);
        queue.drain();
        assertThat(queue.ref.stats().ready()).isZero();
        assertThat(queue.ref.stats().level(QueueLevel.READY_BYTES)).isZero();
    }

    @Test
    void wakesAConsumerOncePerBurst() {
        queue.consume(alice.acking(0), alice);
        queue.publish("a", "b", "c", "d");
        assertThat(alice.batches).isEqualTo(1);
    }

    @Test
    void deliversNoMoreThanThePrefetch() {
        queue.consume(alice.acking(2), alice);
        queue.publish("a", "b", "c");
        assertThat(alice.bodies()).containsExactly("a", "b");
        queue.settle(alice.deliveries.get(0), Settlement.ACK);
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void givesWhatOneConsumerCannotTakeToTheOther() {
        queue.consume(alice.acking(1), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("a", "b", "c", "d");
        assertThat(alice.bodies()).containsExactly("a");
        assertThat(bob.bodies()).containsExactly("b", "c", "d");
    }

    @Test
    void doesNotDeliverToAChannelThatDoesNotWrite() {
        queue.consume(alice.noAck(), alice);
        for (int i = 0; i < HeadRoom.PLENTY.windowMessages + 10; i++) queue.publish("m" + i);
        assertThat(alice.deliveries).hasSize(HeadRoom.PLENTY.windowMessages);
        assertThat(queue.status().messages()).isEqualTo(10);
        alice.ref.written(10, 0);
        assertThat(queue.status().messages()).isEqualTo(10);
        alice.ref.written(HeadRoom.PLENTY.windowMessages / 4, 0);
        assertThat(alice.deliveries).hasSize(HeadRoom.PLENTY.windowMessages + 10);
    }

    @Test
    void holdsBackLargeMessagesByTheirBytes() {
        queue.consume(alice.noAck(), alice);
        String megabyte = "x".repeat(1 << 20);
        queue.publish(megabyte, megabyte, megabyte, megabyte);
        assertThat(alice.deliveries).hasSize(2);
        alice.ref.written(2, 2 << 20);
        assertThat(alice.deliveries).hasSize(4);
    }

    @Test
    void putsARequeuedMessageBackToItsPlaceMarkedRedelivered() {
        queue.consume(alice.acking(2), alice);
        queue.publish("a", "b", "c");
        QueuedMessage b = alice.last();
        queue.cancel(alice);
        queue.settle(b, Settlement.RETURN);
        queue.settle(alice.deliveries.get(0), Settlement.RETURN);
        queue.consume(bob.acking(0), bob);
        assertThat(bob.bodies()).containsExactly("a", "b", "c");
        assertThat(bob.deliveries).extracting(QueuedMessage::isRedelivered).containsExactly(true, true, false);
    }

    @Test
    void leavesUnackedMessagesWithACancelledConsumer() {
        queue.consume(alice.acking(0), alice);
        queue.publishPersistent("a");
        queue.cancel(alice);
        assertThat(queue.status()).isEqualTo(new QueueStatus(0, 0));
        queue.settle(alice.last(), Settlement.ACK);
        assertThat(queue.log.entries).containsExactly("append 1", "remove 1");
    }

    @Test
    void ignoresASecondSettlement() {
        queue.consume(alice.acking(1), alice);
        queue.publish("a", "b");
        queue.settle(alice.deliveries.get(0), Settlement.ACK);
        queue.settle(alice.deliveries.get(0), Settlement.RETURN);
        assertThat(queue.status().messages()).isZero();
        assertThat(alice.bodies()).containsExactly("a", "b");
    }

    @Test
    void getsTheOldestMessageAndTellsWhatRemains() {
        queue.publish("a", "b");
        Got got = queue.get(false).orElseThrow();
        assertThat(RecordingConsumer.body(got.message())).isEqualTo("a");
        assertThat(got.remaining()).isEqualTo(1);
        queue.settle(got.message(), Settlement.RETURN);
        assertThat(RecordingConsumer.body(queue.get(true).orElseThrow().message())).isEqualTo("a");
        assertThat(RecordingConsumer.body(queue.get(true).orElseThrow().message())).isEqualTo("b");
        assertThat(queue.get(true)).isEmpty();
    }

    @Test
    void purgesReadyMessagesOnly() {
        queue.consume(alice.acking(1), alice);
        queue.publish("a", "b", "c");
        TestQueue.Reply<Long> purged = new TestQueue.Reply<>();
        queue.ref.purge(purged);
        assertThat(purged.value).isEqualTo(2);
        queue.settle(alice.last(), Settlement.RETURN);
        assertThat(alice.bodies()).containsExactly("a", "a");
    }

    @Test
    void refusesAnExclusiveConsumerBesideOthers() {
        queue.consume(alice.acking(0), alice);
        TestQueue.Reply<ConsumerRef> refused = new TestQueue.Reply<>();
        queue.ref.consume(bob.exclusive(), refused);
        assertThat(refused.error).hasMessageContaining("queue 'q' in vhost '/' in exclusive use");
    }

    @Test
    void refusesOthersBesideAnExclusiveConsumer() {
        queue.consume(alice.exclusive(), alice);
        TestQueue.Reply<ConsumerRef> refused = new TestQueue.Reply<>();
        queue.ref.consume(bob.acking(0), refused);
        assertThat(refused.error).hasMessageContaining("in exclusive use");
        queue.cancel(alice);
        queue.consume(bob.acking(0), bob);
        assertThat(queue.status().consumers()).isEqualTo(1);
    }

    @Test
    void confirmsABurstAsOneRange() {
        queue.publish("a", "b", "c");
        assertThat(queue.publisher.confirmed).containsExactly("1-3");
    }

    @Test
    void confirmsPersistentMessagesWhenTheLogSaysSo() {
        queue.log.holdBack = true;
        queue.publishPersistent("a");
        assertThat(queue.publisher.confirmed).isEmpty();
        queue.log.flush();
        assertThat(queue.publisher.confirmed).containsExactly("1-1");
    }

    @Test
    void logsNothingForATransientMessage() {
        queue.publish("a");
        assertThat(queue.log.entries).isEmpty();
        assertThat(queue.publisher.confirmed).containsExactly("1-1");
    }

    @Test
    void logsNothingForAQueueThatIsNotDurable() {
        TestQueue transientQueue = queue.beside("t");
        transientQueue.publishPersistent("a");
        assertThat(transientQueue.log.entries).isEmpty();
        assertThat(transientQueue.publisher.confirmed).containsExactly("1-1");
    }

    @Test
    void removesAMessageFromTheLogWhenItIsDeliveredWithoutAcknowledgement() {
        queue.consume(alice.noAck(), alice);
        queue.publishPersistent("a");
        assertThat(queue.log.entries).containsExactly("append 1", "remove 1");
    }

    @Test
    void tellsItsOwnerWhenTheLastConsumerOfAnAutoDeleteQueueIsGone() {
        TestQueue autoDelete = TestQueue.autoDelete();
        autoDelete.consume(alice.acking(0), alice);
        autoDelete.consume(bob.acking(0), bob);
        autoDelete.cancel(alice);
        assertThat(autoDelete.owner.unused).isEmpty();
        autoDelete.cancel(bob);
        assertThat(autoDelete.owner.unused).containsExactly(autoDelete.ref);
    }

    @Test
    void refusesDeletionWhileInUseOrNotEmpty() {
        queue.publish("a");
        TestQueue.Reply<Long> notEmpty = new TestQueue.Reply<>();
        queue.ref.delete(false, true, () -> { }, notEmpty);
        assertThat(notEmpty.error).hasMessageContaining("queue 'q' in vhost '/' not empty");
        queue.consume(alice.acking(0), alice);
        TestQueue.Reply<Long> inUse = new TestQueue.Reply<>();
        queue.ref.delete(true, false, () -> { }, inUse);
        assertThat(inUse.error).hasMessageContaining("queue 'q' in vhost '/' in use");
        assertThat(alice.cancelled).isFalse();
    }

    @Test
    void cancelsConsumersAndForgetsMessagesWhenDeleted() {
        queue.consume(alice.acking(1), alice);
        queue.publish("a", "b");
        TestQueue.Reply<Long> deleted = new TestQueue.Reply<>();
        queue.ref.delete(false, false, () -> { }, deleted);
        assertThat(deleted.value).isEqualTo(1);
        assertThat(alice.cancelled).isTrue();
        queue.settle(alice.deliveries.get(0), Settlement.RETURN);
        assertThatThrownBy(() -> queue.get(true)).isInstanceOf(AmqpException.class)
            .hasMessageContaining("no queue 'q' in vhost '/'");
        assertThat(queue.log.entries).containsExactly("deleted");
    }

    @Test
    void confirmsWhatIsPublishedToADeletedQueue() {
        queue.ref.delete();
        queue.publishPersistent("a");
        assertThat(queue.publisher.confirmed).containsExactly("1-1");
        assertThat(queue.log.entries).containsExactly("deleted");
    }

    @Test
    void sharesAChannelsPrefetchBetweenItsConsumers() {
        ChannelPrefetch prefetch = new ChannelPrefetch(2);
        TestQueue other = queue.beside("other");
        queue.consume(alice.sharing(prefetch), alice);
        other.consume(bob.sharing(prefetch), bob);
        queue.publish("a", "b", "c");
        other.publish("x");
        assertThat(alice.bodies()).containsExactly("a", "b");
        assertThat(bob.bodies()).isEmpty();
        queue.settle(alice.deliveries.get(0), Settlement.ACK);
        queue.settle(alice.deliveries.get(1), Settlement.ACK);
        queue.home.runAll();
        assertThat(alice.deliveries.size() + bob.deliveries.size()).isEqualTo(4);
    }

    @Test
    void followsAChannelsPrefetchWhenItChanges() {
        ChannelPrefetch prefetch = new ChannelPrefetch(1);
        queue.consume(alice.sharing(prefetch), alice);
        queue.publish("a", "b", "c");
        assertThat(alice.bodies()).containsExactly("a");
        prefetch.limit(3);
        queue.home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void countsWhatWasHeldBeforeTheChannelsPrefetchCame() {
        ChannelPrefetch prefetch = new ChannelPrefetch(2);
        queue.consume(alice.acking(0), alice);
        queue.publish("a", "b");
        alice.ref.share(prefetch);
        queue.publish("c");
        assertThat(alice.bodies()).containsExactly("a", "b");
        queue.settle(alice.deliveries.get(0), Settlement.ACK);
        queue.home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void givesTheChannelsPrefetchBackWhenTheQueueOfAHeldMessageIsDeleted() {
        ChannelPrefetch prefetch = new ChannelPrefetch(1);
        TestQueue other = queue.beside("other");
        queue.consume(alice.sharing(prefetch), alice);
        other.consume(bob.sharing(prefetch), bob);
        queue.publish("a");
        other.publish("x");
        queue.ref.delete();
        queue.settle(alice.last(), Settlement.ACK);
        queue.home.runAll();
        assertThat(bob.bodies()).containsExactly("x");
        other.publish("y");
        assertThat(bob.bodies()).containsExactly("x");
    }

    @Test
    void answersASecondDeletionAsIfThereHadBeenNothing() {
        queue.ref.delete();
        TestQueue.Reply<Long> deleted = new TestQueue.Reply<>();
        queue.ref.delete(true, true, () -> { }, deleted);
        assertThat(deleted.get()).isZero();
    }

    @Test
    void turnsAConsumerAwayThatComesRightAfterTheLastOfAnAutoDeleteQueue() {
        TestQueue autoDelete = TestQueue.autoDelete();
        autoDelete.consume(alice.acking(0), alice);
        TestQueue.Reply<ConsumerRef> late = new TestQueue.Reply<>();
        autoDelete.home.fromElsewhere(() -> {
            alice.ref.cancel(new TestQueue.Reply<>());
            autoDelete.ref.consume(bob.acking(0), late);
        });
        autoDelete.home.runAll();
        assertThat(late.error).hasMessageContaining("no queue 'q' in vhost '/'");
        assertThat(bob.cancelled).isFalse();
    }

    @Test
    void asksTheLogNothingOnceItIsDeleted() {
        queue.home.fromElsewhere(() -> {
            queue.publishPersistent("a");
            queue.ref.delete();
        });
        queue.home.runAll();
        assertThat(queue.publisher.confirmed).containsExactly("1-1");
        assertThat(queue.log.entries).containsExactly("append 1", "deleted");
    }

    @Test
    void answersAQuestionThatFailsForABug() {
        TestQueue.Reply<Long> reply = new TestQueue.Reply<>();
        queue.ref.delete(false, false, () -> {
            throw new IllegalStateException("meant to fail");
        }, reply);
        assertThat(reply.error).hasMessageContaining("see the broker's log");
    }

    @Test
    void takesTheRestOfABatchWhenOneEntryFails() {
        queue.log.failAt = 2;
        queue.publishPersistentTogether("a", "b", "c");
        assertThat(queue.drain()).containsExactly("a", "c");
    }

    @Test
    void refusesAMessageThatItCouldNotTakeForABug() {
        queue.log.failAt = 2;
        queue.publishPersistentTogether("a", "b", "c");
        assertThat(queue.publisher.confirmed).containsExactly("1-1", "3-3");
        assertThat(queue.publisher.rejected).containsExactly("2-2");
    }

    @Test
    void handsABurstFromAnotherLoopOverAsOne() {
        queue.consume(alice.acking(0), alice);
        queue.home.fromElsewhere(() -> queue.publish("a", "b", "c"));
        assertThat(alice.deliveries).isEmpty();
        queue.home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
        assertThat(alice.batches).isEqualTo(1);
    }
}
