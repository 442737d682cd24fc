package io.leveret.it;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.time.Duration;

/** Waits for what reaches a queue in its own time. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Eventually() {}

    /** The next message of a queue, taken off it. */
    static GetResponse get(Channel channel, String queue) {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(() -> channel.basicGet(queue, true), message -> message != null);
    }
}
