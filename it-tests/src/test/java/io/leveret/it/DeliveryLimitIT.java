package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that nobody can handle do not come back for ever. */
@ExtendWith(BrokerExtension.class)
class DeliveryLimitIT {
    private static final String RETURNED = "x-delivery-count";
    private static final String ACQUIRED = "x-acquired-count";

    private Channel channel;
    private Names names;
    private TestQueue grave;

    @BeforeEach
    void declare(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.names = names;
        grave = TestQueue.on(channel);
    }

    // Quorum queues

    @Test
    void countsWhatIsRejected() throws Exception {
        TestQueue queue = quorum(Map.of()).publish("a");
        expectCounts(reject(queue), null, null);
        expectCounts(reject(queue), 1L, 1L);
        expectCounts(reject(queue), 2L, 2L);
    }

    @Test
    void doesNotCountWhatIsGivenBackUntried() throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", 1)).publish("a");
        expectCounts(nack(queue), null, null);
        expectCounts(nack(queue), null, 1L);
        expectCounts(nack(queue), null, 2L);
        expectCounts(reject(queue), null, 3L);
        expectCounts(nack(queue), 1L, 4L);
        expectCounts(reject(queue), 1L, 5L);
        expectDead("a");
    }

    @Test
    void doesNotCountWhatIsRecovered() throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", 0)).publish("a");
        next(queue);
        channel.basicRecover(true);
        expectCounts(next(queue), null, 1L);
    }

    @Test
    void countsAttemptsThatEndWithTheirChannel(Connection connection) throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", 1)).publish("a");
        loseChannel(connection, queue);
        expectCounts(loseChannel(connection, queue), 1L, 1L);
        expectDead("a");
    }

    @Test
    void countsAttemptsThatEndWithTheirConnection(ConnectionFactory factory) throws Exception {
        TestQueue queue = quorum(Map.of()).publish("a");
        Connection lost = factory.newConnection();
        next(queue.through(lost.createChannel()));
        lost.close();
        expectCounts(next(queue), 1L, 1L);
    }

    @Test
    void deadLettersWhatCameBackTooOften() throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", 2)).publish("a");
        for (int i = 0; i < 3; i++) reject(queue);
        GetResponse dead = expectDead("a");
        assertThat(DeadLetters.history(dead)).containsExactly(queue.name() + " delivery_limit 1");
        assertThat(DeadLetters.headers(dead.getProps())).doesNotContainKeys(RETURNED, ACQUIRED);
        assertThat(queue.get()).isNull();
    }

    @Test
    void triesOnceWithALimitOfNone() throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", 0)).publish("a");
        reject(queue);
        expectDead("a");
    }

    @Test
    void triesTwentyOneTimesUnlessToldOtherwise() throws Exception {
        TestQueue queue = quorum(Map.of()).publish("a");
        for (int i = 0; i < 21; i++) reject(queue);
        expectDead("a");
    }

    @Test
    void triesForEverWithoutALimit() throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", -1)).publish("a");
        for (int i = 0; i < 30; i++) reject(queue);
        expectCounts(next(queue), 30L, 30L);
        assertThat(grave.ready()).isZero();
    }

    @Test
    void countsEveryMessageByItself() throws Exception {
        TestQueue queue = quorum(Map.of("x-delivery-limit", 1)).publish("poison");
        reject(queue);
        queue.publish("food");
        reject(queue);
        expectDead("poison");
        GetResponse food = next(queue);
        assertThat(Messages.text(food)).isEqualTo("food");
        expectCounts(food, null, null);
    }

    @Test
    void overwritesACountThatAClientMadeUp() throws Exception {
        TestQueue queue = quorum(Map.of());
        BasicProperties properties = new BasicProperties.Builder().headers(Map.of(RETURNED, 17L, "mine", "yours")).build();
        channel.basicPublish("", queue.name(), properties, Messages.bytes("a"));
        expectCounts(reject(queue), 17L, null);
        GetResponse second = next(queue);
        expectCounts(second, 1L, 1L);
        assertThat(DeadLetters.headers(second.getProps())).containsEntry("mine", "yours");
    }

    // Classic queues

    @Test
    void countsNothingInAClassicQueue() throws Exception {
        TestQueue queue = TestQueue.with(channel, DeadLetters.to(grave)).publish("a");
        for (int i = 0; i < 25; i++) reject(queue);
        expectCounts(next(queue), null, null);
        assertThat(grave.ready()).isZero();
    }

    @Test
    @DiffersFromRabbitMq("refuses the argument")
    void countsEveryReturnInAClassicQueueThatHasALimit(Connection connection) throws Exception {
        TestQueue queue = TestQueue.with(channel, DeadLetters.to(grave, Map.of("x-delivery-limit", 3))).publish("a");
        expectCounts(nack(queue), null, null);
        expectCounts(reject(queue), 1L, null);
        expectCounts(loseChannel(connection, queue), 2L, null);
        expectCounts(nack(queue), 3L, null);
        GetResponse dead = expectDead("a");
        assertThat(DeadLetters.history(dead)).containsExactly(queue.name() + " delivery_limit 1");
    }

    private TestQueue quorum(Map<String, Object> arguments) throws Exception {
        return TestQueue.quorum(channel, names, DeadLetters.to(grave, arguments));
    }

    private static GetResponse next(TestQueue queue) {
        return Drained.nextUnacked(queue.channel(), queue.name());
    }

    private GetResponse reject(TestQueue queue) throws Exception {
        GetResponse got = next(queue);
        channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
        return got;
    }

    private GetResponse nack(TestQueue queue) throws Exception {
        GetResponse got = next(queue);
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
        return got;
    }

    private static GetResponse loseChannel(Connection connection, TestQueue queue) throws Exception {
        Channel lost = connection.createChannel();
        GetResponse got = next(queue.through(lost));
        lost.close();
        return got;
    }

    private static void expectCounts(GetResponse got, Long returned, Long acquired) {
        Map<String, Object> headers = DeadLetters.headers(got.getProps());
        assertThat(headers.get(RETURNED)).isEqualTo(returned);
        assertThat(headers.get(ACQUIRED)).isEqualTo(acquired);
    }

    private GetResponse expectDead(String body) {
        GetResponse dead = Drained.next(channel, grave.name());
        assertThat(Messages.text(dead)).isEqualTo(body);
        return dead;
    }
}
