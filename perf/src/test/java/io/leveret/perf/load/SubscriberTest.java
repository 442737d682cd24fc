package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.FakeBroker;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.MeterReading;
import io.leveret.perf.measure.Sample;
import io.leveret.perf.measure.Timing;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    private final FakeBroker broker = FakeBroker.open(0);
    private final ClientChannel channel = broker.channel();
    private final Meter meter = new Meter();
    private final Goal goal = new Goal();

    @Test
    void consumesFromAllItsQueues() {
        Subscriber subscriber = subscriber(false, 1, 0);
        assertThat(subscriber.start()).isNotDone();
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(consume("q1"), consume("q2"));
    }

    @Test
    void timesMessagesByTheirStamp() {
        subscriber(true, 1, 0);
        broker.pass(5_000_000);
        deliver(1, 12, 2_000_000);
        deliver(2, 200_000, 1_000_000);
        Sample sample = MeterReading.of(meter);
        assertThat(sample.count(Count.RECEIVED)).isEqualTo(2);
        assertThat(sample.timing(Timing.CONSUMER).orElseThrow().getMinValue()).isBetween(2_990_000L, 3_000_000L);
        assertThat(sample.timing(Timing.CONSUMER).orElseThrow().getMaxValue()).isBetween(4_000_000L, 4_010_000L);
        assertThat(broker.sent()).isEmpty();
    }

    @Test
    void countsMessagesOfOthersThatHaveNoStamp() {
        subscriber(true, 1, 0);
        broker.send(1, new BasicMethod.Deliver("tag", 1, false, "", "q"), BasicProperties.EMPTY, new byte[5]);
        broker.send(1, new BasicMethod.Deliver("tag", 2, false, "", "q"), BasicProperties.EMPTY, new byte[0]);
        Sample sample = MeterReading.of(meter);
        assertThat(sample.count(Count.RECEIVED)).isEqualTo(2);
        assertThat(sample.timing(Timing.CONSUMER)).isEmpty();
    }

    @Test
    void acknowledgesEach() {
        subscriber(false, 1, 0);
        deliver(1, 12, 0);
        deliver(2, 12, 0);
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(new BasicMethod.Ack(1, false), new BasicMethod.Ack(2, false));
    }

    @Test
    void acknowledgesSeveralAtOnceAndTheRestInTheEnd() {
        Subscriber subscriber = subscriber(false, 3, 0);
        for (int tag = 1; tag <= 5; tag++) deliver(tag, 12, 0);
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(new BasicMethod.Ack(3, true));
        subscriber.stop();
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(new BasicMethod.Ack(5, true));
    }

    @Test
    void leavesAloneWhatComesWhenItHasEnough() {
        Subscriber subscriber = subscriber(false, 100, 2);
        deliver(1, 12, 0);
        assertThat(subscriber.finished()).isNotDone();
        deliver(2, 12, 0);
        deliver(3, 12, 0);
        assertThat(subscriber.finished()).isCompleted();
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(new BasicMethod.Ack(2, true));
        assertThat(meter.count(Count.RECEIVED)).isEqualTo(2);
    }

    @Test
    void reachesAGoalTogetherWithOthers() {
        subscriber(true, 1, 0);
        goal.received(5);
        goal.expect(7);
        deliver(1, 12, 0);
        assertThat(goal.reached()).isNotDone();
        deliver(2, 12, 0);
        assertThat(goal.reached()).isCompleted();
    }

    @Test
    void isContentWithLessWhenNothingComesAnyMore() {
        goal.received(3);
        for (int i = 0; i < 10; i++) goal.tick();
        assertThat(goal.reached()).as("nobody knows yet how many there are").isNotDone();
        goal.expect(5);
        for (int i = 0; i < 3; i++) goal.tick();
        assertThat(goal.reached()).isCompleted();
    }

    private Subscriber subscriber(boolean autoAck, int ackEvery, long limit) {
        Subscriber subscriber = new Subscriber(channel, new Consuming(1, 1, autoAck, 0, 0, ackEvery, FieldTable.EMPTY, limit),
                List.of("q1", "q2"), meter, goal);
        channel.uses(subscriber);
        return subscriber;
    }

    private static BasicMethod.Consume consume(String queue) {
        return new BasicMethod.Consume(queue, "", false, false, false, false, FieldTable.EMPTY);
    }

    private void deliver(long tag, int size, long stamp) {
        byte[] body = ByteBuffer.allocate(size).putInt(0).putLong(stamp).array();
        broker.send(1, new BasicMethod.Deliver("tag", tag, false, "", "q"), BasicProperties.EMPTY, body);
    }
}
