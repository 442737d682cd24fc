package io.leveret.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come through a proxy: here, the test writes the header that a proxy would. */
class ProxyProtocolIT {
    private static final String VERSION_1 = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 5672\r\n";

    /** Signature, version 2 and PROXY, TCP over IPv6, 36 bytes: addresses, ports. */
    private static final String VERSION_2 = "0d0a0d0a000d0a515549540a" + "2121" + "0024"
            + "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "dc04" + "1628";
    private static final String LOCAL = "0d0a0d0a000d0a515549540a" + "2000" + "0000";
    private static final byte[] AMQP = "AMQP\0\0\11\1".getBytes(ISO_8859_1);

    @Test
    void theClientIsWhereVersion1SaysItIs() throws Exception {
        try (Leveret broker = behindProxy().managementPort(0).start(); Connection connection = factory(broker, VERSION_1.getBytes(ISO_8859_1)).newConnection()) {
            JsonNode shown = Api.of(broker).get("/connections").json().get(0);
            assertThat(connection.isOpen()).isTrue();
            assertThat(shown.path("name").asText()).isEqualTo("192.0.2.7:56324 -> 198.51.100.1:5672");
            assertThat(shown.path("peer_host").asText()).isEqualTo("192.0.2.7");
            assertThat(shown.path("peer_port").asInt()).isEqualTo(56_324);
        }
    }

    @Test
    void theClientIsWhereVersion2SaysItIs() throws Exception {
        try (Leveret broker = behindProxy().managementPort(0).start(); Connection connection = factory(broker, HexFormat.of().parseHex(VERSION_2)).newConnection()) {
            JsonNode shown = Api.of(broker).get("/connections").json().get(0);
            assertThat(connection.isOpen()).isTrue();
            assertThat(shown.path("peer_host").asText()).isEqualTo("2001:db8::7");
            assertThat(shown.path("peer_port").asInt()).isEqualTo(56_324);
            assertThat(shown.path("port").asInt()).isEqualTo(5672);
        }
    }

    @Test
    void whoIsFarAwayOrAnywhereIsNotFromHere() throws Exception {
        try (Leveret broker = behindProxy().set("loopback-users", "guest").start()) {
            factory(broker, "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n".getBytes(ISO_8859_1)).newConnection().close();
            for (byte[] header : new byte[][] {VERSION_1.getBytes(ISO_8859_1), HexFormat.of().parseHex(LOCAL), "PROXY UNKNOWN\r\n".getBytes(ISO_8859_1)}) {
                ConnectionFactory factory = factory(broker, header);
                assertThatThrownBy(factory::newConnection).isInstanceOf(AuthenticationFailureException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP\0\0\11\1", "PROXY TCP4 nowhere 1.2.3.4 1 2\r\n", "PROXY \0\0\0\0\0\0\0\0\r\n",
        "\r\n\r\n\0\r\nQUIT\nxxxxxxxx", "\26\3\1\2\0\1\0\1"})
    void whatIsNoHeaderIsRefused(String bytes) throws Exception {
        assertThat(answer(bytes.getBytes(ISO_8859_1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1\r\n", "\rx", "PROXY TCP4 192.0.2.7 198.51.100.1 +1 5672\r\n",
        "PROXY UNKNOWN x0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n"})
    void whatCannotBecomeAHeaderIsRefusedAtOnce(String bytes) throws Exception {
        try (Leveret broker = behindProxy().set("amqp.handshake-timeout", "1 h").start(); Socket socket = socket(broker.amqpPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void tooLongAHeaderIsRefused() throws Exception {
        assertThat(answer(("PROXY TCP4 " + "1".repeat(200)).getBytes(ISO_8859_1))).isEmpty();
        assertThat(answer(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111" + "ffff"))).isEmpty();
    }

    @Test
    void whoSendsNoHeaderAtAllIsHungUpOn() throws Exception {
        try (Leveret broker = behindProxy().set("amqp.handshake-timeout", "50 ms").start(); Socket silent = socket(broker.amqpPort())) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void othersThanTheProxyAreRefused() throws Exception {
        try (Leveret broker = behindProxy().set("proxy-protocol-trusted-sources", "10.0.0.0/8, ::1").start()) {
            assertThatThrownBy(() -> factory(broker, VERSION_1.getBytes(ISO_8859_1)).newConnection()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void withoutTheSettingAHeaderIsNoAmqp() throws Exception {
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).start()) {
            assertThatThrownBy(() -> factory(broker, VERSION_1.getBytes(ISO_8859_1)).newConnection()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theHeaderComesBeforeTls(@TempDir Path directory) throws Exception {
        Pki pki = Pki.withServer(directory);
        try (Leveret broker = pki.amqps(behindProxy()).start();
             Socket socket = socket(broker.amqpsUri().orElseThrow().getPort())) {
            socket.getOutputStream().write(VERSION_1.getBytes(ISO_8859_1));
            try (Socket secured = pki.anonymous().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true)) {
                secured.getOutputStream().write(AMQP);
                assertThat(secured.getInputStream().read()).isEqualTo(1); // a method's frame
            }
        }
    }

    /** What could become a header yet is waited for no longer than that. */
    private static byte[] answer(byte[] bytes) throws IOException {
        try (Leveret broker = behindProxy().set("amqp.handshake-timeout", "200 ms").start(); Socket socket = socket(broker.amqpPort())) {
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            return in.readAllBytes();
        }
    }

    private static Leveret.Builder behindProxy() {
        return Leveret.builder().inMemory().amqpPort(0).set("loopback-users", "").set("proxy-protocol", "true");
    }

    private static Socket socket(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static ConnectionFactory factory(Leveret broker, byte[] header) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setSocketFactory(new ProxiedSockets(header));
        return factory;
    }

    /** Each begins with what a proxy would write. */
    private static final class ProxiedSockets extends SocketFactory {
        private final byte[] header;

        ProxiedSockets(byte[] header) {
            this.header = header;
        }

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress address, int timeout) throws IOException {
                    super.connect(address, timeout);
                    getOutputStream().write(header);
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
