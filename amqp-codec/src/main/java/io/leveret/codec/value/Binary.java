package io.leveret.codec.value;

import java.util.Arrays;

/** Bytes as a value: equal when their contents are. */
public final class Binary {
    private final byte[] bytes;

    /** Takes the array over; it must not change any more. */
    public Binary(byte[] bytes) {
        this.bytes = bytes;
    }

    public int length() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    byte[] bytes() {
        return bytes;
    }

    @Override public boolean equals(Object other) {
        return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
    }

    @Override public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override public String toString() {
        return WireString.decode(bytes, 0, bytes.length);
    }
}
