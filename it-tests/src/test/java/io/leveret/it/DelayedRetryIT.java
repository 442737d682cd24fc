package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that come back may have to wait before they are tried again; those behind them go first meanwhile. */
@ExtendWith(BrokerExtension.class)
class DelayedRetryIT {
    private static final int SHORT = 300;
    private static final int LONG = 600_000;

    private Channel channel;
    private Names names;

    @BeforeEach
    void declare(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.names = names;
    }

    @Test
    void letsOthersGoFirst() throws Exception {
        TestQueue queue = queue("all", SHORT, LONG).publish("a", "b");
        reject(next(queue));
        expectNext(queue, "b", false);
        expectNext(queue, "a", true);
    }

    @Test
    void delaysWhatIsRejectedAndWhatIsGivenBack() throws Exception {
        TestQueue queue = queue("all", LONG, LONG).publish("a", "b", "c");
        reject(next(queue));
        nack(next(queue));
        expectNext(queue, "c", false);
        assertThat(queue.get()).isNull();
    }

    @Test
    void delaysOnlyWhatFailed() throws Exception {
        TestQueue queue = queue("failed", LONG, LONG).publish("failed", "returned");
        reject(next(queue));
        nack(next(queue));
        expectNext(queue, "returned", true);
        assertThat(queue.get()).isNull();
    }

    @Test
    void delaysOnlyWhatWasGivenBack() throws Exception {
        TestQueue queue = queue("returned", LONG, LONG).publish("returned", "failed");
        nack(next(queue));
        reject(next(queue));
        expectNext(queue, "failed", true);
        assertThat(queue.get()).isNull();
    }

    @Test
    void delaysNothingWhenDisabled() throws Exception {
        TestQueue queue = queue("disabled", LONG, LONG).publish("a");
        reject(next(queue));
        expectNext(queue, "a", true);
    }

    @Test
    void takesTheEndOfAChannelForAFailure(Connection connection) throws Exception {
        TestQueue queue = queue("failed", LONG, LONG).publish("a", "b");
        Channel lost = connection.createChannel();
        next(queue.through(lost));
        lost.close();
        expectNext(queue, "b", false);
        assertThat(queue.get()).isNull();
    }

    @Test
    void waitsNoLongerThanTheMost() throws Exception {
        TestQueue queue = queue("all", 100, 200).publish("a");
        for (int i = 0; i < 10; i++) reject(next(queue));
        expectNext(queue, "a", true);
    }

    @Test
    void countsTheTries() throws Exception {
        TestQueue queue = queue("all", 20, 50).publish("a");
        for (int i = 0; i < 3; i++) reject(next(queue));
        assertThat(DeadLetters.headers(next(queue).getProps()))
                .isEqualTo(Map.of("x-delivery-count", 3L, "x-acquired-count", 3L));
    }

    @Test
    void deadLettersWithoutDelay() throws Exception {
        TestQueue grave = TestQueue.on(channel);
        TestQueue queue = TestQueue.quorum(channel, names, DeadLetters.to(grave, Map.of("x-delivery-limit", 0,
                "x-delayed-retry-type", "all", "x-delayed-retry-min", LONG, "x-delayed-retry-max", LONG))).publish("a");
        reject(next(queue));
        assertThat(Messages.text(Drained.next(channel, grave.name()))).isEqualTo("a");
    }

    @Test
    @DiffersFromRabbitMq("refuses the arguments")
    void delaysInClassicQueuesToo() throws Exception {
        TestQueue queue = TestQueue.with(channel, arguments("all", SHORT, LONG)).publish("a", "b");
        reject(next(queue));
        expectNext(queue, "b", false);
        expectNext(queue, "a", true);
    }

    @Test
    @DiffersFromRabbitMq("refuses the arguments")
    void keepsAQueueFromBeingDeletedAsEmpty() throws Exception {
        TestQueue queue = TestQueue.with(channel, arguments("all", LONG, LONG)).publish("a");
        reject(next(queue));
        Refusal.ofChannel(channel, () -> channel.queueDelete(queue.name(), false, true))
                .says(406, "PRECONDITION_FAILED - queue '" + queue.name() + "' in vhost '/' not empty");
    }

    private TestQueue queue(String type, int minimum, int maximum) throws Exception {
        return TestQueue.quorum(channel, names, arguments(type, minimum, maximum));
    }

    private static Map<String, Object> arguments(String type, int minimum, int maximum) {
        return new HashMap<>(Map.of(
                "x-delayed-retry-type", type, "x-delayed-retry-min", minimum, "x-delayed-retry-max", maximum));
    }

    private static GetResponse next(TestQueue queue) {
        return Drained.nextUnacked(queue.channel(), queue.name());
    }

    private void reject(GetResponse got) throws Exception {
        channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
    }

    private void nack(GetResponse got) throws Exception {
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
    }

    private static void expectNext(TestQueue queue, String body, boolean redelivered) {
        GetResponse got = next(queue);
        assertThat(Messages.text(got)).isEqualTo(body);
        assertThat(got.getEnvelope().isRedeliver()).isEqualTo(redelivered);
    }
}
