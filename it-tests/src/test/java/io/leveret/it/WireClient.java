package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client that sends what no client library would. It answers nothing by itself; every wait ends after fifteen seconds. */
public final class WireClient implements AutoCloseable {
    static final int CHANNEL_MAX = 2047;
    static final int FRAME_MAX = 131_072;
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int PATIENCE_MILLIS = 30_000;

    private final BrokerAddress address;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private WireClient(BrokerAddress address, Socket socket) throws IOException {
        this.address = address;
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    static WireClient connect(BrokerAddress address) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLIS);
            return new WireClient(address, socket);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    WireClient send(WireFrame... frames) throws IOException {
        WireBytes together = WireBytes.of();
        for (WireFrame frame : frames) together.raw(frame.toByteArray());
        return send(together.toByteArray());
    }

    WireClient send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The next frame that is not a heartbeat. */
    WireFrame read() throws IOException {
        WireFrame frame = readAny();
        while (frame.type() == WireFrame.HEARTBEAT) frame = readAny();
        return frame;
    }

    WireFrame readAny() throws IOException {
        int type = in.readUnsignedByte();
        int channel = in.readUnsignedShort();
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        assertThat(in.readUnsignedByte()).as("end octet").isEqualTo(WireFrame.END);
        return new WireFrame(type, channel, payload);
    }

    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** The connection.close or channel.close that must come next. */
    Refusal readRefusal() throws IOException {
        return read().refusal();
    }

    /** Reads until the broker hangs up, politely or with a reset. Anything but heartbeats before is a failure. */
    void expectEnd() throws IOException {
        Optional<WireFrame> last = readUnlessEnded();
        assertThat(last).as("frame before the end of the stream").isEmpty();
    }

    /** The broker may or may not say why, but it hangs up. */
    void expectRefusalOrEnd() throws IOException {
        Optional<WireFrame> last = readUnlessEnded();
        if (last.isPresent()) last.get().arguments(10, 50);
    }

    private Optional<WireFrame> readUnlessEnded() throws IOException {
        try {
            return Optional.of(read());
        } catch (EOFException | SocketException ended) {
            return Optional.empty();
        }
    }

    /** Tells the broker that nothing more will come, but keeps reading. */
    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends the protocol header and gives back connection.start. */
    WireFrame start() throws IOException {
        return send(PROTOCOL_HEADER).read();
    }

    WireClient startOk(String mechanism, byte[] response) throws IOException {
        return startOk(WireBytes.of(), mechanism, response);
    }

    WireClient startOk(WireBytes clientProperties, String mechanism, byte[] response) throws IOException {
        return send(WireFrame.method(0, MethodId.CONNECTION_START_OK, WireBytes.of()
                .table(clientProperties).shortString(mechanism).longString(response).shortString("en_US")));
    }

    WireClient tuneOk(int channelMax, int frameMax, int heartbeat) throws IOException {
        return send(WireFrame.method(0, MethodId.CONNECTION_TUNE_OK,
                WireBytes.of().shortInt(channelMax).longInt(frameMax).shortInt(heartbeat)));
    }

    WireClient open(String virtualHost) throws IOException {
        return send(WireFrame.method(0, MethodId.CONNECTION_OPEN,
                WireBytes.of().shortString(virtualHost).shortString("").octet(0)));
    }

    /** Handshake up to and including connection.tune. */
    WireClient login() throws IOException {
        start();
        startOk("PLAIN", plain(address.user(), address.password()));
        read().arguments(10, 30);
        return this;
    }

    /** The whole handshake. */
    WireClient open() throws IOException {
        return open(CHANNEL_MAX, FRAME_MAX, 0);
    }

    WireClient open(int channelMax, int frameMax, int heartbeat) throws IOException {
        login().tuneOk(channelMax, frameMax, heartbeat).open("/");
        read().arguments(10, 41);
        return this;
    }

    WireClient openChannel(int number) throws IOException {
        send(WireFrame.channelOpen(number));
        WireFrame answer = read();
        answer.arguments(20, 11);
        assertThat(answer.channel()).isEqualTo(number);
        return this;
    }

    static byte[] plain(String user, String password) {
        return ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // it was to be gone anyway
        }
    }
}
