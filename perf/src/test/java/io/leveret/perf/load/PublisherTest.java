package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.FakeBroker;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.MeterReading;
import io.leveret.perf.measure.Timing;
import java.nio.ByteBuffer;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final long MILLI = 1_000_000;

    private final FakeBroker broker = FakeBroker.open(131072);
    private final ClientChannel channel = broker.channel();
    private final Meter meter = new Meter();

    @Test
    void publishesAsManyAsAreAskedFor() {
        Publisher publisher = start(new Publishing(1, 1, 20, BasicProperties.builder().persistent().build(), true, 0, 0, 3));
        List<FakeBroker.Sent> sent = broker.sent();
        assertThat(sent).extracting(FakeBroker.Sent::method).containsOnly(new BasicMethod.Publish("x", "key", true, false)).hasSize(3);
        assertThat(sent).allSatisfy(each -> assertThat(each.command().content().properties().isPersistent()).isTrue());
        assertThat(sent).extracting(each -> each.command().content().body().size()).containsOnly(20L);
        assertThat(sent).extracting(each -> body(each).getInt()).containsExactly(0, 1, 2);
        assertThat(publisher.finished()).isCompleted();
        assertThat(meter.count(Count.PUBLISHED)).isEqualTo(3);
    }

    @Test
    void waitsForConfirms() {
        Publisher publisher = start(confirmed(2, 0, 3));
        assertThat(broker.sent()).hasSize(2);
        broker.pass(5 * MILLI);
        broker.send(1, new BasicMethod.Ack(1, false));
        assertThat(broker.sent()).hasSize(1);
        assertThat(publisher.finished()).isNotDone();
        broker.send(1, new BasicMethod.Ack(3, true));
        assertThat(publisher.finished()).isCompleted();
        assertThat(meter.count(Count.CONFIRMED)).isEqualTo(3);
        assertThat(confirms().getMaxValue()).isBetween(5 * MILLI, 5 * MILLI + MILLI / 100);
    }

    @Test
    void countsWhatTheBrokerDidNotTakeAndWhatItReturned() {
        start(confirmed(2, 0, 2));
        broker.send(1, new BasicMethod.Return(312, "NO_ROUTE", "x", "key"), BasicProperties.EMPTY, new byte[12]);
        broker.send(1, new BasicMethod.Nack(2, false, false));
        assertThat(meter.count(Count.RETURNED)).isEqualTo(1);
        assertThat(meter.count(Count.REFUSED)).isEqualTo(1);
        assertThat(meter.count(Count.CONFIRMED)).isZero();
    }

    @Test
    void keepsThePace() {
        start(confirmed(1_000, 1_000, 0));
        assertThat(broker.sent()).hasSize(1);
        broker.pass(MILLI / 2);
        assertThat(broker.sent()).isEmpty();
        broker.pass(MILLI / 2);
        assertThat(broker.sent()).hasSize(1);
        for (int i = 0; i < 10; i++) broker.pass(MILLI);
        assertThat(broker.sent()).hasSize(10);
    }

    @Test
    void stampsMessagesWithTheTimeAtWhichTheyWereDueHoweverLateTheyLeave() {
        start(confirmed(1, 1_000, 0)); // a window of one: while the broker pauses, nothing leaves
        assertThat(stamps()).containsExactly(0L);
        for (int i = 0; i < 5; i++) broker.pass(MILLI);
        assertThat(broker.sent()).isEmpty();
        for (int tag = 1; tag <= 5; tag++) broker.send(1, new BasicMethod.Ack(tag, false));
        assertThat(stamps()).containsExactly(MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI, 5 * MILLI);
        Histogram confirms = confirms();
        assertThat(confirms.getTotalCount()).isEqualTo(5);
        assertThat(confirms.getMaxValue()).as("the first waited for all of the pause").isGreaterThanOrEqualTo(5 * MILLI);
        assertThat(confirms.getMinValue()).as("the last but one only for its end").isBetween(MILLI - MILLI / 100, MILLI);
        assertThat(confirms.getMean()).as("not only the one that was on its way").isBetween(2.9 * MILLI, 3.1 * MILLI);
    }

    @Test
    void stopsWhileTheBrokerBlocks() {
        start(confirmed(1_000, 1_000, 0));
        broker.sent();
        broker.send(0, new ConnectionMethod.Blocked("low on memory"));
        broker.pass(MILLI);
        assertThat(broker.sent()).isEmpty();
        broker.send(0, new ConnectionMethod.Unblocked());
        assertThat(stamps()).containsExactly(MILLI);
    }

    @Test
    void sendsNothingOnceItIsStopped() {
        Publisher publisher = start(confirmed(1_000, 1_000, 0));
        broker.sent();
        publisher.stop();
        broker.pass(10 * MILLI);
        assertThat(broker.sent()).isEmpty();
    }

    private Publisher start(Publishing publishing) {
        PublishFrames.Message message = new PublishFrames.Message("x", List.of("key"), publishing.mandatory(), publishing.properties(),
                publishing.size());
        Publisher publisher = new Publisher(channel, PublishFrames.of(message, channel.number(), 131072), publishing, broker::now, meter);
        channel.uses(publisher);
        publisher.start(broker.now());
        broker.runTasks();
        return publisher;
    }

    private List<Long> stamps() {
        return broker.sent().stream().map(each -> body(each).getLong(4)).toList();
    }

    private Histogram confirms() {
        return MeterReading.of(meter).timing(Timing.CONFIRM).orElseThrow();
    }

    private static ByteBuffer body(FakeBroker.Sent sent) {
        return ByteBuffer.wrap(sent.command().content().body().toByteArray());
    }

    private static Publishing confirmed(int window, double rate, long limit) {
        return new Publishing(1, 1, 12, BasicProperties.EMPTY, false, window, rate, limit);
    }
}
