package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that are not wanted any more after some time. What expires goes to another queue here, for tests to see. */
@ExtendWith(BrokerExtension.class)
class MessageTtlIT {
    private static final int SHORT = 100;
    private static final int LONG = 600_000;

    private Channel channel;
    private TestQueue grave;
    private Inbox expired;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        grave = TestQueue.on(channel);
        expired = grave.consume();
    }

    @Test
    void expiresMessagesAfterTheTimeOfTheirQueue() throws Exception {
        TestQueue queue = queueWithTtl(SHORT).publish("a", "b");
        assertThat(expired.bodies(2)).containsExactly("a", "b");
        assertThat(queue.get()).isNull();
    }

    @Test
    void expiresAMessageAfterItsOwnTime() throws Exception {
        TestQueue queue = queue();
        publish(queue, "a", SHORT);
        assertThat(expired.bodies(1)).containsExactly("a");
        assertThat(queue.get()).isNull();
    }

    @Test
    void expiresAMessageAfterTheShorterOfBothTimes() throws Exception {
        publish(queueWithTtl(LONG), "own", SHORT);
        expired.awaitSize(1);
        publish(queueWithTtl(SHORT), "queue's", LONG);
        assertThat(expired.bodies(2)).containsExactly("own", "queue's");
    }

    @Test
    void dropsWhatExpiresWhereNobodyAsksForDeadLetters() throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-message-ttl", SHORT)).publish("a", "b");
        queue.awaitReady(0);
        assertThat(queue.get()).isNull();
    }

    @Test
    void keepsAnExpiredMessageBehindOneThatIsNot() throws Exception {
        TestQueue queue = queue().publish("stays");
        publish(queue, "short", SHORT);
        awaitLonger(SHORT);
        assertThat(queue.ready()).isEqualTo(2);

        assertThat(Messages.text(queue.get())).isEqualTo("stays");
        assertThat(expired.bodies(2)).containsExactly("clock", "short");
        assertThat(queue.ready()).isZero();
    }

    @Test
    void deliversNothingThatHasExpired() throws Exception {
        TestQueue queue = queue().publish("first");
        publish(queue, "short", SHORT);
        queue.publish("last");
        awaitLonger(SHORT);
        assertThat(queue.consume().bodies(2)).containsExactly("first", "last");
        assertThat(expired.bodies(2)).containsExactly("clock", "short");
    }

    @Test
    void deliversWhatHasNoTimeAtAllToAConsumerThatWaits() throws Exception {
        TestQueue queue = queueWithTtl(0);
        Inbox inbox = queue.consume();
        queue.publish("a");
        publish(queue, "b", 0);
        assertThat(inbox.bodies(2)).containsExactly("a", "b");
        assertThat(inbox.delivery(1).getProperties().getExpiration()).isEqualTo("0");
    }

    @Test
    void expiresWhatHasNoTimeAtAllWhenNobodyWaits() throws Exception {
        queueWithTtl(0).publish("a");
        publish(queue(), "b", 0);
        expired.awaitSize(2);
        assertThat(expired.bodies()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void expiresWhatHasNoTimeAtAllWhenTheConsumerIsFull() throws Exception {
        channel.basicQos(1);
        TestQueue queue = queueWithTtl(0);
        Inbox inbox = queue.consume();
        queue.publish("a");
        inbox.awaitSize(1);
        queue.publish("b");
        assertThat(expired.bodies(1)).containsExactly("b");
        assertThat(inbox.bodies()).containsExactly("a");
    }

    @Test
    void confirmsWhatExpiresAtOnce() throws Exception {
        channel.confirmSelect();
        queueWithTtl(0).publish("a");
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isTrue();
    }

    @Test
    void returnsNothingThatExpires() throws Exception {
        List<String> returned = new CopyOnWriteArrayList<>();
        channel.addReturnListener(message -> returned.add(message.getRoutingKey()));
        TestQueue queue = queueWithTtl(0);
        channel.basicPublish("", queue.name(), true, null, Messages.bytes("a"));
        channel.basicPublish("", "it-missing", true, null, Messages.bytes("b"));
        assertThat(expired.bodies(1)).containsExactly("a");
        await().atMost(Inbox.PATIENCE).until(() -> returned, List.of("it-missing")::equals);
    }

    @Test
    void leavesWhatIsUnackedInPeace() throws Exception {
        TestQueue queue = queueWithTtl(SHORT).publish("a");
        Inbox inbox = queue.consume();
        inbox.awaitSize(1);
        awaitLonger(SHORT);
        inbox.ack(0);
        assertThat(queue.ready()).isZero();
        assertThat(expired.bodies()).containsExactly("clock");
    }

    @Test
    void expiresWhatComesBackTooLate() throws Exception {
        TestQueue queue = queueWithTtl(1_000).publish("a");
        GetResponse got = queue.get();
        awaitLonger(1_000);
        channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
        assertThat(expired.bodies(2)).containsExactly("clock", "a");
    }

    @Test
    void showsConsumersTheExpiration() throws Exception {
        TestQueue queue = queue();
        publish(queue, "a", LONG);
        assertThat(queue.get().getProps().getExpiration()).isEqualTo("600000");
    }

    @Test
    void countsTheTimeInEveryQueueByItself(Names names) throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, "fanout");
        TestQueue impatient = queueWithTtl(SHORT);
        TestQueue patient = queueWithTtl(LONG);
        for (TestQueue queue : new TestQueue[] {impatient, patient}) channel.queueBind(queue.name(), exchange, "");
        Messages.publish(channel, exchange, "", "a");
        assertThat(expired.bodies(1)).containsExactly("a");
        assertThat(patient.drain()).containsExactly("a");
        assertThat(impatient.drain()).isEmpty();
        channel.exchangeDelete(exchange);
    }

    /** Waits until a message that was published now with that time to live has expired. */
    private void awaitLonger(int millis) throws Exception {
        int before = expired.size();
        queueWithTtl(millis).publish("clock");
        expired.awaitSize(before + 1);
    }

    private TestQueue queue() throws Exception {
        return TestQueue.with(channel, DeadLetters.to(grave));
    }

    private TestQueue queueWithTtl(int millis) throws Exception {
        return TestQueue.with(channel, DeadLetters.to(grave, Map.of("x-message-ttl", millis)));
    }

    private void publish(TestQueue queue, String body, int expiration) throws Exception {
        BasicProperties properties = new BasicProperties.Builder().expiration(String.valueOf(expiration)).build();
        channel.basicPublish("", queue.name(), properties, Messages.bytes(body));
    }
}
