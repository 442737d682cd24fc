package io.leveret.persistence.catalog;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.codec.value.WireReader;
import io.leveret.codec.value.WireString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes fields in the protocol's own types, for {@link WireReader} to read. */
final class FieldWriter {

    private static final String VALUE = "value";

    private final ByteBuf out = Unpooled.buffer(64);

    FieldWriter kind(int number) {
        out.writeByte(number);
        return this;
    }

    FieldWriter text(String text) {
        byte[] bytes = WireString.encode(text);
        out.writeInt(bytes.length).writeBytes(bytes);
        return this;
    }

    FieldWriter number(long number) {
        out.writeLong(number);
        return this;
    }

    FieldWriter flag(boolean flag) {
        out.writeByte(flag ? 1 : 0);
        return this;
    }

    FieldWriter table(FieldTable table) {
        table.write(out);
        return this;
    }

    /** Of any type: as the one field of a table. */
    FieldWriter value(FieldValue value) {
        return table(FieldTable.EMPTY.with(VALUE, value));
    }

    /** What {@link #value(FieldValue)} has written. */
    static FieldValue value(WireReader in) {
        return in.table().find(VALUE).orElseThrow(() -> new IllegalArgumentException("a value is missing"));
    }

    byte[] bytes() {
        byte[] bytes = new byte[out.readableBytes()];
        out.getBytes(out.readerIndex(), bytes);
        return bytes;
    }
}
