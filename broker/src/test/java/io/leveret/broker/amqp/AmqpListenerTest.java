package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmqpListenerTest {

    private final EventLoops loops = EventLoops.start(1);
    private final AmqpListener listener = new AmqpListener(TestClient.broker(), AmqpSettings.defaults(), loops, new Alarms());
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        address = listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Entrance.PLAIN);
    }

    @AfterEach
    void stop() {
        listener.close();
        loops.close();
    }

    @Test
    void tellsThatAnAddressIsTaken() {
        assertThatThrownBy(() -> listener.bind(address, Entrance.PLAIN)).isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(address.getPort()));
    }

    @Test
    void acceptsNobodyOnceClosed() {
        listener.close();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotWaitLongForClientsThatAnswerNothing() throws IOException {
        try (Socket stuck = connect()) {
            DataInputStream in = new DataInputStream(stuck.getInputStream());
            stuck.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            skipFrame(in);

            long start = System.nanoTime();
            listener.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
            skipFrame(in);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(listener.connectionCount()).isZero();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void skipFrame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        in.readUnsignedShort();
        in.readFully(new byte[in.readInt() + 1]);
    }
}
