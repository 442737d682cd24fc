package io.leveret.codec.value;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import java.nio.ByteBuffer;

/** The bytes of a single property, for the rare case that the broker sets one itself. */
final class PropertyBytes {
    private PropertyBytes() {}

    static byte[] octet(int value) {
        return new byte[] {(byte) value};
    }

    static byte[] timestamp(long seconds) {
        return ByteBuffer.allocate(8).putLong(seconds).array();
    }

    static byte[] shortString(String text) {
        byte[] encoded = WireString.encode(text);
        if (encoded.length > WireString.LONGEST_SHORT_STRING) {
            throw new IllegalArgumentException("short string of " + encoded.length + " bytes");
        }
        return ByteBuffer.allocate(1 + encoded.length).put((byte) encoded.length).put(encoded).array();
    }

    static byte[] table(FieldTable table) {
        ByteBuf buffer = Unpooled.buffer();
        try {
            table.write(buffer);
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }
}
