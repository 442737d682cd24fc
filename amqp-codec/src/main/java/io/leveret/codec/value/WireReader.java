package io.leveret.codec.value;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.SYNTAX_ERROR;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.Octets;
import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the protocol's types from bytes that are not to be trusted: whatever does not fit is an {@link AmqpException}, and no
 * length is believed before as many bytes are there. Reads an array, because that is faster than asking a buffer byte by byte.
 */
public final class WireReader {
    private byte[] bytes;
    private int end;
    private int position;
    private int limit; // of the table or array being read; the end outside of them
    private int depth;

    public WireReader(byte[] bytes) {
        reset(bytes, bytes.length);
    }

    /** Copies so many bytes, leaving the buffer's index where it was. */
    static WireReader of(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.getBytes(in.readerIndex(), bytes);
        return new WireReader(bytes);
    }

    /** Starts anew, with the first {@code length} bytes of an array. */
    public void reset(byte[] bytes, int length) {
        this.bytes = bytes;
        this.end = length;
        this.limit = length;
        this.position = 0;
        this.depth = 0;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    public int unsignedByte() {
        return bytes[take(1)] & 0xff;
    }

    public int unsignedShort() {
        int at = take(2);
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    public long unsignedInt() {
        return signedInt() & 0xffff_ffffL;
    }

    public long longLong() {
        long high = signedInt();
        return high << 32 | unsignedInt();
    }

    /** Skips the bytes, returning where they begin in the array. */
    public int take(int length) {
        if (length > limit - position) throw undecodable();
        int at = position;
        position += length;
        return at;
    }

    public String shortString() {
        int length = unsignedByte();
        return WireString.decode(bytes, take(length), length);
    }

    public byte[] longString() {
        int length = length();
        int at = take(length);
        byte[] copy = new byte[length];
        System.arraycopy(bytes, at, copy, 0, length);
        return copy;
    }

    public String longText() {
        int length = length();
        return WireString.decode(bytes, take(length), length);
    }

    public FieldTable table() {
        int outerLimit = enter();
        FieldTable table = entries();
        leave(outerLimit);
        return table;
    }

    /** Names and values up to the limit. */
    FieldTable entries() {
        if (position == limit) return FieldTable.EMPTY;
        List<FieldTable.Entry> entries = new ArrayList<>();
        while (position < limit) entries.add(new FieldTable.Entry(shortString(), value()));
        return FieldTable.of(entries);
    }

    FieldValue value() {
        FieldType type = type();
        return switch (type) {
            case BOOL -> FieldValue.bool(unsignedByte() != 0);
            case BYTE -> new FieldValue(type, (long) (byte) unsignedByte());
            case UNSIGNED_BYTE -> new FieldValue(type, (long) unsignedByte());
            case SHORT -> new FieldValue(type, (long) (short) unsignedShort());
            case UNSIGNED_SHORT -> new FieldValue(type, (long) unsignedShort());
            case SIGNED_INT -> new FieldValue(type, (long) signedInt());
            case UNSIGNED_INT -> new FieldValue(type, unsignedInt());
            case LONG, OTHER_LONG, TIMESTAMP -> new FieldValue(type, longLong());
            case FLOAT -> new FieldValue(type, Float.intBitsToFloat(signedInt()));
            case DOUBLE -> new FieldValue(type, Double.longBitsToDouble(longLong()));
            case DECIMAL -> new FieldValue(type, new Decimal(unsignedByte(), unsignedInt()));
            case LONG_STRING -> new FieldValue(type, longText());
            case BINARY -> FieldValue.binary(longString());
            case ARRAY -> FieldValue.array(array());
            case TABLE -> FieldValue.table(table());
            case VOID -> FieldValue.nothing();
        };
    }

    void skipShortString() {
        take(unsignedByte());
    }

    /** Walks over a table without decoding it, seeing all that {@link #table} would stumble over. */
    void skipTable() {
        int outerLimit = enter();
        while (position < limit) {
            skipShortString();
            skipValue();
        }
        leave(outerLimit);
    }

    void skipValue() {
        FieldType type = type();
        if (type.size() >= 0) take(type.size());
        else if (type == FieldType.TABLE) skipTable();
        else if (type == FieldType.ARRAY) skipArray();
        else take(length());
    }

    /** Starts on a table or array, whose length comes first; returns the limit to go back to. */
    int enter() {
        int length = length();
        if (length > limit - position) throw undecodable();
        if (++depth > FieldTable.DEEPEST) {
            throw new AmqpException(SYNTAX_ERROR, "field table nested deeper than " + FieldTable.DEEPEST + " levels");
        }
        int outerLimit = limit;
        limit = position + length;
        return outerLimit;
    }

    void leave(int outerLimit) {
        limit = outerLimit;
        depth--;
    }

    public AmqpException undecodable() {
        return new AmqpException(FRAME_ERROR, "cannot decode " + Octets.list(bytes, 0, end));
    }

    private int signedInt() {
        int at = take(4);
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    /** A 32-bit length; one of more than 31 bits is longer than anything we hold. */
    private int length() {
        int length = signedInt();
        if (length < 0) throw undecodable();
        return length;
    }

    private FieldType type() {
        FieldType type = FieldType.of((byte) unsignedByte());
        if (type == null) throw undecodable();
        return type;
    }

    private List<FieldValue> array() {
        int outerLimit = enter();
        List<FieldValue> elements = new ArrayList<>();
        while (position < limit) elements.add(value());
        leave(outerLimit);
        return elements;
    }

    private void skipArray() {
        int outerLimit = enter();
        while (position < limit) skipValue();
        leave(outerLimit);
    }
}
