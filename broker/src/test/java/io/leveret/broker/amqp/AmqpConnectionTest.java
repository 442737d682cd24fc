package io.leveret.broker.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.method.TxMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmqpConnectionTest {

    private final Broker broker = TestClient.broker();
    private final VirtualHost virtualHost = broker.virtualHost("/");
    private final ManualLoop elsewhere = ManualLoop.elsewhere();
    private final TestClient client = new TestClient(broker).open().openChannel(1);
    private final TestClient other = new TestClient(broker).open().openChannel(1);

    @AfterEach
    void hangUp() {
        client.close();
        other.close();
    }

    @Test
    void closesTheChannelOnASoftError() {
        client.send(1, passive("missing"));
        assertThat(client.received()).containsExactly(
                new ChannelMethod.Close(404, "NOT_FOUND - no queue 'missing' in vhost '/'", 50, 10));
    }

    @Test
    void answersACloseWhenAllItsQueuesAreGone() {
        for (int i = 0; i < 300; i++) client.send(1, new QueueMethod.Declare("q" + i, false, false, true, false, false, FieldTable.EMPTY));
        client.received();
        client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
        client.loop().runNextTimer();
        assertThat(client.received()).isEmpty();
        assertThat(broker.clients()).hasSize(2);
        client.loop().runNextTimer();
        assertThat(client.received()).containsExactly(new ConnectionMethod.CloseOk());
        assertThat(broker.clients()).hasSize(1);
        other.send(1, passive("q299"));
        assertThat(other.received()).singleElement().isInstanceOf(ChannelMethod.Close.class);
    }

    @Test
    void deletesAllQueuesOfWhoHangsUpMeanwhile() {
        for (int i = 0; i < 300; i++) client.send(1, new QueueMethod.Declare("q" + i, false, false, true, false, false, FieldTable.EMPTY));
        client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
        client.disconnect();
        client.loop().advance(0);
        assertThat(virtualHost.queues()).isEmpty();
        assertThat(broker.clients()).hasSize(1);
    }

    @Test
    void keepsTheClientInformedWhileItsQueuesGo() {
        for (int i = 0; i < 1000; i++) client.send(1, new QueueMethod.Declare("q" + i, false, false, true, false, false, FieldTable.EMPTY));
        client.received();
        client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
        for (int halfInterval = 0; halfInterval < 2; halfInterval++) {
            client.loop().passSilently(30_000);
            for (int i = 0; i < 3; i++) client.loop().runNextTimer();
        }
        assertThat(client.received()).isEmpty();
        assertThat(client.heartbeats()).isEqualTo(1);
        client.loop().advance(0);
        assertThat(client.received()).containsExactly(new ConnectionMethod.CloseOk());
        client.loop().advance(30_000);
        assertThat(client.heartbeats()).isEqualTo(1);
    }

    @Test
    void answersACloseWhenItsUnusedQueuesAreGone() {
        for (int i = 0; i < 300; i++) {
            client.send(1, new QueueMethod.Declare("q" + i, false, false, false, true, false, FieldTable.EMPTY),
                    new BasicMethod.Consume("q" + i, "c" + i, false, true, false, false, FieldTable.EMPTY));
        }
        client.received();
        client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
        assertThat(client.received()).isEmpty();
        assertThat(virtualHost.queues()).hasSize(172);
        client.loop().advance(0);
        assertThat(client.received()).containsExactly(new ConnectionMethod.CloseOk());
        assertThat(virtualHost.queues()).isEmpty();
    }

    @Test
    void ignoresAChannelThatItHasClosedUntilTheClientKnows() {
        client.send(1, passive("missing")).received();
        client.send(1, passive("missing"), new BasicMethod.Qos(0, 1, false));
        client.publish(1, "anywhere", BasicProperties.EMPTY, "swallowed");
        assertThat(client.received()).isEmpty();
        client.send(1, new ChannelMethod.Close(200, "", 0, 0));
        assertThat(client.received()).containsExactly(new ChannelMethod.CloseOk());
        client.send(1, new ChannelMethod.CloseOk());
        client.send(1, new ChannelMethod.Open());
        assertThat(client.received()).containsExactly(new ChannelMethod.OpenOk());
    }

    @Test
    void leavesOtherChannelsAloneOnASoftError() {
        client.openChannel(2).send(1, passive("missing")).received();
        assertThat(client.send(2, new BasicMethod.Qos(0, 1, false)).received()).containsExactly(new BasicMethod.QosOk());
    }

    @Test
    void closesTheConnectionOnAHardError() {
        client.send(1, new BasicMethod.Qos(1, 1, false));
        assertThat(client.received()).containsExactly(
                new ConnectionMethod.Close(540, "NOT_IMPLEMENTED - prefetch_size!=0 (1)", 60, 10));
        client.send(1, passive("missing"));
        client.send(3, new ChannelMethod.Open());
        assertThat(client.received()).isEmpty();
        client.send(0, new ConnectionMethod.CloseOk());
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void answersACloseThatCrossesItsOwn() {
        client.send(1, new BasicMethod.Qos(1, 1, false)).received();
        client.send(0, new ConnectionMethod.Close(200, "", 0, 0));
        assertThat(client.received()).containsExactly(new ConnectionMethod.CloseOk());
        assertThat(client.isOpen()).isTrue();
        client.send(0, new ConnectionMethod.CloseOk());
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void answersOneCloseHoweverManyCome() {
        client.send(1, new BasicMethod.Qos(1, 1, false)).received();
        for (int i = 0; i < 3; i++) client.send(0, new ConnectionMethod.Close(200, "", 0, 0));
        assertThat(client.received()).containsExactly(new ConnectionMethod.CloseOk());
    }

    @Test
    void hangsUpOnAClientThatGoesOnSendingAfterTheClose() {
        client.send(1, new BasicMethod.Qos(1, 1, false)).received();
        assertHangsUpOnAFlood();
    }

    @Test
    void hangsUpOnAClientThatGoesOnSendingAfterItsOwnClose() {
        client.send(0, new ConnectionMethod.Close(200, "", 0, 0)).received();
        assertHangsUpOnAFlood();
    }

    private void assertHangsUpOnAFlood() {
        int chunk = 1 << 20;
        for (int sent = 0; sent < ConnectionPhase.MOST_AFTER_CLOSE_BYTES; sent += chunk) {
            client.sendBytes(Unpooled.wrappedBuffer(new byte[chunk]));
            assertThat(client.isOpen()).isTrue();
        }
        client.sendBytes(Unpooled.wrappedBuffer(new byte[chunk]));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void sendsNoHeartbeatsToAClientThatDoesNotRead() {
        declare("q");
        client.send(1, consume("q", true)).received();
        client.socket().stopReading();
        other.publish(1, "q", BasicProperties.EMPTY, "x".repeat(1_000_000));
        client.loop().advance(110_000);
        client.readAgain();
        assertThat(client.heartbeats()).isZero();
    }

    @Test
    void doesNotWaitForeverForAnAnswerToItsClose() {
        client.send(1, new BasicMethod.Qos(1, 1, false)).received();
        client.loop().advance(29_999);
        assertThat(client.isOpen()).isTrue();
        client.loop().advance(1);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void hangsUpOnBytesThatAreNoFrames() {
        client.sendBytes(Unpooled.copiedBuffer(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9}));
        assertThat(client.received()).singleElement().isInstanceOfSatisfying(ConnectionMethod.Close.class,
                close -> assertThat(close.replyCode()).isEqualTo(501));
        client.sendBytes(Unpooled.wrappedBuffer(new byte[100_000]));
        assertThat(client.received()).isEmpty();
    }

    @Test
    void givesBackWhatAChannelHeldWhenItEnds() {
        declare("q");
        publish("q", 2);
        client.send(1, new BasicMethod.Get("q", false), new ChannelMethod.Close(200, "", 0, 0)).received();
        assertThat(get("q", true).redelivered()).isTrue();
        assertThat(get("q", true).redelivered()).isFalse();
    }

    @Test
    void givesBackWhatAClientHeldWhenItVanishes() {
        declare("q");
        publish("q", 1);
        client.send(1, new BasicMethod.Get("q", false)).received();
        client.disconnect();
        assertThat(get("q", true).redelivered()).isTrue();
    }

    @Test
    void deletesExclusiveQueuesBeforeItSaysGoodbye() {
        client.send(1, new QueueMethod.Declare("mine", false, false, true, false, false, FieldTable.EMPTY)).received();
        client.send(0, new ConnectionMethod.Close(200, "", 0, 0));
        assertThatThrownBy(() -> virtualHost.queue("mine", other.connection())).isInstanceOf(AmqpException.class);
    }

    @Test
    void tellsWhyItCloses() {
        client.connection().close("because");
        client.loop().runAll();
        assertThat(client.received()).containsExactly(
                new ConnectionMethod.Close(320, "CONNECTION_FORCED - because", 0, 0));
    }

    @Test
    void keepsRepliesInOrderWhileAQueueElsewhereTakesItsTime() {
        declareElsewhere("far");
        client.send(1, passive("far"), new BasicMethod.Qos(0, 1, false), new ConfirmMethod.Select(false));
        assertThat(client.received()).isEmpty();
        assertThat(client.isRead()).isFalse();
        turn();
        assertThat(client.received()).containsExactly(
                new QueueMethod.DeclareOk("far", 0, 0), new BasicMethod.QosOk(), new ConfirmMethod.SelectOk());
        assertThat(client.isRead()).isTrue();
    }

    @Test
    void readsOnForOtherChannelsWhileOneWaits() {
        declareElsewhere("far");
        client.openChannel(2).send(1, passive("far"));
        assertThat(client.send(2, new BasicMethod.Qos(0, 1, false)).received()).containsExactly(new BasicMethod.QosOk());
    }

    @Test
    void givesBackAMessageThatComesTooLate() {
        declareElsewhere("far");
        other.publish(1, "far", BasicProperties.EMPTY, "m");
        turn();
        client.send(1, new BasicMethod.Get("far", false));
        client.disconnect();
        turn();
        other.send(1, new BasicMethod.Get("far", true));
        turn();
        assertThat(other.received()).singleElement().isInstanceOfSatisfying(BasicMethod.GetOk.class,
                got -> assertThat(got.redelivered()).isTrue());
    }

    @Test
    void endsAConsumerThatStartsTooLate() {
        declareElsewhere("far");
        client.send(1, consume("far", false));
        client.disconnect();
        turn();
        other.publish(1, "far", BasicProperties.EMPTY, "m");
        turn();
        assertThat(declareElsewhereAgain("far").messageCount()).isEqualTo(1);
    }

    @Test
    void readsNoMoreForAQueueThatIsBehind() {
        declareElsewhere("far");
        int bursts = 0;
        while (client.isRead() && bursts < 1_000) {
            client.publish(1, "far", BasicProperties.EMPTY, "m");
            bursts++;
        }
        assertThat(client.isRead()).isFalse();
        turn();
        assertThat(client.isRead()).isTrue();
        assertThat(declareElsewhereAgain("far").messageCount()).isEqualTo(bursts);
    }

    @Test
    void confirmsABurstWithOneAckAndReturnsBeforeIt() {
        declare("q");
        client.send(1, new ConfirmMethod.Select(false)).received();
        client.publish(1, "q", BasicProperties.EMPTY, "m").publish(1, "nowhere", BasicProperties.EMPTY, "m");
        assertThat(client.received()).containsExactly(new BasicMethod.Ack(1, false),
                new BasicMethod.Return(312, "NO_ROUTE", "", "nowhere"), new BasicMethod.Ack(2, false));
    }

    @Test
    void deliversNoMoreThanTheSocketTakes() {
        declare("q");
        client.send(1, consume("q", true)).received();
        client.socket().stopReading();
        String body = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) other.publish(1, "q", BasicProperties.EMPTY, body);
        client.loop().runAll();
        assertThat(declareElsewhereAgain("q").messageCount()).isGreaterThan(50);
        client.readAgain();
        for (int i = 0; i < 20; i++) turn();
        assertThat(client.received()).hasSize(100).allMatch(BasicMethod.Deliver.class::isInstance);
        assertThat(client.isRead()).isTrue();
    }

    @Test
    void letsEveryConsumerWriteWhenTheSocketHasRoomAgain() {
        declare("busy");
        declare("calm");
        client.send(1, consume("busy", true)).openChannel(2).send(2, consume("calm", true)).received();
        client.socket().stopReading();
        String body = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) other.publish(1, "busy", BasicProperties.EMPTY, body);
        for (int i = 0; i < 3; i++) other.publish(1, "calm", BasicProperties.EMPTY, body);
        turn();
        client.received();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            client.socket().readOnce();
            turn();
            client.received().forEach(method -> keys.add(((BasicMethod.Deliver) method).routingKey()));
        }
        assertThat(keys).contains("busy", "calm");
    }

    @Test
    void readsOnWhenAChannelEndsThatStillWaitsForAnAnswer() {
        TestClient client = new TestClient(broker).greet();
        client.send(0, new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", "\0guest\0guest".getBytes(UTF_8), "en_US"),
                new ConnectionMethod.TuneOk(2047, 131_072, 60), new ConnectionMethod.Open("/")).openChannel(1);
        declareElsewhere("far");
        FieldTable impatient = FieldTable.EMPTY.with("x-consumer-timeout", FieldValue.longInt(1_000));
        client.send(1, new BasicMethod.Consume("far", "tag", false, false, false, false, impatient));
        elsewhere.runAll();
        client.loop().runAll();
        other.publish(1, "far", BasicProperties.EMPTY, "m");
        elsewhere.runAll();
        client.loop().runAll();
        client.received();
        client.loop().fromElsewhere(() -> elsewhere.advance(2_000));
        client.send(1, passive("far"), new BasicMethod.Qos(0, 1, false));
        assertThat(client.isRead()).isFalse();
        assertThat(client.received()).singleElement().isInstanceOfSatisfying(ChannelMethod.Close.class,
                close -> assertThat(close.replyCode()).isEqualTo(406));
        elsewhere.runAll();
        client.loop().runAll();
        assertThat(client.isRead()).isTrue();
        assertThat(client.send(1, new ChannelMethod.CloseOk(), new ChannelMethod.Open()).received())
                .containsExactly(new ChannelMethod.OpenOk());
        client.close();
    }

    @Test
    void doesNotHandFromChannelToChannelWhatAnEndingConnectionHeld() {
        FieldTable limited = FieldTable.EMPTY.with("x-delivery-limit", FieldValue.longInt(1));
        other.send(1, new QueueMethod.Declare("q", false, false, false, false, false, limited)).received();
        for (int number = 1; number <= 5; number++) {
            if (number > 1) client.openChannel(number);
            client.send(number, consume("q", false)).received();
        }
        publish("q", 1);
        client.send(0, new ConnectionMethod.Close(200, "", 0, 0));
        assertThat(get("q", true).redelivered()).isTrue();
    }

    @Test
    void refusesPropertiesThatCouldNotBeDelivered() {
        declare("q");
        client.publish(1, "q", propertiesOfFrame(131_072), "fits");
        assertThat(client.received()).isEmpty();
        client.publish(1, "q", propertiesOfFrame(131_073), "does not");
        assertThat(client.received()).containsExactly(new ChannelMethod.Close(311,
                "CONTENT_TOO_LARGE - content header takes a frame of 131073 bytes, negotiated are 131072", 60, 40));
        assertThat(get("q", true).messageCount()).isZero();
    }

    @Test
    void deliversPropertiesThatAreLargerThanTheConsumersFrames() {
        TestClient small = new TestClient(broker).greet().logIn("guest", "guest");
        small.send(0, new ConnectionMethod.TuneOk(2047, 4096, 60), new ConnectionMethod.Open("/")).openChannel(1);
        declare("q");
        client.publish(1, "q", propertiesOfFrame(131_072), "m");
        assertThat(small.send(1, new BasicMethod.Get("q", true)).received())
                .singleElement().isInstanceOf(BasicMethod.GetOk.class);
        small.close();
    }

    @Test
    void givesBackWhatWaitsWhenAConsumersLastDeliveriesFail() {
        declare("q");
        client.send(1, consume("q", false)).received();
        client.socket().stopReading();
        String body = "x".repeat(100_000);
        for (int i = 0; i < 5; i++) other.publish(1, "q", BasicProperties.EMPTY, body);
        publishWhatCannotBeWritten("q");
        other.publish(1, "q", BasicProperties.EMPTY, "last");
        turn();
        assertThat(declareElsewhereAgain("q").messageCount()).isZero();
        client.send(1, new BasicMethod.Cancel("tag", false));
        turn();
        assertThat(declareElsewhereAgain("q").messageCount()).isEqualTo(7);
    }

    @Test
    void endsOverADeliveryNotBeforeTheQueuesTurnIsOver() {
        declare("q");
        client.send(1, consume("q", false)).received();
        publishWhatCannotBeWritten("q");
        publishWhatCannotBeWritten("q");
        assertThat(other.send(1, passive("q")).received()).containsExactly(new QueueMethod.DeclareOk("q", 0, 1));
        client.loop().runAll();
        assertThat(client.received()).singleElement().isInstanceOf(ConnectionMethod.Close.class);
        assertThat(declareElsewhereAgain("q").messageCount()).isEqualTo(2);
    }

    @Test
    void rollsBackATransactionWithItsChannel() {
        declare("q");
        publish("q", 1);
        client.send(1, new TxMethod.Select(), new BasicMethod.Get("q", false), new BasicMethod.Ack(1, false));
        client.publish(1, "q", BasicProperties.EMPTY, "never");
        client.send(1, new ChannelMethod.Close(200, "", 0, 0)).received();
        BasicMethod.GetOk got = get("q", true);
        assertThat(got.redelivered()).isTrue();
        assertThat(got.messageCount()).isZero();
    }

    /** Properties whose frame has this length. */
    private static BasicProperties propertiesOfFrame(int bytes) {
        int around = 8 + 12 + 2 + 4 + 2 + 5; // frame, header, flags, table, name, length of the value
        return BasicProperties.builder()
                .headers(FieldTable.EMPTY.with("h", FieldValue.longString("x".repeat(bytes - around)))).build();
    }

    /** Inside the broker, and only there, a routing key may be of any length. */
    private void publishWhatCannotBeWritten(String queue) {
        Outbox outbox = new Outbox(busy -> { });
        Message message = new Message("", "x".repeat(256), BasicProperties.EMPTY, Body.EMPTY);
        outbox.publish(virtualHost.queue(queue, other.connection()), message, Confirmations.NONE, 0);
        outbox.flush();
    }

    private void declare(String queue) {
        other.send(1, new QueueMethod.Declare(queue, false, false, false, false, false, FieldTable.EMPTY)).received();
    }

    private void declareElsewhere(String queue) {
        virtualHost.declareQueue(new QueueDeclaration(queue, false, false, false, FieldTable.EMPTY),
                other.connection(), elsewhere);
    }

    private QueueMethod.DeclareOk declareElsewhereAgain(String queue) {
        other.received();
        other.send(1, passive(queue));
        turn();
        List<Method> answers = other.received();
        return (QueueMethod.DeclareOk) answers.get(answers.size() - 1);
    }

    private void publish(String queue, int messages) {
        for (int i = 0; i < messages; i++) other.publish(1, queue, BasicProperties.EMPTY, "m" + i);
        other.received();
    }

    private BasicMethod.GetOk get(String queue, boolean noAck) {
        return (BasicMethod.GetOk) other.send(1, new BasicMethod.Get(queue, noAck)).received().get(0);
    }

    /** Everybody works off what was left for them. */
    private void turn() {
        for (int i = 0; i < 5; i++) {
            elsewhere.runAll();
            client.loop().runAll();
            other.loop().runAll();
        }
    }

    private static Method passive(String queue) {
        return new QueueMethod.Declare(queue, true, false, false, false, false, FieldTable.EMPTY);
    }

    private static Method consume(String queue, boolean noAck) {
        return new BasicMethod.Consume(queue, "tag", false, noAck, false, false, FieldTable.EMPTY);
    }
}
