package io.leveret.it;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;

/** Takes messages off queues. */
final class Drained {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Drained() {}

    /** How many messages a queue held. What was published before on the same channel counts. */
    static int count(Channel channel, String queue) throws IOException {
        int count = 0;
        while (channel.basicGet(queue, true) != null) count++;
        return count;
    }

    /** The next message of a queue, which may still be on its way there. */
    static GetResponse next(Channel channel, String queue) {
        return next(channel, queue, true);
    }

    /** As {@link #next}, left for the test to settle. */
    static GetResponse nextUnacked(Channel channel, String queue) {
        return next(channel, queue, false);
    }

    private static GetResponse next(Channel channel, String queue, boolean autoAck) {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(() -> channel.basicGet(queue, autoAck), message -> message != null);
    }
}
