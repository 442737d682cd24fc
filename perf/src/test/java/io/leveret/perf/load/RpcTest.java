package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.FakeBroker;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.MeterReading;
import io.leveret.perf.measure.Timing;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RpcTest {
    private final FakeBroker broker = FakeBroker.open(0);
    private final ClientChannel channel = broker.channel();
    private final Meter meter = new Meter();

    @Test
    void answersWithTheStampOfTheCall() {
        channel.uses(new RpcServer(channel, 20));
        BasicProperties call = BasicProperties.builder().correlationId("7").replyTo("client.1").build();
        broker.send(1, new BasicMethod.Deliver("tag", 1, false, "", "q"), call, stamped(1234));
        FakeBroker.Sent answer = broker.sent().get(0);
        assertThat(answer.method()).isEqualTo(new BasicMethod.Publish("", "client.1", false, false));
        assertThat(answer.command().content().properties().correlationId()).contains("7");
        assertThat(answer.command().content().body().size()).isEqualTo(20);
        assertThat(ByteBuffer.wrap(answer.command().content().body().toByteArray()).getLong(4)).isEqualTo(1234);
    }

    @Test
    void ignoresWhatWantsNoAnswer() {
        channel.uses(new RpcServer(channel, 20));
        broker.send(1, new BasicMethod.Deliver("tag", 1, false, "", "q"), BasicProperties.EMPTY, stamped(0));
        assertThat(broker.sent()).isEmpty();
    }

    @Test
    void callsAgainWhenTheAnswerIsThere() {
        PublishFrames frames = PublishFrames.of(new PublishFrames.Message("", List.of("q"), false, BasicProperties.EMPTY, 12), 1, 0);
        RpcClient client = new RpcClient(channel, frames, 2, broker::now, meter);
        channel.uses(client);
        client.start();
        assertThat(broker.sent()).hasSize(1);
        broker.pass(1_000_000);
        broker.send(1, new BasicMethod.Deliver("tag", 1, false, "", "r"), BasicProperties.EMPTY, stamped(0));
        assertThat(broker.sent()).hasSize(1);
        broker.send(1, new BasicMethod.Deliver("tag", 2, false, "", "r"), BasicProperties.EMPTY, stamped(1_000_000));
        assertThat(broker.sent()).isEmpty();
        assertThat(client.finished()).isCompleted();
        assertThat(MeterReading.of(meter).timing(Timing.ROUND_TRIP).orElseThrow().getMaxValue()).isBetween(1_000_000L, 1_001_000L);
    }

    private static byte[] stamped(long nanos) {
        return ByteBuffer.allocate(12).putInt(0).putLong(nanos).array();
    }
}
