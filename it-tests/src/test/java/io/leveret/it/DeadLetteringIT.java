package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that were not acknowledged go on to the dead-letter exchange of their queue, and say where they have been. */
@ExtendWith(BrokerExtension.class)
class DeadLetteringIT {
    private static final String REJECTED = "rejected";
    private static final String EXPIRED = "expired";

    private Channel channel;
    private Names names;
    private TestQueue grave;
    private Inbox dead;
    private TestQueue lastQueue;

    @BeforeEach
    void declare(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.names = names;
        grave = TestQueue.on(channel);
        dead = grave.consume();
    }

    // Why messages die

    @Test
    void takesWhatIsRejected() throws Exception {
        reject(queue().publish("a").get());
        expectDeath(REJECTED, "a");
    }

    @Test
    void takesAllThatOneNackRejects() throws Exception {
        TestQueue queue = queue().publish("a", "b", "c");
        queue.get();
        queue.get();
        channel.basicNack(queue.get().getEnvelope().getDeliveryTag(), true, false);
        expectDeath(REJECTED, "a", "b", "c");
    }

    @Test
    void takesWhatExpires() throws Exception {
        queue(Map.of("x-message-ttl", 50)).publish("a", "b");
        expectDeath(EXPIRED, "a", "b");
    }

    @Test
    void takesWhatDoesNotFit() throws Exception {
        queue(Map.of("x-max-length", 1)).publish("a", "b", "c");
        expectDeath("maxlen", "a", "b");
    }

    @Test
    void takesNothingThatIsAckedPurgedOrDeleted() throws Exception {
        TestQueue queue = queue().publish("acked", "purged");
        channel.basicAck(queue.get().getEnvelope().getDeliveryTag(), false);
        channel.queuePurge(queue.name());
        queue.publish("deleted");
        channel.queueDelete(queue.name());
        reject(queue().publish("rejected").get());
        expectDeath(REJECTED, "rejected");
    }

    // What is written on them

    @Test
    void writesDownTheDeath(Names names) throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, BuiltinExchangeType.DIRECT);
        TestQueue queue = queue();
        channel.queueBind(queue.name(), exchange, "key");
        Messages.publish(channel, exchange, "key", "a");
        reject(queue.get());

        Map<String, Object> headers = DeadLetters.headers(dead.delivery(0));
        assertThat(headers).containsOnlyKeys("x-death", "x-first-death-queue", "x-first-death-reason",
                "x-first-death-exchange", "x-last-death-queue", "x-last-death-reason", "x-last-death-exchange");
        for (String which : new String[] {"x-first-death-", "x-last-death-"}) {
            assertThat(headers).containsEntry(which + "queue", queue.name())
                    .containsEntry(which + "reason", REJECTED).containsEntry(which + "exchange", exchange);
        }
        Map<String, Object> death = onlyDeathOf(dead.delivery(0));
        assertThat(death.remove("time")).isInstanceOf(Date.class);
        assertThat(death).isEqualTo(Map.of("count", 1L, "reason", REJECTED, "queue", queue.name(),
                "exchange", exchange, "routing-keys", List.of("key")));
    }

    @Test
    void ordersTheFieldsOfADeathAsClientsHaveAlwaysSeenThem(WireClient wire) throws Exception {
        TestQueue late = TestQueue.shared(channel);
        publish(TestQueue.with(channel, DeadLetters.to(late)), "a", expiration(50));
        late.awaitReady(1);

        wire.open().openChannel(1).send(WireFrame.method(1, MethodId.BASIC_GET,
                WireBytes.of().shortInt(0).shortString(late.name()).octet(1)));
        wire.read().arguments(60, 71);
        String header = new String(wire.read().payload(), StandardCharsets.ISO_8859_1);
        String entry = header.substring(header.indexOf("x-death"));
        assertThat(Stream.of("original-expiration", "count", "reason", "queue", "time", "exchange", "routing-keys")
                .map(field -> entry.indexOf((char) field.length() + field))).doesNotContain(-1).isSorted();
        channel.queueDelete(late.name());
    }

    @Test
    void changesTheAddressAndNothingElse() throws Exception {
        BasicProperties properties = new BasicProperties.Builder().contentType("text/plain").contentEncoding("utf-8")
                .deliveryMode(2).priority(3).correlationId("c").replyTo("r").messageId("m").timestamp(new Date(1_000))
                .type("t").userId("guest").appId("app").headers(Map.of("mine", "yours")).build();
        publish(queue(), "a", properties);
        reject(lastQueue.get());

        Delivery letter = dead.delivery(0);
        assertThat(letter.getEnvelope().getExchange()).isEmpty();
        assertThat(letter.getEnvelope().getRoutingKey()).isEqualTo(grave.name());
        assertThat(DeadLetters.headers(letter)).containsEntry("mine", "yours");
        BasicProperties without = letter.getProperties().builder().headers(properties.getHeaders()).build();
        assertThat(without).isEqualTo(properties);
    }

    @Test
    @DiffersFromRabbitMq("marks it as redelivered")
    void bringsWhatNobodyHasHadFromTheNewQueue() throws Exception {
        reject(queue().publish("a").get());
        assertThat(dead.delivery(0).getEnvelope().isRedeliver()).isFalse();
    }

    @Test
    void takesTheExpirationOff() throws Exception {
        publish(queue(), "a", expiration(50));
        Delivery letter = dead.delivery(0);
        assertThat(letter.getProperties().getExpiration()).isNull();
        assertThat(onlyDeathOf(letter)).containsEntry("original-expiration", "50");
    }

    @Test
    void mentionsNoExpirationThatWasTheQueues() throws Exception {
        queue(Map.of("x-message-ttl", 50)).publish("a");
        assertThat(onlyDeathOf(dead.delivery(0))).doesNotContainKey("original-expiration");
    }

    @Test
    void takesTheExpirationOffWhateverTheReason() throws Exception {
        publish(queue(), "a", expiration(600_000));
        reject(lastQueue.get());
        Delivery letter = dead.delivery(0);
        assertThat(letter.getProperties().getExpiration()).isNull();
        assertThat(onlyDeathOf(letter)).containsEntry("original-expiration", "600000");
    }

    @Test
    void putsTheLatestDeathFirst() throws Exception {
        TestQueue second = queue();
        TestQueue first = TestQueue.with(channel, DeadLetters.to(second, Map.of("x-message-ttl", 50)));
        first.publish("a");
        reject(Drained.nextUnacked(channel, second.name()));

        Delivery letter = dead.delivery(0);
        assertThat(DeadLetters.history(letter))
                .containsExactly(second.name() + " rejected 1", first.name() + " expired 1");
        assertThat(DeadLetters.deaths(letter)).extracting(death -> death.get("routing-keys"))
                .containsExactly(List.of(second.name()), List.of(first.name()));
        assertThat(DeadLetters.headers(letter))
                .containsEntry("x-first-death-queue", first.name()).containsEntry("x-first-death-reason", EXPIRED)
                .containsEntry("x-last-death-queue", second.name()).containsEntry("x-last-death-reason", REJECTED);
    }

    @Test
    void countsRepeatedDeathsAndMovesThemToTheFront() throws Exception {
        TestQueue work = new TestQueue(channel, names.fresh());
        TestQueue pause = TestQueue.with(channel, DeadLetters.to(work, Map.of("x-message-ttl", 20)));
        declare(work, DeadLetters.to(pause));
        work.publish("a");
        for (int round = 0; round < 3; round++) reject(Drained.nextUnacked(channel, work.name()));

        GetResponse fourth = Drained.nextUnacked(channel, work.name());
        assertThat(DeadLetters.history(fourth)).containsExactly(pause.name() + " expired 3", work.name() + " rejected 3");
        assertThat(DeadLetters.headers(fourth.getProps())).containsEntry("x-first-death-queue", work.name())
                .containsEntry("x-first-death-reason", REJECTED).containsEntry("x-last-death-queue", pause.name());
    }

    @Test
    void keepsTheReasonsOfOneQueueApart() throws Exception {
        TestQueue work = new TestQueue(channel, names.fresh());
        TestQueue pause = TestQueue.with(channel, DeadLetters.to(work, Map.of("x-message-ttl", 20)));
        declare(work, Map.of("x-message-ttl", 100, DeadLetters.EXCHANGE, fanout(pause, grave)));
        Inbox inbox = work.consume();
        work.publish("a");
        inbox.awaitSize(1);
        channel.basicCancel(inbox.getConsumerTag());
        channel.basicReject(inbox.tag(0), false);
        assertThat(DeadLetters.history(dead.delivery(1))).containsExactly(
                work.name() + " expired 1", pause.name() + " expired 1", work.name() + " rejected 1");
    }

    @Test
    void startsAnewWhereAClientHasWrittenAHistory() throws Exception {
        Map<String, Object> madeUp = Map.of("count", 7L, "reason", REJECTED, "queue", "elsewhere",
                "exchange", "", "routing-keys", List.of("elsewhere"));
        BasicProperties properties = new BasicProperties.Builder().headers(Map.of("x-death", List.of(madeUp))).build();
        publish(queue(), "a", properties);
        reject(lastQueue.get());
        assertThat(DeadLetters.history(dead.delivery(0))).containsExactly(lastQueue.name() + " rejected 1");
    }

    // Where they go

    @Test
    void keepsTheRoutingKeyUnlessToldAnother() throws Exception {
        String exchange = fanout(grave);
        TestQueue queue = TestQueue.with(channel, Map.of(DeadLetters.EXCHANGE, exchange));
        channel.queueBind(queue.name(), "amq.direct", "old." + queue.name());
        Messages.publish(channel, "amq.direct", "old." + queue.name(), "a");
        reject(queue.get());
        assertThat(dead.delivery(0).getEnvelope().getExchange()).isEqualTo(exchange);
        assertThat(dead.delivery(0).getEnvelope().getRoutingKey()).isEqualTo("old." + queue.name());

        TestQueue renaming = TestQueue.with(channel, Map.of(DeadLetters.EXCHANGE, exchange, DeadLetters.ROUTING_KEY, "new"));
        reject(renaming.publish("b").get());
        assertThat(dead.delivery(1).getEnvelope().getRoutingKey()).isEqualTo("new");
    }

    @Test
    void followsCopiesUnlessToldAnotherKey() throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, BuiltinExchangeType.DIRECT);
        for (String key : new String[] {"visible", "blind"}) channel.queueBind(grave.name(), exchange, key);
        TestQueue visible = TestQueue.on(channel);
        channel.queueBind(visible.name(), exchange, "visible");
        TestQueue queue = TestQueue.with(channel, Map.of(DeadLetters.EXCHANGE, exchange));
        publish(queue, "a", new BasicProperties.Builder()
                .headers(Map.of("CC", List.of("visible"), "BCC", List.of("blind"))).build());
        reject(queue.get());

        Delivery letter = dead.delivery(0);
        assertThat(letter.getEnvelope().getRoutingKey()).isEqualTo(queue.name());
        assertThat(onlyDeathOf(letter)).containsEntry("routing-keys", List.of(queue.name(), "visible"));
        assertThat(DeadLetters.headers(letter)).containsEntry("CC", List.of("visible")).doesNotContainKey("BCC");
        visible.awaitReady(1);
    }

    @Test
    void makesNoCopiesWhenToldAnotherKey() throws Exception {
        TestQueue copied = TestQueue.on(channel);
        publish(queue(), "a", new BasicProperties.Builder().headers(Map.of("CC", List.of(copied.name()))).build());
        copied.awaitReady(1);
        reject(lastQueue.get());

        Delivery letter = dead.delivery(0);
        assertThat(onlyDeathOf(letter)).containsEntry("routing-keys", List.of(lastQueue.name(), copied.name()));
        assertThat(DeadLetters.headers(letter)).containsEntry("CC", List.of(copied.name()));
        assertThat(copied.ready()).isEqualTo(1);
    }

    @Test
    void reachesEveryQueueThatTheExchangeLeadsTo() throws Exception {
        TestQueue other = TestQueue.on(channel);
        String exchange = fanout(grave, other);
        reject(TestQueue.with(channel, Map.of(DeadLetters.EXCHANGE, exchange)).publish("a").get());
        dead.awaitSize(1);
        other.awaitReady(1);
    }

    @Test
    void takesTheAlternateExchangeOfTheDeadLetterExchange() throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, "direct", false, false, Map.of("alternate-exchange", fanout(grave)));
        reject(TestQueue.with(channel, Map.of(DeadLetters.EXCHANGE, exchange)).publish("a").get());
        expectDeath(REJECTED, "a");
    }

    @Test
    void losesMessagesWhileTheExchangeIsMissing() throws Exception {
        String exchange = names.fresh();
        TestQueue queue = TestQueue.with(channel, Map.of(DeadLetters.EXCHANGE, exchange));
        reject(queue.publish("too early").get());
        declareFanout(exchange, grave);
        reject(queue.publish("in time").get());
        expectDeath(REJECTED, "in time");
        channel.exchangeDelete(exchange);
        reject(queue.publish("too late").get());
        declareFanout(exchange, grave);
        reject(queue.publish("in time again").get());
        assertThat(dead.bodies(2)).containsExactly("in time", "in time again");
    }

    // Round and round

    @Test
    void dropsWhatWouldExpireForEver() throws Exception {
        TestQueue queue = new TestQueue(channel, names.fresh());
        String exchange = fanout(grave);
        declare(queue, Map.of("x-message-ttl", 50, DeadLetters.EXCHANGE, exchange));
        channel.queueBind(queue.name(), exchange, "");
        queue.publish("a");
        expectDeath(EXPIRED, "a");
        queue.publish("b"); // dies later than the other would die again
        expectDeath(EXPIRED, "a", "b");
    }

    @Test
    void dropsWhatWouldGoRoundSeveralQueuesForEver() throws Exception {
        TestQueue first = new TestQueue(channel, names.fresh());
        String exchange = fanout(grave);
        TestQueue second = TestQueue.with(channel, Map.of("x-message-ttl", 20, DeadLetters.EXCHANGE, exchange));
        declare(first, DeadLetters.to(second, Map.of("x-message-ttl", 20)));
        channel.queueBind(first.name(), exchange, "");

        first.publish("a");
        assertThat(DeadLetters.history(dead.delivery(0)))
                .containsExactly(second.name() + " expired 1", first.name() + " expired 1");
        first.publish("b");
        assertThat(dead.bodies(2)).containsExactly("a", "b");
    }

    @Test
    void letsWhatIsRejectedGoRoundForEver() throws Exception {
        TestQueue queue = queueThatFeedsItself(Map.of());
        queue.publish("a");
        for (int round = 0; round < 5; round++) reject(Drained.nextUnacked(channel, queue.name()));
        GetResponse last = Drained.nextUnacked(channel, queue.name());
        assertThat(DeadLetters.history(last))
                .containsExactly(queue.name() + " rejected 5");
    }

    /** Its dead letters go to the grave. */
    private TestQueue queue() throws IOException {
        return queue(Map.of());
    }

    private TestQueue queue(Map<String, Object> arguments) throws IOException {
        lastQueue = TestQueue.with(channel, DeadLetters.to(grave, arguments));
        return lastQueue;
    }

    private TestQueue queueThatFeedsItself(Map<String, Object> arguments) throws IOException {
        TestQueue queue = new TestQueue(channel, names.fresh());
        declare(queue, DeadLetters.to(queue, arguments));
        return queue;
    }

    private void declare(TestQueue queue, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(queue.name(), true, false, false, arguments);
    }

    private String fanout(TestQueue... targets) throws IOException {
        String exchange = names.fresh();
        declareFanout(exchange, targets);
        return exchange;
    }

    private void declareFanout(String exchange, TestQueue... targets) throws IOException {
        channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT);
        for (TestQueue target : targets) channel.queueBind(target.name(), exchange, "");
    }

    private void publish(TestQueue queue, String body, BasicProperties properties) throws IOException {
        channel.basicPublish("", queue.name(), properties, Messages.bytes(body));
    }

    private static BasicProperties expiration(int millis) {
        return new BasicProperties.Builder().expiration(String.valueOf(millis)).build();
    }

    private void reject(GetResponse message) throws IOException {
        channel.basicReject(message.getEnvelope().getDeliveryTag(), false);
    }

    private void expectDeath(String reason, String... bodies) {
        assertThat(dead.bodies(bodies.length)).containsExactly(bodies);
        assertThat(dead.deliveries()).extracting(letter -> onlyDeathOf(letter).get("reason")).containsOnly(reason);
    }

    private static Map<String, Object> onlyDeathOf(Delivery letter) {
        assertThat(DeadLetters.deaths(letter)).hasSize(1);
        return new HashMap<>(DeadLetters.deaths(letter).get(0));
    }
}
