package io.leveret.it;

import static io.leveret.it.MethodId.CONNECTION_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
class HandshakeIT {
    @Test
    void beginsWithVersion09AndTheMechanisms(WireClient wire) throws Exception {
        WireFrame start = wire.start();
        ByteBuffer arguments = start.arguments(10, 10);
        assertThat(arguments.get()).as("major version").isZero();
        assertThat(arguments.get()).as("minor version").isEqualTo((byte) 9);
        arguments.position(arguments.position() + 4 + arguments.getInt(arguments.position())); // server-properties
        assertThat(longString(arguments).split(" ")).contains("PLAIN", "AMQPLAIN");
        assertThat(longString(arguments)).isEqualTo("en_US");
    }

    /** The Go client refuses more before it has tuned. */
    @Test
    void startFitsIntoTheSmallestFrame(WireClient wire) throws Exception {
        assertThat(wire.start().toByteArray()).hasSizeLessThan(4096);
    }

    @Test
    void alsoUnderstandsTheHeaderOfVersion09(WireClient wire) throws Exception {
        wire.send((byte) 'A', (byte) 'M', (byte) 'Q', (byte) 'P', (byte) 1, (byte) 1, (byte) 0, (byte) 9)
                .read().arguments(10, 10);
    }

    @Test
    void answersALaterRevisionWithItsOwnHeader(WireClient wire) throws Exception {
        wire.send((byte) 'A', (byte) 'M', (byte) 'Q', (byte) 'P', (byte) 0, (byte) 0, (byte) 9, (byte) 2);
        assertThat(wire.readBytes(8)).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
        wire.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "414d515000010000", "414d515002010000", "414d515003010000", "414d515001010800", "485454502f312e31", // HTTP/1.1
        "474554202f204854" /* GET / HT */, "1603010200010001" /* TLS */})
    @DiffersFromRabbitMq("offers AMQP 3 1 0 0, its header of AMQP 1.0")
    void answersAForeignHeaderWithItsOwn(String hex, WireClient wire) throws Exception {
        wire.send(HexFormat.of().parseHex(hex));
        assertThat(wire.readBytes(8)).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
        wire.expectEnd();
    }

    @Test
    void survivesAClientThatLeavesWithoutAWord(BrokerAddress address, WireClient other) throws Exception {
        WireClient.connect(address).close();
        other.open();
    }

    @Test
    void opensWhenTuneOkAndOpenComeTogether(WireClient wire) throws Exception {
        wire.login();
        wire.tuneOk(WireClient.CHANNEL_MAX, WireClient.FRAME_MAX, 0).open("/");
        ByteBuffer arguments = wire.read().arguments(10, 41);
        assertThat(WireFrame.shortString(arguments)).as("known hosts").isEmpty();
    }

    @Test
    void takesChannelsRightAfterOpenWithoutWaiting(WireClient wire) throws Exception {
        wire.login().tuneOk(WireClient.CHANNEL_MAX, WireClient.FRAME_MAX, 0).open("/").send(WireFrame.channelOpen(1));
        wire.read().arguments(10, 41);
        wire.read().arguments(20, 11);
    }

    @Test
    void refusesAnUnknownVirtualHost(ConnectionFactory factory) {
        factory.setVirtualHost("it-nowhere");
        IOException error = catchThrowableOfType(IOException.class, factory::newConnection);
        Refusal.of((ShutdownSignalException) error.getCause())
                .is(530, "NOT_ALLOWED - vhost it-nowhere not found", CONNECTION_OPEN);
    }

    @Test
    void takesTheNameOfAVirtualHostLiterally(WireClient wire) throws Exception {
        wire.login().tuneOk(WireClient.CHANNEL_MAX, WireClient.FRAME_MAX, 0).open("%2F");
        wire.readRefusal().is(530, "NOT_ALLOWED - vhost %2F not found", CONNECTION_OPEN);
    }

    @Test
    @DiffersFromRabbitMq("answers 504, unexpected method in connection state opening")
    void closesBeforeOpenWhenAsked(WireClient wire) throws Exception {
        wire.login().tuneOk(WireClient.CHANNEL_MAX, WireClient.FRAME_MAX, 0).send(WireFrame.connectionClose());
        wire.read().arguments(10, 51);
    }

    @Test
    void hangsUpOnMethodsOutOfOrder(WireClient wire) throws Exception {
        wire.start();
        wire.open("/");
        wire.expectRefusalOrEnd();
    }

    @Test
    void hangsUpOnChannelsBeforeOpen(WireClient wire) throws Exception {
        wire.start();
        wire.send(WireFrame.channelOpen(1));
        wire.expectRefusalOrEnd();
    }

    @Test
    void hangsUpOnAStartOkOfAnIndecentSize(WireClient wire) throws Exception {
        wire.start();
        wire.startOk("PLAIN", new byte[200_000]);
        wire.expectRefusalOrEnd();
    }

    @Test
    void takesWhateverAClientSaysOfItself(BrokerAddress address, WireClient wire) throws Exception {
        wire.start();
        wire.startOk(WireBytes.of()
                .shortString("connection_name").octet('S').longString("it")
                .shortString("capabilities").octet('S').longString("not a table")
                .shortString("product").octet('I').longInt(7)
                .shortString("colours").octet('A').longString(WireBytes.of().octet('V').octet('t').octet(1).toByteArray())
                .shortString("").octet('V'), "PLAIN", WireClient.plain(address.user(), address.password()));
        wire.read().arguments(10, 30);
    }

    @Test
    void takesANewSecret(WireClient wire) throws Exception {
        wire.open();
        wire.send(WireFrame.method(0, 10, 70, WireBytes.of().longString("fresh secret").shortString("rotation")));
        wire.read().arguments(10, 71);
        wire.openChannel(1);
    }

    @Test
    void introducesItselfAsRabbitMq(Connection connection) {
        assertThat(connection.getServerProperties())
                .hasEntrySatisfying("product", product -> assertThat(product).hasToString("RabbitMQ"))
                .hasEntrySatisfying("version", version -> assertThat(version.toString()).startsWith("4.3."))
                .containsKeys("platform", "information", "copyright", "cluster_name");
    }

    @Test
    @DiffersFromRabbitMq("is nobody else")
    void saysWhoItReallyIs(Connection connection) {
        Map<String, Object> properties = connection.getServerProperties();
        assertThat(properties.get("platform").toString()).contains("Leveret");
        assertThat(properties.get("information").toString()).contains("Leveret");
        assertThat(properties.get("leveret_version").toString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "publisher_confirms", "exchange_exchange_bindings", "basic.nack", "consumer_cancel_notify", "connection.blocked",
        "consumer_priorities", "authentication_failure_close", "per_consumer_qos", "direct_reply_to"})
    void announcesEachCapability(String capability, Connection connection) {
        Object capabilities = connection.getServerProperties().get("capabilities");
        assertThat(((Map<?, ?>) capabilities).get(capability)).isEqualTo(true);
    }

    private static String longString(ByteBuffer in) {
        byte[] text = new byte[in.getInt()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
