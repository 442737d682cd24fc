package io.leveret.codec;

import io.netty.buffer.ByteBuf;

/** Where a {@link CommandEncoder} writes to. */
public interface FrameOutput {
    /**
     * A buffer with room for so many bytes at its writer index. Asked for once per frame, so that a big message need not sit
     * in one buffer. The buffer must be able to grow: a method is not measured before it is written.
     */
    ByteBuf room(int bytes);

    /** Writes what is left of a big body; an output that cannot take it all may do so later, before all that follows. */
    default void stream(BodyFrames body) {
        while (body.hasMore()) body.writeNext(this);
    }
}
