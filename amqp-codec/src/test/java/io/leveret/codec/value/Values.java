package io.leveret.codec.value;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import java.util.List;

/** Any value that the wire can carry. */
public final class Values {
    private static final int DEPTH = 3;

    private Values() {}

    /** Text and bytes that are none, as they come out of a short string. */
    public static Arbitrary<String> anyShortStrings() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(255).map(bytes -> WireString.decode(bytes, 0, bytes.length));
    }

    public static Arbitrary<String> shortStrings() {
        Arbitrary<String> ascii = Arbitraries.strings().ascii().ofMaxLength(255);
        Arbitrary<String> unicode = Arbitraries.strings().ofMaxLength(80).filter(WireString::isWellFormed);
        return Arbitraries.oneOf(ascii, unicode);
    }

    public static Arbitrary<FieldTable> tables() {
        return tables(DEPTH);
    }

    public static Arbitrary<FieldValue> values() {
        return values(DEPTH);
    }

    private static Arbitrary<FieldTable> tables(int depth) {
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(20).map(Values::throughTheWire);
        return Combinators.combine(names, values(depth - 1)).as(FieldTable.Entry::new).list().ofMaxSize(5).map(FieldTable::of);
    }

    private static Arbitrary<FieldValue> values(int depth) {
        Arbitrary<FieldValue> simple = Arbitraries.oneOf(List.of(
                Arbitraries.of(true, false).map(FieldValue::bool),
                integers(FieldType.BYTE, Byte.MIN_VALUE, Byte.MAX_VALUE),
                integers(FieldType.UNSIGNED_BYTE, 0, 0xff),
                integers(FieldType.SHORT, Short.MIN_VALUE, Short.MAX_VALUE),
                integers(FieldType.UNSIGNED_SHORT, 0, 0xffff),
                integers(FieldType.SIGNED_INT, Integer.MIN_VALUE, Integer.MAX_VALUE),
                integers(FieldType.UNSIGNED_INT, 0, 0xffff_ffffL),
                integers(FieldType.LONG, Long.MIN_VALUE, Long.MAX_VALUE),
                integers(FieldType.OTHER_LONG, Long.MIN_VALUE, Long.MAX_VALUE),
                integers(FieldType.TIMESTAMP, Long.MIN_VALUE, Long.MAX_VALUE),
                Arbitraries.floats().map(number -> new FieldValue(FieldType.FLOAT, number)),
                Arbitraries.doubles().map(FieldValue::floating),
                Combinators.combine(Arbitraries.integers().between(0, 255), Arbitraries.longs().between(0, 0xffff_ffffL))
                        .as((scale, unscaled) -> new FieldValue(FieldType.DECIMAL, new Decimal(scale, unscaled))),
                Arbitraries.strings().ofMaxLength(300).map(Values::throughTheWire).map(FieldValue::longString),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(FieldValue::binary),
                Arbitraries.just(FieldValue.nothing())));
        if (depth == 0) return simple;
        return Arbitraries.frequencyOf(
                Tuple.of(6, simple),
                Tuple.of(1, Arbitraries.lazy(() -> tables(depth)).map(FieldValue::table)),
                Tuple.of(1, Arbitraries.lazy(() -> values(depth - 1)).list().ofMaxSize(5).map(FieldValue::array)));
    }

    private static Arbitrary<FieldValue> integers(FieldType type, long lowest, long highest) {
        return Arbitraries.longs().between(lowest, highest).map(number -> new FieldValue(type, number));
    }

    /** Lone surrogates that stand for no byte do not survive, and need not. */
    private static String throughTheWire(String text) {
        byte[] bytes = WireString.encode(text);
        return WireString.decode(bytes, 0, bytes.length);
    }
}
