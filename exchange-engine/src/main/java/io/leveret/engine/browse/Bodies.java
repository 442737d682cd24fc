package io.leveret.engine.browse;

import io.leveret.codec.value.Body;
import java.util.Arrays;

/** Parts of bodies, without making one array of a large one. */
public final class Bodies {

    private Bodies() {
    }

    /** The first so many bytes, or all. */
    public static byte[] start(Body body, int most) {
        byte[] bytes = new byte[(int) Math.min(body.size(), most)];
        int filled = 0;
        for (int i = 0; filled < bytes.length; i++) {
            int length = Math.min(body.part(i).length, bytes.length - filled);
            System.arraycopy(body.part(i), 0, bytes, filled, length);
            filled += length;
        }
        return bytes;
    }

    /** What was cut off within a character ends before that. */
    public static byte[] withoutBrokenEnd(byte[] utf8) {
        int start = utf8.length;
        for (int back = 1; back <= 3 && back <= utf8.length; back++) {
            int octet = utf8[utf8.length - back] & 0xff;
            if (octet < 0x80) break;
            if (octet < 0xc0) continue;
            int wanted = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2;
            if (wanted > back) start = utf8.length - back;
            break;
        }
        return start == utf8.length ? utf8 : Arrays.copyOf(utf8, start);
    }
}
