package io.leveret.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes new inputs of those that are known: the same ones for the same seed. */
final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_BLOCK = 32;
    private static final long[] EDGES = {0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE,
        Long.MAX_VALUE, Long.MIN_VALUE};

    private final List<byte[]> known;
    private final Random random;

    Mutations(List<byte[]> known, long seed) {
        this.known = known;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] bytes = any().clone();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) bytes = change(bytes);
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_BLOCK));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes);
            case 1 -> withNumber(bytes);
            case 2 -> joined(bytes, at, rubbish(), at);                     // more
            case 3 -> joined(bytes, at, new byte[0], end);                  // less
            case 4 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, end), at); // twice
            case 5 -> joined(bytes, at, part(any()), end);                  // another's
            default -> Arrays.copyOf(bytes, at);                            // cut
        };
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return bytes;
    }

    /** One of those at which lengths and counts go wrong, in as many bytes as there may be, either end first. */
    private byte[] withNumber(byte[] bytes) {
        int size = 1 << random.nextInt(4);
        if (bytes.length < size) return bytes;
        int at = random.nextInt(bytes.length - size + 1);
        long number = EDGES[random.nextInt(EDGES.length)];
        boolean isLittleEndian = random.nextBoolean();
        for (int i = 0; i < size; i++) bytes[at + (isLittleEndian ? i : size - 1 - i)] = (byte) (number >> Byte.SIZE * i);
        return bytes;
    }

    private byte[] any() {
        return known.get(random.nextInt(known.size()));
    }

    private byte[] part(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(LONGEST_BLOCK)));
    }

    private byte[] rubbish() {
        byte[] bytes = new byte[1 + random.nextInt(LONGEST_BLOCK)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The bytes up to a place, others, and the bytes from a place on. */
    private static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
        byte[] joined = Arrays.copyOf(bytes, to + between.length + bytes.length - from);
        System.arraycopy(between, 0, joined, to, between.length);
        System.arraycopy(bytes, from, joined, to + between.length, bytes.length - from);
        return joined;
    }
}
