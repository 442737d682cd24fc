package io.leveret.fuzz;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.InvalidBodyException;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Tables of fields, and the properties of messages, which have one; read, shown, written, and turned into JSON and back. */
public final class TableInput {

    private TableInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            use(FieldTable.readEntries(bytes));
        } catch (AmqpException refused) {
            // as it should be
        }
        try {
            BasicProperties properties = BasicProperties.read(Unpooled.wrappedBuffer(bytes), bytes.length);
            properties.toString();
            use(properties.headers());
            properties.withReplyTo("somebody").withoutExpiration().withoutHeaders().toString();
        } catch (AmqpException refused) {
            // as it should be
        }
    }

    private static void use(FieldTable table) {
        table.toString();
        ByteBuf written = Unpooled.buffer();
        table.write(written);
        FieldTable read = FieldTable.read(written);
        if (!read.equals(table)) throw new AssertionError(table + " was read back as " + read);
        try {
            AmqpJson.kept(AmqpJson.of(table));
        } catch (InvalidBodyException refused) {
            // JSON has no such numbers, and no such depth
        }
    }
}
