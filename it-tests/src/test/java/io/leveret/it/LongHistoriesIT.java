package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the broker adds to a message's headers is cut short for clients whose frames would not hold it. */
@ExtendWith(BrokerExtension.class)
@DiffersFromRabbitMq("it sends larger frames than were agreed on")
class LongHistoriesIT {
    private static final int SMALL_FRAME = 4096;

    @Test
    void theLatestDeathsAreKept(Channel channel, ConnectionFactory factory) throws Exception {
        List<TestQueue> queues = new ArrayList<>();
        TestQueue last = TestQueue.shared(channel);
        for (int i = 0; i < 6; i++) {
            TestQueue next = queues.isEmpty() ? last : queues.get(queues.size() - 1);
            queues.add(TestQueue.with(channel, DeadLetters.to(next, Map.of("x-message-ttl", 0))));
        }
        BasicProperties nearlyFull = new BasicProperties.Builder().headers(Map.of("own", "x".repeat(3200))).build();
        channel.basicPublish("", queues.get(5).name(), nearlyFull, Messages.bytes("a"));
        last.awaitReady(1);
        factory.setRequestedFrameMax(SMALL_FRAME);
        try (Connection small = factory.newConnection()) {
            Channel ofSmall = small.createChannel();
            Inbox inbox = Inbox.on(ofSmall, last.name());
            List<String> seen = DeadLetters.history(inbox.delivery(0));
            assertThat(seen).isNotEmpty().hasSizeLessThan(6).first().isEqualTo(queues.get(0).name() + " expired 1");
            assertThat(DeadLetters.headers(inbox.delivery(0))).containsEntry("x-first-death-queue", queues.get(5).name());
        }
        last.awaitReady(1);
        assertThat(DeadLetters.history(last.get())).hasSize(6);
    }
}
