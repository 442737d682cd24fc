package io.leveret.broker.amqp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** Whose word on where a client is counts: proxies, by their addresses. */
public final class TrustedSources {

    /** Of a machine, and not its name, which somebody would have to be asked for. */
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private static final int BITS_OF_BYTE = 8;

    private final List<Network> networks;

    private TrustedSources(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads addresses and networks: {@code 10.0.0.7}, {@code 10.0.0.0/8}, {@code fd00::/8}.
     *
     * @throws IllegalArgumentException when one is neither
     */
    public static TrustedSources of(List<String> networks) {
        return new TrustedSources(networks.stream().map(Network::read).toList());
    }

    boolean contain(SocketAddress source) {
        return source instanceof InetSocketAddress inet && networks.stream().anyMatch(network -> network.contains(inet.getAddress().getAddress()));
    }

    /** @param bits from the front that count */
    private record Network(byte[] address, int bits) {

        static Network read(String text) {
            int slash = text.indexOf('/');
            byte[] address = address(slash < 0 ? text : text.substring(0, slash));
            int most = address.length * BITS_OF_BYTE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) throw new IllegalArgumentException(text + " has no such network");
            return new Network(address, bits);
        }

        private static byte[] address(String text) {
            try {
                if (ADDRESS.matcher(text).matches()) return InetAddress.getByName(text).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text + " is no address", e);
            }
            throw new IllegalArgumentException(text + " is no address");
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) return false;
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % BITS_OF_BYTE;
                if (((address[i / BITS_OF_BYTE] ^ other[i / BITS_OF_BYTE]) & mask) != 0) return false;
            }
            return true;
        }
    }
}
