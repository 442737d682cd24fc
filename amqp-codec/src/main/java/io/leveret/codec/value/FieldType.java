package io.leveret.codec.value;

import java.util.List;

/** What a value in a field table may be: RabbitMQ's letters, which are not those of the specification. */
public enum FieldType {
    BOOL('t', "bool", 1),
    BYTE('b', "byte", 1),
    UNSIGNED_BYTE('B', "unsignedbyte", 1),
    SHORT('s', "short", 2),
    UNSIGNED_SHORT('u', "unsignedshort", 2),
    SIGNED_INT('I', "signedint", 4),
    UNSIGNED_INT('i', "unsignedint", 4),
    LONG('l', "long", 8),
    /** Read like {@link #LONG} and kept apart only so that it leaves with the letter it came with. */
    OTHER_LONG('L', "long", 8),
    FLOAT('f', "float", 4),
    DOUBLE('d', "double", 8),
    DECIMAL('D', "decimal", 5),
    LONG_STRING('S', "longstr", FieldType.VARIABLE),
    ARRAY('A', "array", FieldType.VARIABLE),
    TIMESTAMP('T', "timestamp", 8),
    TABLE('F', "table", FieldType.VARIABLE),
    VOID('V', "void", 0),
    BINARY('x', "binary", FieldType.VARIABLE);

    static final int VARIABLE = -1;

    private static final FieldType[] BY_LETTER = new FieldType[128];

    static {
        for (FieldType type : values()) BY_LETTER[type.letter] = type;
    }

    private final char letter;
    private final String typeName;
    private final int size;

    FieldType(char letter, String typeName, int size) {
        this.letter = letter;
        this.typeName = typeName;
        this.size = size;
    }

    public char letter() {
        return letter;
    }

    /** The name that reply texts use. */
    public String typeName() {
        return typeName;
    }

    public boolean isInteger() {
        return ordinal() >= BYTE.ordinal() && ordinal() <= OTHER_LONG.ordinal();
    }

    /** Bytes on the wire, or {@link #VARIABLE}: a 32-bit length comes first. */
    int size() {
        return size;
    }

    /** Null for a letter that means nothing. */
    static FieldType of(byte letter) {
        return letter < 0 ? null : BY_LETTER[letter];
    }

    /** Whether the Java object is one that this type can hold. */
    boolean holds(Object value) {
        return switch (this) {
            case BOOL -> value instanceof Boolean;
            case BYTE -> isBetween(Byte.MIN_VALUE, Byte.MAX_VALUE, value);
            case UNSIGNED_BYTE -> isBetween(0, 0xff, value);
            case SHORT -> isBetween(Short.MIN_VALUE, Short.MAX_VALUE, value);
            case UNSIGNED_SHORT -> isBetween(0, 0xffff, value);
            case SIGNED_INT -> isBetween(Integer.MIN_VALUE, Integer.MAX_VALUE, value);
            case UNSIGNED_INT -> isBetween(0, 0xffff_ffffL, value);
            case LONG, OTHER_LONG, TIMESTAMP -> value instanceof Long;
            case FLOAT -> value instanceof Float;
            case DOUBLE -> value instanceof Double;
            case DECIMAL -> value instanceof Decimal;
            case LONG_STRING -> value instanceof String;
            case ARRAY -> value instanceof List<?> elements && areValues(elements);
            case TABLE -> value instanceof FieldTable;
            case VOID -> value == null;
            case BINARY -> value instanceof Binary;
        };
    }

    private static boolean areValues(List<?> elements) {
        for (Object element : elements) {
            if (!(element instanceof FieldValue)) return false;
        }
        return true;
    }

    private static boolean isBetween(long lowest, long highest, Object value) {
        return value instanceof Long number && number >= lowest && number <= highest;
    }
}
