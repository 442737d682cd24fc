package io.leveret.codec.method;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.WireReader;
import io.leveret.codec.value.WireString;
import io.netty.buffer.ByteBuf;

/** Reads the arguments of one method after another. Bits that stand together share octets, the lowest bit first. */
final class ArgumentReader {
    private static final int USUAL_LENGTH = 1024; // three short strings and some numbers

    private final ShortStringCache cache = new ShortStringCache();
    private final byte[] usual = new byte[USUAL_LENGTH];
    private final WireReader in = new WireReader(usual);

    private byte[] bytes = usual;
    private int bits;
    private int bitsLeft;

    /** Starts on the arguments that are the next bytes of the buffer, which have all arrived. */
    void start(ByteBuf buffer, int length) {
        bytes = length <= USUAL_LENGTH ? usual : new byte[length];
        buffer.readBytes(bytes, 0, length);
        in.reset(bytes, length);
        bitsLeft = 0;
    }

    /** Fails unless every byte was an argument. */
    void finish() {
        if (in.remaining() > 0) throw in.undecodable();
        bytes = usual;
        in.reset(usual, 0); // lets go of a long array
    }

    boolean bit() {
        if (bitsLeft == 0) {
            bits = in.unsignedByte();
            bitsLeft = Byte.SIZE;
        }
        boolean bit = (bits & 1) != 0;
        bits >>= 1;
        bitsLeft--;
        return bit;
    }

    int octet() {
        bitsLeft = 0;
        return in.unsignedByte();
    }

    int shortInt() {
        bitsLeft = 0;
        return in.unsignedShort();
    }

    void skipShort() {
        shortInt();
    }

    long longInt() {
        bitsLeft = 0;
        return in.unsignedInt();
    }

    long longLong() {
        bitsLeft = 0;
        return in.longLong();
    }

    String shortString() {
        String text = anyShortString();
        if (!WireString.isWellFormed(text)) throw new AmqpException(FRAME_ERROR, "Malformed UTF-8 in shortstr");
        return text;
    }

    /** Of methods with content, where bytes need not be text. */
    String anyShortString() {
        int length = octet();
        return cache.get(bytes, in.take(length), length);
    }

    void skipShortString() {
        shortString();
    }

    byte[] longString() {
        bitsLeft = 0;
        return in.longString();
    }

    String longText() {
        bitsLeft = 0;
        return in.longText();
    }

    FieldTable table() {
        bitsLeft = 0;
        return in.table();
    }
}
