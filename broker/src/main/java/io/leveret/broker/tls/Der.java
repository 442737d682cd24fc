package io.leveret.broker.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** One value of ASN.1 in its distinguished encoding: as much of it as keys and names are made of. */
record Der(int tag, byte[] content) {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int LONG_LENGTH = 0x80;
    private static final byte PADDING = (byte) 0x80;
    private static final BigInteger FORTY = BigInteger.valueOf(40);

    /** @throws IllegalArgumentException when it is none */
    static Der read(byte[] encoded) {
        return read(ByteBuffer.wrap(encoded));
    }

    /** Takes one from the front. */
    static Der read(ByteBuffer in) {
        if (in.remaining() < 2) throw new IllegalArgumentException("cut off");
        int tag = in.get() & 0xff;
        int length = in.get() & 0xff;
        if (length >= LONG_LENGTH) length = longLength(in, length - LONG_LENGTH);
        if (length > in.remaining()) throw new IllegalArgumentException("cut off");
        byte[] content = new byte[length];
        in.get(content);
        return new Der(tag, content);
    }

    private static int longLength(ByteBuffer in, int bytes) {
        if (bytes < 1 || bytes > 3 || bytes > in.remaining()) throw new IllegalArgumentException("no length");
        int length = 0;
        for (int i = 0; i < bytes; i++) length = length << 8 | in.get() & 0xff;
        return length;
    }

    /** What follows within, from its beginning. */
    ByteBuffer parts() {
        return ByteBuffer.wrap(content);
    }

    static Der of(int tag, Der... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Der part : parts) all.writeBytes(part.encoded());
        return new Der(tag, all.toByteArray());
    }

    byte[] encoded() {
        byte[] length = BigInteger.valueOf(content.length).toByteArray(); // with a zero in front where it would be negative
        int skipped = length.length > 1 && length[0] == 0 ? 1 : 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= LONG_LENGTH) out.write(LONG_LENGTH | length.length - skipped);
        out.write(length, skipped, length.length - skipped);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /**
     * An object identifier with its dots. Its numbers may be of any length, and none is another's: a type that looked like that of
     * a common name would let somebody in under it.
     *
     * @throws IllegalArgumentException when a number is written longer than it need be, or cut off
     */
    String dotted() {
        StringBuilder text = new StringBuilder();
        BigInteger arc = BigInteger.ZERO;
        boolean isWithin = false;
        for (byte next : content) {
            if (!isWithin && next == PADDING) throw new IllegalArgumentException("an object identifier with padding");
            arc = arc.shiftLeft(7).or(BigInteger.valueOf(next & 0x7f));
            isWithin = next < 0;
            if (isWithin) continue;
            if (text.isEmpty()) {
                BigInteger first = arc.divide(FORTY).min(BigInteger.TWO);
                text.append(first).append('.').append(arc.subtract(first.multiply(FORTY)));
            } else {
                text.append('.').append(arc);
            }
            arc = BigInteger.ZERO;
        }
        if (isWithin) throw new IllegalArgumentException("cut off");
        return text.toString();
    }
}
