package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.User;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private final TestClient client = new TestClient();

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void opensAConnection() {
        assertThat(client.greet().received()).singleElement().isInstanceOf(ConnectionMethod.Start.class);
        assertThat(client.logIn("guest", "guest").received()).containsExactly(new ConnectionMethod.Tune(2047, 131_072, 60));
        assertThat(client.send(0, tuneOk(131_072), new ConnectionMethod.Open("/")).received())
                .containsExactly(new ConnectionMethod.OpenOk());
    }

    @Test
    void takesTheHandshakeByteByByte() {
        ByteBuf greeting = Unpooled.copiedBuffer(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
        while (greeting.isReadable()) client.sendBytes(greeting.readBytes(1));
        assertThat(client.received()).singleElement().isInstanceOf(ConnectionMethod.Start.class);
    }

    @Test
    void tellsWhoseBehaviourItFollowsInASmallFrame() {
        client.greet();
        ByteBuf start = client.receivedBytes();
        assertThat(start.readableBytes()).isLessThan(4096);
        start.release();
        FieldTable properties = ServerProperties.of(AmqpSettings.defaults().identity());
        assertThat(properties.find("product")).contains(FieldValue.longString("RabbitMQ"));
        assertThat(properties.find("version").orElseThrow().asText()).startsWith("4.3.");
        assertThat(properties.contains("leveret_version")).isTrue();
    }

    @Test
    void answersAnotherProtocolWithItsOwnHeader() {
        client.sendBytes(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
        ByteBuf answer = client.receivedBytes();
        assertThat(answer.toString(StandardCharsets.ISO_8859_1)).isEqualTo("AMQP\0\0\u0009\u0001");
        answer.release();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void refusesAWrongPasswordAfterAWhile() {
        client.greet().received();
        assertThat(client.logIn("guest", "nope").received()).isEmpty();
        assertThat(client.isRead()).isFalse();
        client.loop().advance(AmqpSettings.defaults().loginFailureDelay().toMillis());
        assertThat(client.received()).containsExactly(new ConnectionMethod.Close(403,
                "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
                        + "For details see the broker logfile.", 0, 0));
        client.send(0, new ConnectionMethod.CloseOk());
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void refusesAWrongPasswordInWordsHoweverLateItCame() {
        client.greet().received();
        client.loop().advance(AmqpSettings.defaults().handshakeTimeout().toMillis() - 1);
        client.logIn("guest", "nope");
        client.loop().advance(AmqpSettings.defaults().loginFailureDelay().toMillis());
        assertThat(client.received()).singleElement().isInstanceOf(ConnectionMethod.Close.class);
    }

    @Test
    void refusesLaterEachTime() {
        Broker broker = TestClient.broker();
        for (int i = 0; i < 10; i++) fail(broker, "guest");
        try (TestClient eleventh = new TestClient(broker)) {
            eleventh.greet().logIn("guest", "nope").received();
            eleventh.loop().advance(1_499);
            assertThat(eleventh.received()).isEmpty();
            eleventh.loop().advance(1);
            assertThat(eleventh.received()).singleElement().isInstanceOf(ConnectionMethod.Close.class);
        }
    }

    @Test
    void looksAtTheNextPasswordWhenARefusalIsOut() {
        Broker broker = TestClient.broker();
        List<TestClient> guessing = guessing(broker, 64);
        try (TestClient right = new TestClient(broker)) {
            right.greet().received();
            assertThat(right.logIn("guest", "guest").received()).isEmpty();
            assertThat(right.isRead()).isFalse();
            right.loop().advance(9_000);
            guessing.get(0).loop().advance(5_000);
            right.loop().runAll();
            assertThat(right.received()).singleElement().isInstanceOf(ConnectionMethod.Tune.class);
            assertThat(right.isRead()).isTrue();
        }
        guessing.forEach(TestClient::close);
    }

    @Test
    void looksAtNoPasswordForWhichTooManyStandInLine() {
        Broker broker = TestClient.broker();
        List<TestClient> guessing = guessing(broker, 96);
        try (TestClient right = new TestClient(broker)) {
            right.greet().received();
            assertThat(right.logIn("guest", "guest").received()).isEmpty();
            right.loop().advance(1_000);
            assertThat(right.received()).singleElement().isInstanceOf(ConnectionMethod.Close.class);
        }
        guessing.forEach(TestClient::close);
    }

    @Test
    void whoHangsUpStandsInNobodysWay() {
        Broker broker = TestClient.broker();
        List<TestClient> guessing = guessing(broker, 96);
        guessing.get(70).disconnect();
        try (TestClient right = new TestClient(broker)) {
            right.greet().logIn("guest", "guest").received();
            for (TestClient each : guessing.subList(0, 64)) each.loop().advance(5_000);
            right.loop().runAll();
            assertThat(right.received()).singleElement().isInstanceOf(ConnectionMethod.Tune.class);
        }
        guessing.forEach(TestClient::close);
    }

    private static List<TestClient> guessing(Broker broker, int count) {
        return IntStream.range(0, count).mapToObj(i -> new TestClient(broker).greet().logIn("guest", "nope")).toList();
    }

    @Test
    void refusesANameThatIsNotThereAsLateAsAPasswordThatTakesLongToLookAt() {
        Broker broker = TestClient.broker();
        broker.putUser(new User("alice", PasswordHash.of(HashAlgorithm.BCRYPT, "secret"), Set.of()));
        try (TestClient slow = new TestClient(broker)) {
            slow.greet().logIn("alice", "nope").received();
            slow.loop().advance(300); // as long as it takes by the client's clock
            await().until(() -> slow.loop().waitingTasks() > 0);
            slow.loop().runAll();
            slow.loop().advance(699);
            assertThat(slow.received()).isEmpty();
            slow.loop().advance(1);
            assertThat(slow.received()).singleElement().isInstanceOf(ConnectionMethod.Close.class);
        }
    }

    @Test
    void hangsUpOnWhoSaysTooMuchBeforeItIsKnown() {
        client.greet().received();
        client.logIn("guest", "nope");
        client.sendBytes(Unpooled.wrappedBuffer(new byte[16_000]));
        assertThat(client.isOpen()).isTrue();
        client.sendBytes(Unpooled.wrappedBuffer(new byte[1_000]));
        assertThat(client.isOpen()).isFalse();
    }

    private static void fail(Broker broker, String user) {
        try (TestClient client = new TestClient(broker)) {
            client.greet().logIn(user, "nope");
            client.loop().advance(5_000);
        }
    }

    @Test
    void hangsUpOnAWrongPasswordOfAClientThatKnowsNoAnswer() {
        client.greet().received();
        client.send(0, startOk(FieldTable.EMPTY, "PLAIN", "\0guest\0nope"));
        client.loop().advance(AmqpSettings.defaults().loginFailureDelay().toMillis());
        assertThat(client.received()).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void takesAmqPlain() {
        client.greet().received();
        String response = "\5LOGINS\0\0\0\5guest\10PASSWORDS\0\0\0\5guest";
        assertThat(client.send(0, startOk(TestClient.CAPABLE, "AMQPLAIN", response)).received())
                .singleElement().isInstanceOf(ConnectionMethod.Tune.class);
    }

    @Test
    void refusesMechanismsThatItDoesNotOffer() {
        client.greet().received();
        assertClosed(client.send(0, startOk(TestClient.CAPABLE, "ANONYMOUS", "")),
                503, "COMMAND_INVALID - unknown authentication mechanism 'ANONYMOUS'", 11);
    }

    @Test
    void refusesAMalformedResponse() {
        client.greet().received();
        assertClosed(client.send(0, startOk(TestClient.CAPABLE, "PLAIN", "guest\0guest\0guest")),
                502, "SYNTAX_ERROR - response of 17 bytes invalid", 11);
    }

    @Test
    void refusesAFrameMaxOutOfRange() {
        logIn();
        assertClosed(client.send(0, tuneOk(131_073)), 530, "NOT_ALLOWED - negotiated frame_max = 131073 is higher"
                + " than the maximum allowed value (131072)", 31);
    }

    @Test
    void refusesAFrameMaxBelowTheSpecifications() {
        logIn();
        assertClosed(client.send(0, tuneOk(4095)), 530, "NOT_ALLOWED - negotiated frame_max = 4095 is lower"
                + " than the minimum allowed value (4096)", 31);
    }

    @Test
    void refusesUnlimitedChannels() {
        logIn();
        assertClosed(client.send(0, new ConnectionMethod.TuneOk(0, 131_072, 60)), 530, "NOT_ALLOWED - negotiated"
                + " channel_max = 0 (no limit) is higher than the maximum allowed value (2047)", 31);
    }

    @Test
    void refusesAnUnknownVirtualHost() {
        logIn();
        assertClosed(client.send(0, tuneOk(131_072), new ConnectionMethod.Open("nowhere")),
                530, "NOT_ALLOWED - vhost nowhere not found", 40);
    }

    @Test
    void refusesMethodsOutOfOrder() {
        client.greet().received();
        assertClosed(client.send(0, new ConnectionMethod.Open("/")),
                504, "CHANNEL_ERROR - unexpected method in connection state starting", 40);
    }

    @Test
    void refusesChannelsBeforeTheConnectionIsOpen() {
        client.greet().received();
        assertThat(client.send(1, new ChannelMethod.Open()).received())
                .singleElement().isInstanceOf(ConnectionMethod.Close.class);
    }

    @Test
    void refusesLargeFramesBeforeTune() {
        client.greet().received();
        client.send(0, startOk(TestClient.CAPABLE, "PLAIN", "x".repeat(9_000)));
        assertThat(client.received()).singleElement().isInstanceOfSatisfying(ConnectionMethod.Close.class, close -> {
            assertThat(close.replyCode()).isEqualTo(501);
            assertThat(close.replyText()).contains("{frame_too_large,");
        });
    }

    @Test
    void hangsUpOnAClientThatDoesNotFinish() {
        client.greet().logIn("guest", "guest");
        client.loop().advance(9_999);
        assertThat(client.isOpen()).isTrue();
        client.loop().advance(1);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void answersACloseInTheMiddle() {
        client.greet().received();
        assertThat(client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0)).received())
                .containsExactly(new ConnectionMethod.CloseOk());
    }

    private void logIn() {
        client.greet().logIn("guest", "guest").received();
    }

    private static void assertClosed(TestClient client, int code, String text, int methodId) {
        assertThat(client.received()).containsExactly(new ConnectionMethod.Close(code, text, 10, methodId));
    }

    private static Method startOk(FieldTable properties, String mechanism, String response) {
        return new ConnectionMethod.StartOk(
                properties, mechanism, response.getBytes(StandardCharsets.ISO_8859_1), "en_US");
    }

    private static Method tuneOk(long frameMax) {
        return new ConnectionMethod.TuneOk(2047, frameMax, 60);
    }
}
