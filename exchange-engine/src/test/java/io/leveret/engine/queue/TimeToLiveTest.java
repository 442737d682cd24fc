package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeToLiveTest {

    private final RecordingConsumer alice = new RecordingConsumer();

    @Test
    void dropsAMessageWhenTheQueuesTimeIsOver() {
        TestQueue queue = TestQueue.with("x-message-ttl", 1000);
        queue.publish("a");
        queue.home.advance(999);
        assertThat(queue.status().messages()).isEqualTo(1);
        queue.home.advance(1);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void dropsAMessageSoonWhenItsTimeWasOverWhileTheMachineWasSuspended() {
        TestQueue queue = TestQueue.with("x-message-ttl", 3_600_000);
        queue.publish("a");
        queue.home.suspend(4 * 3_600_000);
        queue.home.advance(Alarm.LONGEST_TIMER);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void takesTheShorterOfTheQueuesTimeAndTheMessages() {
        TestQueue queue = TestQueue.with("x-message-ttl", 1000);
        queue.publish("short", expiring("10"));
        queue.publish("long", expiring("5000"));
        queue.home.advance(10);
        assertThat(queue.status().messages()).isEqualTo(1);
        queue.home.advance(990);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void expiresAMessageOnlyWhenItGetsToTheHead() {
        TestQueue queue = TestQueue.plain();
        queue.publish("lasting", expiring("5000"));
        queue.publish("short", expiring("10"));
        queue.home.advance(100);
        assertThat(queue.status().messages()).isEqualTo(2);
        assertThat(queue.drain()).containsExactly("lasting");
    }

    @Test
    void neverDeliversAnExpiredMessageThatTheTimerHasNotReachedYet() {
        TestQueue queue = TestQueue.plain();
        queue.publish("a", expiring("10"));
        queue.publish("b");
        queue.home.passSilently(10);
        queue.consume(alice.acking(0), alice);
        assertThat(alice.bodies()).containsExactly("b");
    }

    @Test
    void deliversAMessageWithoutAnyTimeOnlyToAWaitingConsumer() {
        TestQueue queue = TestQueue.with("x-message-ttl", 0);
        queue.publish("nobody there");
        assertThat(queue.status().messages()).isZero();
        queue.consume(alice.acking(1), alice);
        queue.publish("taken", "no room");
        assertThat(alice.bodies()).containsExactly("taken");
        assertThat(queue.status().messages()).isZero();
        assertThat(queue.publisher.confirmed).hasSize(2);
    }

    @Test
    void keepsAnUnackedMessageAndExpiresItWhenItComesBack() {
        TestQueue queue = TestQueue.with("x-message-ttl", 10);
        queue.consume(alice.acking(1), alice);
        queue.publish("a");
        queue.home.advance(100);
        queue.cancel(alice);
        queue.settle(alice.last(), Settlement.RETURN);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void removesAnExpiredMessageFromTheLog() {
        TestQueue queue = TestQueue.with("x-message-ttl", 10);
        queue.publishPersistent("a");
        queue.home.advance(10);
        assertThat(queue.log.entries).containsExactly("append 1", "remove 1");
    }

    @Test
    void leavesRoomForOthersWhenVeryManyExpireAtOnce() {
        TestQueue queue = TestQueue.with("x-message-ttl", 10);
        for (int i = 0; i < 2500; i++) queue.publish("m");
        queue.home.passSilently(10);
        TestQueue.Reply<Optional<Got>> reply = new TestQueue.Reply<>();
        queue.ref.get(true, timeout -> { }, reply);
        assertThat(reply.value).isNull();
        queue.home.runAll();
        assertThat(reply.get()).isEmpty();
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void expiresNoMoreInATurnHoweverManyCommandsItHas() {
        TestQueue queue = TestQueue.with("x-message-ttl", 10);
        for (int i = 0; i < 3000; i++) queue.publish("m" + i);
        queue.home.passSilently(11);
        queue.home.fromElsewhere(() -> {
            queue.publish("late");
            queue.publish("later");
        });
        queue.home.runAll();
        assertThat(queue.status().messages()).isEqualTo(2002);
    }

    @Test
    void findsALiveMessageBehindHoweverManyExpiredOnes() {
        TestQueue queue = TestQueue.plain();
        for (int i = 0; i < 2500; i++) queue.publish("m", expiring("10"));
        queue.publish("alive");
        queue.home.passSilently(10);
        TestQueue.Reply<Optional<Got>> reply = new TestQueue.Reply<>();
        queue.ref.get(true, timeout -> { }, reply);
        queue.home.runAll();
        assertThat(RecordingConsumer.body(reply.get().orElseThrow().message())).isEqualTo("alive");
    }

    @Test
    void hasNoTimerWhileNothingCanExpire() {
        TestQueue queue = TestQueue.with("x-message-ttl", 1000);
        assertThat(queue.home.timers()).isZero();
        queue.publish("a", "b");
        assertThat(queue.home.timers()).isEqualTo(1);
        queue.home.advance(1000);
        assertThat(queue.home.timers()).isZero();
    }

    @Test
    void endsAQueueThatNobodyUses() {
        TestQueue queue = TestQueue.with("x-expires", 1000);
        queue.home.advance(900);
        queue.get(true);
        queue.home.advance(999);
        assertThat(queue.owner.unused).isEmpty();
        queue.home.advance(1);
        assertThat(queue.owner.unused).containsExactly(queue.ref);
        assertThat(queue.home.timers()).isZero();
    }

    @Test
    void keepsAQueueWhoseConsumerIsOnItsWayWhenTheTimeIsOver() {
        TestQueue queue = TestQueue.with("x-expires", 1000);
        RecordingConsumer consumer = new RecordingConsumer();
        TestQueue.Reply<ConsumerRef> reply = new TestQueue.Reply<>();
        queue.home.fromElsewhere(() -> queue.ref.consume(consumer.acking(0), reply));
        queue.home.advance(1000);
        assertThat(reply.value).isNotNull();
        assertThat(consumer.cancelled).isFalse();
        assertThat(queue.owner.unused).isEmpty();
    }

    @Test
    void keepsAQueueThatHasAConsumer() {
        TestQueue queue = TestQueue.with("x-expires", 1000);
        queue.consume(alice.acking(0), alice);
        queue.home.advance(10_000);
        assertThat(queue.owner.unused).isEmpty();
        queue.cancel(alice);
        queue.home.advance(1000);
        assertThat(queue.owner.unused).containsExactly(queue.ref);
    }

    private static BasicProperties expiring(String millis) {
        return BasicProperties.builder().expiration(millis).build();
    }
}
