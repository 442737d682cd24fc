package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageGroupsTest {

    private final TestQueue queue = TestQueue.with(grouped());
    private final RecordingConsumer alice = new RecordingConsumer();
    private final RecordingConsumer bob = new RecordingConsumer();

    @Test
    void keepsAGroupWithOneConsumerWhileThatHoldsAMessageOfIt() {
        queue.consume(alice.acking(0), alice);
        queue.consume(bob.acking(0), bob);
        publish("red", "r1", "r2", "r3");
        publish("blue", "b1", "b2");
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r3");
        assertThat(bob.bodies()).containsExactly("b1", "b2");
    }

    @Test
    void freesAGroupWhenEverythingHeldOfItIsSettled() {
        queue.consume(alice.acking(1), alice);
        publish("red", "r1", "r2");
        queue.consume(bob.acking(1), bob);
        assertThat(bob.bodies()).isEmpty();
        queue.cancel(alice);
        queue.settle(alice.last(), Settlement.ACK);
        assertThat(bob.bodies()).containsExactly("r2");
    }

    @Test
    void handsAGroupOnInOrderWhenItsConsumerDies() {
        queue.consume(alice.acking(0), alice);
        publish("red", "r1", "r2", "r3");
        queue.consume(bob.acking(0), bob);
        queue.cancel(alice);
        for (QueuedMessage held : List.copyOf(alice.deliveries)) queue.settle(held, Settlement.FAIL);
        assertThat(bob.bodies()).containsExactly("r1", "r2", "r3");
    }

    @Test
    void givesNothingMoreOfAGroupToItsConsumerThatHasEnded() {
        queue.consume(alice.acking(0), alice);
        publish("red", "r1");
        queue.cancel(alice);
        queue.consume(bob.acking(0), bob);
        publish("red", "r2");
        alice.ref.written(HeadRoom.PLENTY.windowMessages, 0);
        assertThat(alice.bodies()).containsExactly("r1");
        assertThat(bob.bodies()).isEmpty();
        queue.settle(alice.last(), Settlement.ACK);
        assertThat(bob.bodies()).containsExactly("r2");
    }

    @Test
    void goesOnFromAReturnedMessageOnceWhatCameAfterItIsSettled() {
        queue.consume(alice.acking(0), alice);
        publish("red", "r1", "r2");
        queue.settle(alice.deliveries.get(0), Settlement.RETURN);
        publish("red", "r3");
        assertThat(alice.bodies()).containsExactly("r1", "r2");
        queue.settle(alice.deliveries.get(1), Settlement.RETURN);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r1", "r2", "r3");
    }

    @Test
    void givesTheLatestMessageAgainWhileEarlierOnesAreHeld() {
        queue.consume(alice.acking(4), alice);
        publish("red", "r1", "r2", "r3", "r4", "r5");
        queue.settle(alice.deliveries.get(3), Settlement.RETURN);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r3", "r4", "r4");
        queue.settle(alice.deliveries.get(0), Settlement.ACK);
        assertThat(alice.bodies()).endsWith("r4", "r4", "r5");
    }

    @Test
    void goesOnFromAReturnedMessageWhileEarlierOnesAreHeld() {
        queue.consume(alice.acking(4), alice);
        publish("red", "r1", "r2", "r3", "r4", "r5");
        queue.settle(alice.deliveries.get(1), Settlement.RETURN);
        queue.settle(alice.deliveries.get(2), Settlement.ACK);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r3", "r4");
        queue.settle(alice.deliveries.get(3), Settlement.ACK);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r3", "r4", "r2", "r5");
    }

    @Test
    void goesOnAfterADelayWhileEarlierOnesAreHeld() {
        TestQueue patient = TestQueue.with(grouped().with("x-delayed-retry-type", FieldValue.longString("failed"))
            .with("x-delayed-retry-min", FieldValue.longInt(100)));
        patient.consume(alice.acking(3), alice);
        for (String body : List.of("r1", "r2", "r3", "r4")) patient.publish(body, group("red"));
        patient.settle(alice.deliveries.get(2), Settlement.FAIL);
        patient.settle(alice.deliveries.get(1), Settlement.RETURN);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r3", "r2");
        patient.home.advance(100);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r3", "r2", "r3");
    }

    @Test
    void waitsForAMessageThatComesBackWithADelay() {
        TestQueue patient = TestQueue.with(grouped().with("x-delayed-retry-type", FieldValue.longString("all"))
            .with("x-delayed-retry-min", FieldValue.longInt(100)));
        patient.consume(alice.acking(2), alice);
        patient.consume(bob.acking(2), bob);
        for (String body : List.of("r1", "r2", "r3")) patient.publish(body, group("red"));
        patient.settle(alice.deliveries.get(0), Settlement.FAIL);
        patient.settle(alice.deliveries.get(1), Settlement.ACK);
        patient.publish("b1", group("blue"));
        patient.home.advance(99);
        assertThat(alice.bodies()).containsExactly("r1", "r2");
        assertThat(bob.bodies()).containsExactly("b1");
        patient.home.advance(1);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r1", "r3");
    }

    @Test
    void waitsForWhatIsHeldWhenADelayIsOver() {
        TestQueue patient = TestQueue.with(grouped().with("x-delayed-retry-type", FieldValue.longString("all"))
            .with("x-delayed-retry-min", FieldValue.longInt(100)));
        patient.consume(alice.acking(2), alice);
        for (String body : List.of("r1", "r2", "r3")) patient.publish(body, group("red"));
        patient.settle(alice.deliveries.get(0), Settlement.FAIL);
        patient.home.advance(100);
        assertThat(alice.bodies()).containsExactly("r1", "r2");
        patient.settle(alice.deliveries.get(1), Settlement.ACK);
        assertThat(alice.bodies()).containsExactly("r1", "r2", "r1", "r3");
    }

    @Test
    void goesOnWithTheActiveConsumerWhenItsSuccessorLeaves() {
        TestQueue quorum = TestQueue.with(grouped().with("x-queue-type", FieldValue.longString("quorum"))
            .with("x-single-active-consumer", FieldValue.bool(true)));
        quorum.consume(alice.prioritized(0, 10), alice);
        quorum.publish("r1", group("red"));
        quorum.consume(bob.prioritized(5, 10), bob);
        quorum.publish("r2", group("red"));
        assertThat(alice.bodies()).containsExactly("r1");
        quorum.cancel(bob);
        assertThat(alice.bodies()).containsExactly("r1", "r2");
    }

    @Test
    void sendsMessagesWithoutAGroupToAnybody() {
        queue.consume(alice.acking(0), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("1", "2", "3", "4");
        assertThat(alice.deliveries).hasSize(2);
        assertThat(bob.deliveries).hasSize(2);
    }

    @Test
    void doesNotLetABusyGroupHoldUpOthers() {
        queue.consume(alice.acking(1), alice);
        publish("red", "r1", "r2");
        publish("blue", "b1");
        queue.consume(bob.acking(1), bob);
        assertThat(bob.bodies()).containsExactly("b1");
    }

    @Test
    void respectsTheGroupsOfAGet() {
        publish("red", "r1", "r2");
        publish("blue", "b1");
        QueuedMessage first = queue.get(false).orElseThrow().message();
        assertThat(RecordingConsumer.body(queue.get(false).orElseThrow().message())).isEqualTo("b1");
        assertThat(queue.get(false)).isEmpty();
        queue.settle(first, Settlement.ACK);
        assertThat(queue.drain()).containsExactly("r2");
    }

    @Test
    void dropsTheOldestAndPurgesWhatIsReadyWhateverItsGroup() {
        TestQueue small = TestQueue.with(grouped()
            .with("x-max-length", FieldValue.longInt(2)));
        small.publish("r1", group("red"));
        small.publish("b1", group("blue"));
        small.publish("r2", group("red"));
        assertThat(small.drain()).containsExactly("b1", "r2");
    }

    @Test
    void takesAnotherHeaderForTheGroupWhereAsked() {
        TestQueue other = TestQueue.with(grouped()
            .with("x-message-group-header", FieldValue.longString("customer")));
        other.consume(alice.acking(1), alice);
        FieldTable headers = FieldTable.EMPTY.with("customer", FieldValue.longInt(7));
        other.publish("1", BasicProperties.builder().headers(headers).build());
        other.publish("2", BasicProperties.builder().headers(headers).build());
        other.consume(bob.acking(1), bob);
        assertThat(bob.bodies()).isEmpty();
    }

    @Test
    void takesAnEmptyNameForTheNameOfAGroup() {
        publish("", "named");
        queue.publish("nameless");
        publish("", "named too");
        queue.consume(alice.acking(1), alice);
        queue.consume(bob.acking(0), bob);
        assertThat(alice.bodies()).containsExactly("named");
        assertThat(bob.bodies()).containsExactly("nameless");
        queue.settle(alice.last(), Settlement.ACK);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void forgetsAGroupWithNothingReadyAndNothingHeld() {
        GroupedMessages groups = new GroupedMessages("x-group-id");
        for (int i = 0; i < 1000; i++) {
            QueuedMessage message = new QueuedMessage(i, TestQueue.message("m", group("g" + i)));
            groups.addLast(message);
            groups.pollFirst();
            groups.handedOut(message, null);
            groups.handedBack(message);
        }
        assertThat(groups.groupCount()).isZero();
    }

    @Test
    void keepsTheOrderOfEveryGroupWhateverConsumersDo() {
        Random random = new Random(42);
        List<RecordingConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RecordingConsumer consumer = new RecordingConsumer();
            queue.consume(consumer.acking(1 + random.nextInt(3)), consumer);
            consumers.add(consumer);
        }
        for (int i = 0; i < 2000; i++) publish("g" + random.nextInt(20), String.valueOf(i));
        Map<String, Integer> latest = new HashMap<>();
        int settled = 0;
        while (settled < 2000) {
            RecordingConsumer consumer = consumers.get(random.nextInt(consumers.size()));
            if (consumer.deliveries.isEmpty()) continue;
            QueuedMessage message = consumer.deliveries.remove(0);
            if (random.nextInt(10) == 0) {
                queue.settle(message, Settlement.RETURN);
                continue;
            }
            String group = message.message().properties().header("x-group-id").orElseThrow().asText();
            int number = Integer.parseInt(RecordingConsumer.body(message));
            if (consumer.deliveries.stream().noneMatch(QueuedMessage::isRedelivered) && !message.isRedelivered()) {
                assertThat(number).isGreaterThan(latest.getOrDefault(group, -1));
            }
            latest.merge(group, number, Math::max);
            queue.settle(message, Settlement.ACK);
            settled++;
        }
        assertThat(queue.status().messages()).isZero();
    }

    private static FieldTable grouped() {
        return FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true));
    }

    private void publish(String group, String... bodies) {
        for (String body : bodies) queue.publish(body, group(group));
    }

    private static BasicProperties group(String group) {
        return BasicProperties.builder().headers(FieldTable.EMPTY.with("x-group-id", FieldValue.longString(group))).build();
    }
}
