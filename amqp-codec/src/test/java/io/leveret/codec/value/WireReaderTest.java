package io.leveret.codec.value;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.SYNTAX_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leveret.codec.Allocations;
import io.leveret.codec.LeakDetection;
import io.leveret.codec.error.AmqpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class WireReaderTest {
    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    @Property(tries = 500)
    void readsTheTablesThatWereWritten(@ForAll("tables") FieldTable table) {
        try (LeakDetection leaks = new LeakDetection()) {
            ByteBuf buffer = leaks.buffer();
            table.write(buffer);
            byte[] bytes = ByteBufUtil.getBytes(buffer);
            assertThat(FieldTable.read(buffer)).isEqualTo(table).hasSameHashCodeAs(table);
            assertThat(buffer.isReadable()).isFalse();
            WireReader skipping = new WireReader(bytes);
            skipping.skipTable();
            assertThat(skipping.remaining()).isZero();
        }
    }

    @Provide
    Arbitrary<FieldTable> tables() {
        return Values.tables();
    }

    @Property(tries = 500)
    void skipsWhatItReadsAndStumblesOverTheSame(@ForAll("tables") FieldTable table, @ForAll Random random) {
        for (int i = 0; i < 20; i++) {
            byte[] bytes = mutated(table, random);
            AmqpException read = catchThrowableOfType(AmqpException.class, () -> new WireReader(bytes).table());
            AmqpException skipped = catchThrowableOfType(AmqpException.class, () -> new WireReader(bytes).skipTable());
            assertThat(String.valueOf(skipped)).isEqualTo(String.valueOf(read));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "t 01, BOOL, true", "t 02, BOOL, true", "t 00, BOOL, false", "b ff, BYTE, -1", "B ff, UNSIGNED_BYTE, 255",
        "s ff fe, SHORT, -2", "u ff fe, UNSIGNED_SHORT, 65534", "I ff ff ff ff, SIGNED_INT, -1",
        "i ff ff ff ff, UNSIGNED_INT, 4294967295", "l ff ff ff ff ff ff ff ff, LONG, -1",
        "L 80 00 00 00 00 00 00 00, OTHER_LONG, -9223372036854775808", "f 3f 80 00 00, FLOAT, 1.0",
        "d 3f f0 00 00 00 00 00 00, DOUBLE, 1.0", "D 02 ff ff ff ff, DECIMAL, 42949672.95", "S 00 00 00 02 68 69, LONG_STRING, hi",
        "A 00 00 00 03 74 01 56, ARRAY, '[true, null]'", "T 00 00 00 00 00 00 00 05, TIMESTAMP, 5",
        "F 00 00 00 03 01 61 56, TABLE, {a=null}", "V, VOID, null", "x 00 00 00 02 68 69, BINARY, hi"})
    void knowsEveryLetter(String typed, FieldType type, String text) {
        FieldValue value = new WireReader(value(typed)).value();
        assertThat(value.type()).isEqualTo(type);
        assertThat(value).hasToString(text);
        ByteBuf out = leaks.buffer();
        value.write(out);
        if (!typed.equals("t 02")) assertThat(ByteBufUtil.getBytes(out)).isEqualTo(value(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "00", "00 00 00", // no length
        "00 00 00 01", "ff ff ff ff 00", "7f ff ff ff 00", "80 00 00 00", // a length that lies
        "00 00 00 01 61", "00 00 00 02 01 61", "00 00 00 03 05 61 56", // name cut, type missing, name that lies
        "00 00 00 03 01 61 55", "00 00 00 03 01 61 ff", "00 00 00 03 01 61 00", // unknown letters
        "00 00 00 04 01 61 49 00", "00 00 00 0a 01 61 6c 00 00 00 00 00 00 00", // values cut by the table's end
        "00 00 00 04 01 61 49 00 00 00 00", // a value that runs over the table's end
        "00 00 00 08 01 61 53 00 00 00 05 62", "00 00 00 07 01 61 53 ff ff ff ff", "00 00 00 07 01 61 78 7f ff ff ff",
        "00 00 00 07 01 61 46 00 00 00 04", "00 00 00 07 01 61 41 ff ff ff fe", "00 00 00 08 01 61 41 00 00 00 01 49",
        "00 00 00 07 01 61 46 00 00 00 01 00"}) // a nested table that runs over its parent's end
    void refusesTablesThatLie(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        AmqpException read = catchThrowableOfType(AmqpException.class, () -> new WireReader(bytes).table());
        assertThat(read.code()).isEqualTo(FRAME_ERROR);
        assertThat(read.replyText()).startsWith("FRAME_ERROR - cannot decode <<");
        AmqpException skipped = catchThrowableOfType(AmqpException.class, () -> new WireReader(bytes).skipTable());
        assertThat(skipped).hasToString(read.toString());
        assertThat(catchThrowableOfType(AmqpException.class, () -> FieldTable.read(leaks.bytes(bytes))).code()).isEqualTo(FRAME_ERROR);
    }

    @Test
    void takesNoMemoryForWhatIsOnlyPromised() {
        for (String typed : List.of("S 7f ff ff ff", "x 7f ff ff ff", "F 7f ff ff ff", "A 7f ff ff ff")) {
            WireReader reader = new WireReader(value(typed));
            assertThat(Allocations.of(() -> catchThrowableOfType(AmqpException.class, reader::value))).isLessThan(100_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F", "A", "both"})
    void readsTablesNestedAsDeepAsAllowed(String kind) {
        byte[] bytes = nested(200, kind);
        WireReader reader = new WireReader(bytes);
        reader.skipTable();
        assertThat(reader.remaining()).isZero();
        FieldTable table = new WireReader(bytes).table();
        ByteBuf out = leaks.buffer();
        table.write(out);
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F", "A", "both"})
    void refusesTablesNestedDeeper(String kind) {
        for (int depth : new int[] {201, 10_000}) {
            byte[] bytes = nested(depth, kind);
            AmqpException read = catchThrowableOfType(AmqpException.class, () -> new WireReader(bytes).table());
            AmqpException skipped = catchThrowableOfType(AmqpException.class, () -> new WireReader(bytes).skipTable());
            assertThat(read).hasToString("SYNTAX_ERROR - field table nested deeper than 200 levels");
            assertThat(read.code()).isEqualTo(SYNTAX_ERROR);
            assertThat(skipped).hasToString(read.toString());
        }
    }

    @Test
    void forgetsTheDepthWhenATableEnds() {
        FieldTable.Builder wide = FieldTable.builder();
        for (int i = 0; i < 300; i++) wide.put("n" + i, FieldValue.array(FieldValue.table(FieldTable.EMPTY)));
        ByteBuf out = leaks.buffer();
        wide.build().write(out);
        assertThat(FieldTable.read(out)).isEqualTo(wide.build());
    }

    @Test
    void readsOnlyItsOwnTableOfABuffer() {
        ByteBuf buffer = leaks.hex("00 00 00 03 01 61 56 ff ff");
        assertThat(FieldTable.read(buffer)).hasToString("{a=null}");
        assertThat(buffer.readableBytes()).isEqualTo(2);
    }

    /** A table that holds a table or array that holds one … so many levels in all. */
    private static byte[] nested(int depth, String kind) {
        ByteBuf buffer = Unpooled.buffer();
        int[] lengthIndexes = new int[depth];
        boolean inTable = true;
        for (int level = 0; level < depth; level++) {
            boolean isTable = level == 0 || kind.equals("F") || kind.equals("both") && level % 2 == 0;
            if (level > 0) {
                if (inTable) buffer.writeByte(0); // an empty name
                buffer.writeByte(isTable ? 'F' : 'A');
            }
            lengthIndexes[level] = buffer.writerIndex();
            buffer.writeInt(0);
            inTable = isTable;
        }
        for (int index : lengthIndexes) buffer.setInt(index, buffer.writerIndex() - index - 4);
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.release();
        return bytes;
    }

    private static byte[] mutated(FieldTable table, Random random) {
        ByteBuf buffer = Unpooled.buffer();
        table.write(buffer);
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.release();
        for (int changes = random.nextInt(3); changes >= 0; changes--) bytes[random.nextInt(bytes.length)] ^= (byte) random.nextInt();
        return bytes;
    }

    /** A letter, then hex. */
    private static byte[] value(String typed) {
        return HexFormat.of().parseHex(HexFormat.of().toHexDigits((byte) typed.charAt(0)) + typed.substring(1).replace(" ", ""));
    }
}
