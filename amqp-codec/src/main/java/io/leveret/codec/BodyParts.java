package io.leveret.codec;

import io.leveret.codec.value.Body;
import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the body of one message, frame by frame. A frame becomes a part, but small ones share one: else a body sent byte by
 * byte would take thirty times its size. Nothing is taken in advance for bytes that are only announced.
 */
final class BodyParts {
    private static final int SMALL = 4096;

    private final List<byte[]> parts = new ArrayList<>();

    private byte[] shared = new byte[0];
    private int sharedLength;

    void add(ByteBuf in, int length) {
        if (length >= SMALL) {
            closeShared();
            parts.add(copy(in, length));
            return;
        }
        if (sharedLength + length > SMALL) closeShared();
        if (sharedLength + length > shared.length) {
            shared = Arrays.copyOf(shared, Math.min(SMALL, Math.max(2 * shared.length, sharedLength + length)));
        }
        in.readBytes(shared, sharedLength, length);
        sharedLength += length;
    }

    Body toBody() {
        closeShared();
        return Body.of(parts);
    }

    static byte[] copy(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    private void closeShared() {
        if (sharedLength == 0) return;
        parts.add(sharedLength == shared.length ? shared : Arrays.copyOf(shared, sharedLength));
        shared = new byte[0];
        sharedLength = 0;
    }
}
