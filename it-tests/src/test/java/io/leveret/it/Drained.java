package io.leveret.it;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;

/** Takes messages off queues. */
final class Drained {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Drained() {}

    /** How many messages a queue held. What was published before on the same channel counts. */
    static int count(Channel channel, String queue) throws IOException {
        int count = 0;
        while (channel.basicGet(queue, true) != null) count++;
        return count;
    }

    /** The next message of a queue, which may still be on its way there. */
    static GetResponse next(Channel channel, String queue) {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(() -> channel.basicGet(queue, true), message -> message != null);
    }
}
