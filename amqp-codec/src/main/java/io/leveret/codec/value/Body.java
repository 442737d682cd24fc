package io.leveret.codec.value;

import java.util.Arrays;
import java.util.List;

/** The body of a message, in one or several parts: a big one came in many frames and is never one contiguous array. */
public final class Body {
    public static final Body EMPTY = new Body(new byte[0], null, 0);

    private final byte[] first;
    private final byte[][] parts; // null when the first part is all: most bodies are small, and there are many of them
    private final int size;

    private Body(byte[] first, byte[][] parts, int size) {
        this.first = first;
        this.parts = parts;
        this.size = size;
    }

    /** Takes the array over; it must not change any more. */
    public static Body of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(bytes, null, bytes.length);
    }

    /** Takes the arrays over; they must not change any more. */
    public static Body of(List<byte[]> parts) {
        if (parts.isEmpty()) return EMPTY;
        if (parts.size() == 1) return of(parts.get(0));
        int size = parts.stream().mapToInt(part -> part.length).reduce(0, Math::addExact);
        return new Body(parts.get(0), parts.toArray(byte[][]::new), size);
    }

    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int partCount() {
        return parts != null ? parts.length : isEmpty() ? 0 : 1;
    }

    /** The array itself, not a copy: whoever reads it must not change it. */
    public byte[] part(int index) {
        return parts == null ? first : parts[index];
    }

    public byte[] toByteArray() {
        byte[] bytes = new byte[size];
        int offset = 0;
        for (int i = 0; i < partCount(); i++) {
            System.arraycopy(part(i), 0, bytes, offset, part(i).length);
            offset += part(i).length;
        }
        return bytes;
    }

    /** Bodies are equal when their bytes are, however they are cut into parts. */
    @Override public boolean equals(Object other) {
        return other instanceof Body body && size == body.size && Arrays.equals(toByteArray(), body.toByteArray());
    }

    @Override public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    @Override public String toString() {
        return "Body of " + size + " bytes";
    }
}
