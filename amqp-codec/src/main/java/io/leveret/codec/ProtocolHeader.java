package io.leveret.codec;

import io.netty.buffer.ByteBuf;

/**
 * The eight bytes that open a connection.
 *
 * <pre>
 * +---+---+---+---+---+-------+-------+----------+
 * | A | M | Q | P | 0 | major | minor | revision |
 * +---+---+---+---+---+-------+-------+----------+
 * </pre>
 */
public enum ProtocolHeader {
    /** Ours; or 0-9, which many clients of 0-9-1 still announce. */
    AMQP_0_9_1("AMQP 0-9-1"),
    OTHER_AMQP("another version of AMQP"),
    HTTP("HTTP"),
    TLS("TLS"),
    UNKNOWN("an unknown protocol");

    public static final int LENGTH = 8;

    private static final long VERSION_0_9_1 = 0x414d5150_00000901L;
    private static final long VERSION_0_9 = 0x414d5150_01010009L;
    private static final int AMQP = 0x414d5150;
    private static final int GET = 0x47455420;
    private static final int TLS_HANDSHAKE = 0x1603;

    private final String description;

    ProtocolHeader(String description) {
        this.description = description;
    }

    /** In words for the log. */
    public String description() {
        return description;
    }

    /** Reads the next eight bytes, which must be there. */
    public static ProtocolHeader read(ByteBuf in) {
        long header = in.readLong();
        if (header == VERSION_0_9_1 || header == VERSION_0_9) return AMQP_0_9_1;
        int name = (int) (header >>> 32);
        if (name == AMQP) return OTHER_AMQP;
        if (name == GET) return HTTP;
        return header >>> 48 == TLS_HANDSHAKE ? TLS : UNKNOWN;
    }

    /** Writes the header of the version we speak: the answer to any other. */
    public static void write(ByteBuf out) {
        out.writeLong(VERSION_0_9_1);
    }
}
