package io.leveret.api.tail;

import io.leveret.codec.value.Body;
import java.util.Arrays;

/** Parts of bodies. */
final class Bodies {

    private Bodies() {
    }

    /** No more is copied than is wanted. */
    static byte[] start(Body body, int most) {
        byte[] start = new byte[(int) Math.min(body.size(), most)];
        int filled = 0;
        for (int i = 0; i < body.partCount() && filled < start.length; i++) {
            byte[] part = body.part(i);
            int taken = Math.min(part.length, start.length - filled);
            System.arraycopy(part, 0, start, filled, taken);
            filled += taken;
        }
        return filled == start.length ? start : Arrays.copyOf(start, filled);
    }
}
