package io.leveret.broker.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Looks at what a connection begins with, byte by byte, for whether that can still become a header of the PROXY protocol: Netty's decoder
 * waits for more before it says no, and is not strict about version 1.
 */
final class ProxyHeaderCheck {

    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    /** As the specification says, CR and LF included. */
    private static final int LONGEST_LINE = 107;

    private static final String PORT = "(0|[1-9]\\d{0,4})";
    private static final Pattern LINE = Pattern.compile("PROXY (TCP4|TCP6) [^ ]+ [^ ]+ " + PORT + " " + PORT + "\r\n|PROXY UNKNOWN( [^\r\n]*)?\r\n");

    private final StringBuilder line = new StringBuilder();
    private byte[] signature;
    private boolean isDone;

    /** @throws HAProxyProtocolException when this is no header */
    void look(ByteBuf in) {
        for (int i = in.readerIndex(); i < in.writerIndex() && !isDone; i++) look(in.getByte(i));
    }

    private void look(byte next) {
        if (signature == null) signature = next == VERSION_1[0] ? VERSION_1 : VERSION_2;
        int position = line.length();
        if (position < signature.length && next != signature[position]) throw new HAProxyProtocolException("there is none");
        line.append((char) (next & 0xff));
        if (signature == VERSION_2) isDone = line.length() == VERSION_2.length;
        else lookAtLine(next);
    }

    private void lookAtLine(byte next) {
        if (line.length() > LONGEST_LINE) throw new HAProxyProtocolException("its line is longer than " + LONGEST_LINE + " bytes");
        isDone = next == '\n';
        if (isDone && !LINE.matcher(line).matches()) throw new HAProxyProtocolException("it is malformed");
    }
}
