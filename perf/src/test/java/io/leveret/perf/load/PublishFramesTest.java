package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.FakeBroker;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishFramesTest {
    private final FakeBroker broker = FakeBroker.open(4096);
    private final ClientChannel channel = broker.channel();

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 4000, 4088, 4089, 8191, 8192, 100_000})
    void makesMessagesOfAnySize(int size) {
        PublishFrames frames = frames(size, "key");
        for (int i = 0; i < 3; i++) frames.write(channel.connection(), i, 1_000L + i);
        channel.connection().flush();
        List<FakeBroker.Sent> sent = broker.sent();
        assertThat(sent).hasSize(3);
        for (int i = 0; i < 3; i++) {
            ByteBuffer body = ByteBuffer.wrap(sent.get(i).command().content().body().toByteArray());
            assertThat(body.remaining()).isEqualTo(size);
            assertThat(body.getInt()).isEqualTo(i);
            assertThat(body.getLong()).isEqualTo(1_000L + i);
        }
    }

    @Test
    void makesThemLargeEnoughForTheStamp() {
        frames(0, "key").write(channel.connection(), 1, 2);
        channel.connection().flush();
        assertThat(broker.sent().get(0).command().content().body().size()).isEqualTo(Stamp.LENGTH);
    }

    @Test
    void takesKeysInTurn() {
        PublishFrames frames = frames(12, "a", "bb", "ccc");
        for (int i = 0; i < 4; i++) frames.write(channel.connection(), i, i);
        channel.connection().flush();
        assertThat(broker.sent()).extracting(each -> ((BasicMethod.Publish) each.method()).routingKey()).containsExactly("a", "bb", "ccc", "a");
    }

    private PublishFrames frames(int size, String... keys) {
        BasicProperties properties = BasicProperties.builder().contentType("text/plain").build();
        return PublishFrames.of(new PublishFrames.Message("x", List.of(keys), false, properties, size), channel.number(), 4096);
    }
}
