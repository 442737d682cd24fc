package io.leveret.codec.value;

import io.netty.buffer.ByteBuf;

import java.util.List;

/**
 * A value of a field table with the type it has on the wire. In Java: every integer and the timestamp (seconds) a Long,
 * a longstr a String, an array a List, binary a {@link Binary}, void null; the rest as named.
 */
public record FieldValue(FieldType type, Object value) {
    private static final FieldValue NOTHING = new FieldValue(FieldType.VOID, null);
    private static final FieldValue TRUE = new FieldValue(FieldType.BOOL, true);
    private static final FieldValue FALSE = new FieldValue(FieldType.BOOL, false);

    public FieldValue {
        if (!type.holds(value)) throw new IllegalArgumentException(value + " is no " + type.typeName());
        if (value instanceof List<?> list) value = List.copyOf(list);
    }

    public static FieldValue bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** A 32-bit integer. */
    public static FieldValue signedInt(long value) {
        return new FieldValue(FieldType.SIGNED_INT, value);
    }

    /** A 64-bit integer. */
    public static FieldValue longInt(long value) {
        return new FieldValue(FieldType.LONG, value);
    }

    public static FieldValue floating(double value) {
        return new FieldValue(FieldType.DOUBLE, value);
    }

    public static FieldValue longString(String value) {
        return new FieldValue(FieldType.LONG_STRING, value);
    }

    public static FieldValue binary(byte[] value) {
        return new FieldValue(FieldType.BINARY, new Binary(value));
    }

    public static FieldValue timestamp(long seconds) {
        return new FieldValue(FieldType.TIMESTAMP, seconds);
    }

    public static FieldValue table(FieldTable value) {
        return new FieldValue(FieldType.TABLE, value);
    }

    public static FieldValue array(List<FieldValue> values) {
        return new FieldValue(FieldType.ARRAY, values);
    }

    public static FieldValue array(FieldValue... values) {
        return array(List.of(values));
    }

    /** The value of type void. */
    public static FieldValue nothing() {
        return NOTHING;
    }

    public boolean isInteger() {
        return type.isInteger();
    }

    public boolean isString() {
        return type == FieldType.LONG_STRING;
    }

    public boolean isArray() {
        return type == FieldType.ARRAY;
    }

    public boolean isTable() {
        return type == FieldType.TABLE;
    }

    /** Of an integer of any width, or a timestamp. */
    public long asLong() {
        if (value instanceof Long number) return number;
        throw new IllegalStateException(type.typeName() + " is no integer");
    }

    public boolean asBoolean() {
        if (value instanceof Boolean truth) return truth;
        throw new IllegalStateException(type.typeName() + " is no bool");
    }

    /** The string itself, anything else as reply texts show it. */
    public String asText() {
        return String.valueOf(value);
    }

    public List<FieldValue> asArray() {
        if (!isArray()) throw new IllegalStateException(type.typeName() + " is no array");
        @SuppressWarnings("unchecked") // the constructor has looked at every element
        List<FieldValue> elements = (List<FieldValue>) value;
        return elements;
    }

    public FieldTable asTable() {
        if (value instanceof FieldTable table) return table;
        throw new IllegalStateException(type.typeName() + " is no table");
    }

    @Override public String toString() {
        return asText();
    }

    /** Letter and value. */
    void write(ByteBuf out) {
        out.writeByte(type.letter());
        switch (type) {
            case BOOL -> out.writeBoolean(asBoolean());
            case BYTE, UNSIGNED_BYTE -> out.writeByte((int) asLong());
            case SHORT, UNSIGNED_SHORT -> out.writeShort((int) asLong());
            case SIGNED_INT, UNSIGNED_INT -> out.writeInt((int) asLong());
            case LONG, OTHER_LONG, TIMESTAMP -> out.writeLong(asLong());
            case FLOAT -> out.writeFloat((Float) value);
            case DOUBLE -> out.writeDouble((Double) value);
            case DECIMAL -> writeDecimal(out, (Decimal) value);
            case LONG_STRING -> writeLongString(out, WireString.encode((String) value));
            case BINARY -> writeLongString(out, ((Binary) value).bytes());
            case ARRAY -> writeArray(out, asArray());
            case TABLE -> asTable().write(out);
            case VOID -> { }
        }
    }

    private static void writeDecimal(ByteBuf out, Decimal decimal) {
        out.writeByte(decimal.scale());
        out.writeInt((int) decimal.unscaled());
    }

    private static void writeLongString(ByteBuf out, byte[] bytes) {
        out.writeInt(bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeArray(ByteBuf out, List<FieldValue> elements) {
        int lengthIndex = out.writerIndex();
        out.writeInt(0);
        for (FieldValue element : elements) element.write(out);
        out.setInt(lengthIndex, out.writerIndex() - lengthIndex - 4);
    }
}
