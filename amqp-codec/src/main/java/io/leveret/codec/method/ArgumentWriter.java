package io.leveret.codec.method;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.WireString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes the arguments of one method after another. Bits that stand together share octets, the lowest bit first. */
public final class ArgumentWriter {
    private final byte[] text = new byte[WireString.LONGEST_SHORT_STRING];

    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private int bits;
    private int bitCount;

    /** Writes a method, its ids first. */
    public void write(Method method, ByteBuf target) {
        out = target;
        bitCount = 0;
        out.writeShort(method.classId());
        out.writeShort(method.methodId());
        method.write(this);
        out = Unpooled.EMPTY_BUFFER; // the buffer is not ours to keep
    }

    ArgumentWriter bit(boolean bit) {
        if (bitCount == Byte.SIZE) bitCount = 0;
        if (bitCount == 0) {
            bits = 0;
            out.writeByte(0);
        }
        if (bit) bits |= 1 << bitCount;
        bitCount++;
        out.setByte(out.writerIndex() - 1, bits);
        return this;
    }

    ArgumentWriter octet(int value) {
        bitCount = 0;
        out.writeByte(value);
        return this;
    }

    ArgumentWriter shortInt(int value) {
        bitCount = 0;
        out.writeShort(value);
        return this;
    }

    ArgumentWriter zeroShort() {
        return shortInt(0);
    }

    ArgumentWriter longInt(long value) {
        bitCount = 0;
        out.writeInt((int) value);
        return this;
    }

    ArgumentWriter longLong(long value) {
        bitCount = 0;
        out.writeLong(value);
        return this;
    }

    ArgumentWriter shortString(String value) {
        bitCount = 0;
        int length = value.length() <= text.length / 3 ? WireString.encode(value, text) : encodeLong(value);
        out.writeByte(length);
        out.writeBytes(text, 0, length);
        return this;
    }

    ArgumentWriter longString(byte[] value) {
        bitCount = 0;
        out.writeInt(value.length);
        out.writeBytes(value);
        return this;
    }

    ArgumentWriter longText(String value) {
        return longString(WireString.encode(value));
    }

    ArgumentWriter table(FieldTable value) {
        bitCount = 0;
        value.write(out);
        return this;
    }

    /** A character takes three bytes at most, so only longer texts have to be measured. */
    private int encodeLong(String value) {
        int length = WireString.encodedLength(value);
        if (length > text.length) throw new IllegalArgumentException("short string of " + length + " bytes");
        return WireString.encode(value, text);
    }
}
