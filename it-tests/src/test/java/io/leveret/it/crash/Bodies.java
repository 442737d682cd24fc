package io.leveret.it.crash;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Bodies that show whether they are whole, and whose they are.
 *
 * <pre>
 * id u64 | CRC32C u32 of the id and what follows | bytes that look random
 * </pre>
 */
final class Bodies {
    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int TINY = 20;
    private static final int USUAL_SIZE = 2000;
    private static final int LARGE_SIZE = 300_000;

    private Bodies() {
    }

    /** Mostly of some hundred bytes; now and then of several frames, and often of next to nothing. */
    static byte[] of(long id, RandomGenerator random) {
        int kind = random.nextInt(200);
        return of(id, random.nextInt(kind == 0 ? LARGE_SIZE : kind < 40 ? TINY : USUAL_SIZE));
    }

    static byte[] of(long id, int size) {
        byte[] content = new byte[size];
        new SplittableRandom(id).nextBytes(content);
        return ByteBuffer.allocate(HEAD + size).putLong(id).putInt(checksum(id, ByteBuffer.wrap(content))).put(content).array();
    }

    /** Whose it is, once it is certain that every byte of it is right. */
    static long id(byte[] body) {
        if (body.length < HEAD) throw new AssertionError("a body of " + body.length + " bytes");
        ByteBuffer bytes = ByteBuffer.wrap(body);
        long id = bytes.getLong();
        int said = bytes.getInt();
        if (said != checksum(id, bytes)) throw new AssertionError("message " + id + ", of " + body.length + " bytes, is damaged");
        return id;
    }

    private static int checksum(long id, ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(id).flip());
        crc.update(content);
        return (int) crc.getValue();
    }
}
