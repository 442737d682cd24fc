package io.leveret.codec;

import io.netty.buffer.ByteBuf;

/**
 * Receives frames from a {@link FrameDecoder}. The payload is the next {@code length} bytes of the buffer; how many of them
 * are read does not matter, no more may be. What is thrown passes through the decoder, which then stands behind the frame.
 */
public interface FrameHandler {
    void method(int channel, ByteBuf in, int length);

    void header(int channel, ByteBuf in, int length);

    void body(int channel, ByteBuf in, int length);

    void heartbeat(int channel, int length);

    /** Whether the next frame is wanted; when not, the decoder leaves it in the buffer. */
    default boolean isReady() {
        return true;
    }
}
