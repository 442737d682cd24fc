package io.leveret.broker;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * An address that nobody listens on yet. Reading what is stored may take a while, and whoever starts the broker wants to
 * know at once that a port is taken. Bound and not listening, a socket keeps others off the port, and lets the server have
 * it; until then clients are refused.
 */
final class ReservedPort implements AutoCloseable {

    private final Socket socket;
    private final InetSocketAddress address;

    private ReservedPort(Socket socket) {
        this.socket = socket;
        this.address = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Takes a port.
     *
     * @param port    0 takes a free one
     * @param purpose for the complaint
     * @throws StartupException when it is not to be had
     */
    static ReservedPort take(String host, int port, String purpose, Setting<?> setting) {
        InetSocketAddress wanted = new InetSocketAddress(host, port);
        if (wanted.isUnresolved()) throw new StartupException("cannot listen on " + host + ": unknown host", null);
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(wanted);
            return new ReservedPort(socket);
        } catch (IOException e) {
            close(socket);
            throw new StartupException("cannot listen on " + NetUtil.toSocketAddressString(wanted) + purpose + ": " + reason(e)
                    + " (" + setting.key() + ")", e);
        }
    }

    /** The real one, also when port 0 was asked for. */
    InetSocketAddress address() {
        return address;
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("address already in use")) return "address already in use";
        if (lower.contains("permission denied")) return "permission denied";
        if (lower.contains("assign requested address")) return "not an address of this machine";
        return text;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new StartupException("cannot close a socket: " + e.getMessage(), e);
        }
    }

    /** Once somebody listens, closing changes nothing for them. */
    @Override
    public void close() {
        close(socket);
    }
}
