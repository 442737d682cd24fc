package io.leveret.persistence.catalog;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.WireString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes fields in the protocol's own types, for {@link io.leveret.codec.value.WireReader} to read. */
final class FieldWriter {

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

    byte[] bytes() {
        byte[] bytes = new byte[out.readableBytes()];
        out.getBytes(out.readerIndex(), bytes);
        return bytes;
    }
}
