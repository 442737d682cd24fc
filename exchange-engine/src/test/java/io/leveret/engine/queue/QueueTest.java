package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueTest {

    private final ManualLoop home = new ManualLoop();
    private final List<QueueRef> unused = new ArrayList<>();
    private final RecordingLog log = new RecordingLog();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final RecordingConsumer alice = new RecordingConsumer();
    private final RecordingConsumer bob = new RecordingConsumer();
    private final QueueRef queue = newQueue(true, false);
    private final Outbox outbox = new Outbox(busy -> { });
    private long sequence;

    @Test
    void keepsMessagesInOrderUntilSomebodyConsumes() {
        publish("a", "b", "c");
        consume(alice.noAck(), alice);
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void sharesMessagesEvenlyBetweenConsumers() {
        consume(alice.acking(0), alice);
        consume(bob.acking(0), bob);
        publish("a", "b", "c", "d");
        assertThat(alice.bodies()).containsExactly("a", "c");
        assertThat(bob.bodies()).containsExactly("b", "d");
    }

    @Test
    void wakesAConsumerOncePerBurst() {
        consume(alice.acking(0), alice);
        publish("a", "b", "c", "d");
        assertThat(alice.batches).isEqualTo(1);
    }

    @Test
    void deliversNoMoreThanThePrefetch() {
        consume(alice.acking(2), alice);
        publish("a", "b", "c");
        assertThat(alice.bodies()).containsExactly("a", "b");
        settle(alice.deliveries.get(0), Settlement.ACK);
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void givesWhatOneConsumerCannotTakeToTheOther() {
        consume(alice.acking(1), alice);
        consume(bob.acking(0), bob);
        publish("a", "b", "c", "d");
        assertThat(alice.bodies()).containsExactly("a");
        assertThat(bob.bodies()).containsExactly("b", "c", "d");
    }

    @Test
    void doesNotDeliverToAChannelThatDoesNotWrite() {
        consume(alice.noAck(), alice);
        for (int i = 0; i < Consumer.WINDOW_MESSAGES + 10; i++) publish("m" + i);
        assertThat(alice.deliveries).hasSize(Consumer.WINDOW_MESSAGES);
        assertThat(status().messages()).isEqualTo(10);
        alice.ref.written(10, 0);
        assertThat(status().messages()).isEqualTo(10);
        alice.ref.written(Consumer.WINDOW_MESSAGES / 4, 0);
        assertThat(alice.deliveries).hasSize(Consumer.WINDOW_MESSAGES + 10);
    }

    @Test
    void holdsBackLargeMessagesByTheirBytes() {
        consume(alice.noAck(), alice);
        String megabyte = "x".repeat(1 << 20);
        publish(megabyte, megabyte, megabyte, megabyte);
        assertThat(alice.deliveries).hasSize(2);
        alice.ref.written(2, 2 << 20);
        assertThat(alice.deliveries).hasSize(4);
    }

    @Test
    void putsARequeuedMessageBackToItsPlaceMarkedRedelivered() {
        consume(alice.acking(2), alice);
        publish("a", "b", "c");
        QueuedMessage b = alice.last();
        alice.ref.cancel(ignored());
        settle(b, Settlement.REQUEUE);
        settle(alice.deliveries.get(0), Settlement.REQUEUE);
        consume(bob.acking(0), bob);
        assertThat(bob.bodies()).containsExactly("a", "b", "c");
        assertThat(bob.deliveries).extracting(QueuedMessage::isRedelivered).containsExactly(true, true, false);
    }

    @Test
    void leavesUnackedMessagesWithACancelledConsumer() {
        consume(alice.acking(0), alice);
        publishPersistent("a");
        alice.ref.cancel(ignored());
        assertThat(status()).isEqualTo(new QueueStatus(0, 0));
        settle(alice.last(), Settlement.ACK);
        assertThat(log.entries).containsExactly("append 1", "remove 1");
    }

    @Test
    void ignoresASecondSettlement() {
        consume(alice.acking(1), alice);
        publish("a", "b");
        settle(alice.deliveries.get(0), Settlement.ACK);
        settle(alice.deliveries.get(0), Settlement.REQUEUE);
        assertThat(status().messages()).isZero();
        assertThat(alice.bodies()).containsExactly("a", "b");
    }

    @Test
    void getsTheOldestMessageAndTellsWhatRemains() {
        publish("a", "b");
        Got got = get(false).orElseThrow();
        assertThat(RecordingConsumer.body(got.message())).isEqualTo("a");
        assertThat(got.remaining()).isEqualTo(1);
        settle(got.message(), Settlement.REQUEUE);
        assertThat(RecordingConsumer.body(get(true).orElseThrow().message())).isEqualTo("a");
        assertThat(RecordingConsumer.body(get(true).orElseThrow().message())).isEqualTo("b");
        assertThat(get(true)).isEmpty();
    }

    @Test
    void purgesReadyMessagesOnly() {
        consume(alice.acking(1), alice);
        publish("a", "b", "c");
        Reply<Long> purged = new Reply<>();
        queue.purge(purged);
        assertThat(purged.value).isEqualTo(2);
        settle(alice.last(), Settlement.REQUEUE);
        assertThat(alice.bodies()).containsExactly("a", "a");
    }

    @Test
    void refusesAnExclusiveConsumerBesideOthers() {
        consume(alice.acking(0), alice);
        Reply<ConsumerRef> refused = new Reply<>();
        queue.consume(bob.exclusive(), refused);
        assertThat(refused.error).hasMessageContaining("queue 'q' in vhost '/' in exclusive use");
    }

    @Test
    void refusesOthersBesideAnExclusiveConsumer() {
        consume(alice.exclusive(), alice);
        Reply<ConsumerRef> refused = new Reply<>();
        queue.consume(bob.acking(0), refused);
        assertThat(refused.error).hasMessageContaining("in exclusive use");
        alice.ref.cancel(ignored());
        consume(bob.acking(0), bob);
        assertThat(status().consumers()).isEqualTo(1);
    }

    @Test
    void confirmsABurstAsOneRange() {
        publish("a", "b", "c");
        assertThat(publisher.confirmed).containsExactly("1-3");
    }

    @Test
    void confirmsPersistentMessagesWhenTheLogSaysSo() {
        log.holdBack = true;
        publishPersistent("a");
        assertThat(publisher.confirmed).isEmpty();
        log.flush();
        assertThat(publisher.confirmed).containsExactly("1-1");
    }

    @Test
    void logsNothingForATransientMessage() {
        outbox.publish(queue, message("a", BasicProperties.EMPTY), publisher, 1);
        outbox.flush();
        assertThat(log.entries).isEmpty();
        assertThat(publisher.confirmed).containsExactly("1-1");
    }

    @Test
    void logsNothingForAQueueThatIsNotDurable() {
        QueueRef transientQueue = newQueue(false, false);
        outbox.publish(transientQueue, persistent("a"), publisher, 1);
        outbox.flush();
        assertThat(log.entries).isEmpty();
    }

    @Test
    void removesAMessageFromTheLogWhenItIsDeliveredWithoutAcknowledgement() {
        consume(alice.noAck(), alice);
        publishPersistent("a");
        assertThat(log.entries).containsExactly("append 1", "remove 1");
    }

    @Test
    void tellsItsOwnerWhenTheLastConsumerOfAnAutoDeleteQueueIsGone() {
        QueueRef autoDelete = newQueue(true, true);
        Reply<ConsumerRef> first = new Reply<>();
        Reply<ConsumerRef> second = new Reply<>();
        autoDelete.consume(alice.acking(0), first);
        autoDelete.consume(bob.acking(0), second);
        first.value.cancel(ignored());
        assertThat(unused).isEmpty();
        second.value.cancel(ignored());
        assertThat(unused).containsExactly(autoDelete);
    }

    @Test
    void refusesDeletionWhileInUseOrNotEmpty() {
        publish("a");
        Reply<Long> notEmpty = new Reply<>();
        queue.delete(false, true, () -> { }, notEmpty);
        assertThat(notEmpty.error).hasMessageContaining("queue 'q' in vhost '/' not empty");
        consume(alice.acking(0), alice);
        Reply<Long> inUse = new Reply<>();
        queue.delete(true, false, () -> { }, inUse);
        assertThat(inUse.error).hasMessageContaining("queue 'q' in vhost '/' in use");
        assertThat(alice.cancelled).isFalse();
    }

    @Test
    void cancelsConsumersAndForgetsMessagesWhenDeleted() {
        consume(alice.acking(1), alice);
        publish("a", "b");
        Reply<Long> deleted = new Reply<>();
        queue.delete(false, false, () -> { }, deleted);
        assertThat(deleted.value).isEqualTo(1);
        assertThat(alice.cancelled).isTrue();
        settle(alice.deliveries.get(0), Settlement.REQUEUE);
        assertThatThrownBy(() -> get(true)).isInstanceOf(AmqpException.class)
            .hasMessageContaining("no queue 'q' in vhost '/'");
        assertThat(log.entries).containsExactly("deleted");
    }

    @Test
    void confirmsWhatIsPublishedToADeletedQueue() {
        queue.delete();
        publishPersistent("a");
        assertThat(publisher.confirmed).containsExactly("1-1");
        assertThat(log.entries).containsExactly("deleted");
    }

    @Test
    void sharesAChannelsPrefetchBetweenItsConsumers() {
        ChannelPrefetch prefetch = new ChannelPrefetch(2);
        QueueRef other = newQueue(false, false);
        consume(alice.sharing(prefetch), alice);
        Reply<ConsumerRef> bobs = new Reply<>();
        other.consume(bob.sharing(prefetch), bobs);
        publish("a", "b", "c");
        outbox.publish(other, message("x", BasicProperties.EMPTY), Confirmations.NONE, 0);
        outbox.flush();
        assertThat(alice.bodies()).containsExactly("a", "b");
        assertThat(bob.bodies()).isEmpty();
        settle(alice.deliveries.get(0), Settlement.ACK);
        settle(alice.deliveries.get(1), Settlement.ACK);
        home.runAll();
        assertThat(alice.deliveries.size() + bob.deliveries.size()).isEqualTo(4);
    }

    @Test
    void followsAChannelsPrefetchWhenItChanges() {
        ChannelPrefetch prefetch = new ChannelPrefetch(1);
        consume(alice.sharing(prefetch), alice);
        publish("a", "b", "c");
        assertThat(alice.bodies()).containsExactly("a");
        prefetch.limit(3);
        home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void countsWhatWasHeldBeforeTheChannelsPrefetchCame() {
        ChannelPrefetch prefetch = new ChannelPrefetch(2);
        consume(alice.acking(0), alice);
        publish("a", "b");
        alice.ref.share(prefetch);
        publish("c");
        assertThat(alice.bodies()).containsExactly("a", "b");
        settle(alice.deliveries.get(0), Settlement.ACK);
        home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void handsABurstFromAnotherLoopOverAsOne() {
        consume(alice.acking(0), alice);
        home.fromElsewhere(() -> publish("a", "b", "c"));
        assertThat(alice.deliveries).isEmpty();
        home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
        assertThat(alice.batches).isEqualTo(1);
    }

    private QueueRef newQueue(boolean durable, boolean autoDelete) {
        QueueDeclaration declaration = new QueueDeclaration("q", durable, false, autoDelete, FieldTable.EMPTY);
        return new QueueRef(1, "/", declaration, Optional.empty(), home, durable ? log : QueueLog.NONE, unused::add);
    }

    private void publish(String... bodies) {
        for (String body : bodies) outbox.publish(queue, message(body, BasicProperties.EMPTY), publisher, ++sequence);
        outbox.flush();
    }

    private void publishPersistent(String body) {
        outbox.publish(queue, persistent(body), publisher, ++sequence);
        outbox.flush();
    }

    private void settle(QueuedMessage message, Settlement settlement) {
        outbox.settle(queue, message, settlement);
        outbox.flush();
    }

    private void consume(ConsumerRequest request, RecordingConsumer consumer) {
        Reply<ConsumerRef> reply = new Reply<>();
        queue.consume(request, reply);
        consumer.ref = reply.get();
    }

    private Optional<Got> get(boolean noAck) {
        Reply<Optional<Got>> reply = new Reply<>();
        queue.get(noAck, reply);
        return reply.get();
    }

    private QueueStatus status() {
        Reply<QueueStatus> reply = new Reply<>();
        queue.status(reply);
        return reply.get();
    }

    private static <T> Answer<T> ignored() {
        return new Reply<>();
    }

    private static Message persistent(String body) {
        return message(body, BasicProperties.builder().deliveryMode(2).build());
    }

    private static Message message(String body, BasicProperties properties) {
        return new Message("", "q", properties, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static final class Reply<T> implements Answer<T> {
        T value;
        AmqpException error;

        @Override
        public void completed(T answer) {
            value = answer;
        }

        @Override
        public void failed(AmqpException failure) {
            error = failure;
        }

        T get() {
            if (error != null) throw error;
            return value;
        }
    }

    private static final class RecordingPublisher implements Confirmations {
        final List<String> confirmed = new ArrayList<>();

        @Override
        public void confirmed(long first, long last) {
            confirmed.add(first + "-" + last);
        }

        @Override
        public void rejected(long first, long last) {
            throw new AssertionError("nothing is rejected here");
        }
    }

    private static final class RecordingLog implements QueueLog {
        final List<String> entries = new ArrayList<>();
        final List<Runnable> waiting = new ArrayList<>();
        boolean holdBack;

        @Override
        public void append(long position, Message message) {
            entries.add("append " + position);
        }

        @Override
        public void remove(long position) {
            entries.add("remove " + position);
        }

        @Override
        public void whenDurable(Runnable task) {
            if (holdBack) waiting.add(task);
            else task.run();
        }

        @Override
        public void delete() {
            entries.add("deleted");
        }

        void flush() {
            waiting.forEach(Runnable::run);
            waiting.clear();
        }
    }
}
