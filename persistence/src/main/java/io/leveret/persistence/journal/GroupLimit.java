package io.leveret.persistence.journal;

/**
 * How large a group may get: larger ones do not make the disk faster, once it is busy, but confirms later. Follows the disk,
 * so that writing a full group takes about {@value #TARGET_MICROS} microseconds.
 */
final class GroupLimit {

    private static final int SMALLEST = 256 * 1024;
    private static final int LARGEST = 4 << 20;
    private static final int TARGET_MICROS = 2000;
    private static final long TARGET_NANOS = TARGET_MICROS * 1000L;

    private int bytes = LARGEST;

    int bytes() {
        return bytes;
    }

    void took(int groupBytes, long nanos) {
        boolean full = groupBytes >= bytes - bytes / 8;
        if (full && nanos > 2 * TARGET_NANOS) bytes = Math.max(SMALLEST, bytes / 2);
        else if (full && nanos < TARGET_NANOS) bytes = Math.min(LARGEST, 2 * bytes);
    }
}
