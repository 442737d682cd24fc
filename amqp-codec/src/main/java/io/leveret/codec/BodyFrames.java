package io.leveret.codec;

import io.leveret.codec.value.Body;
import io.netty.buffer.ByteBuf;

/** A body on its way out, frame by frame. Its parts are as large as the frames they came in, which says nothing of those it leaves in. */
public final class BodyFrames {
    private final int channel;
    private final int largest;
    private final Body body;

    private long remaining;
    private int part;
    private int offset;

    /** @param largest bytes of the body in a frame */
    BodyFrames(int channel, Body body, int largest) {
        this.channel = channel;
        this.largest = largest;
        this.body = body;
        this.remaining = body.size();
    }

    public boolean hasMore() {
        return remaining > 0;
    }

    /** The bytes of the body that are still to be written. */
    public long remaining() {
        return remaining;
    }

    public void writeNext(FrameOutput out) {
        int length = (int) Math.min(remaining, largest);
        ByteBuf buffer = out.room(Frame.OVERHEAD + length);
        buffer.writeByte(Frame.BODY).writeShort(channel).writeInt(length);
        copy(length, buffer);
        buffer.writeByte(Frame.END);
        remaining -= length;
    }

    private void copy(int length, ByteBuf out) {
        int missing = length;
        while (missing > 0) {
            byte[] bytes = body.part(part);
            int count = Math.min(missing, bytes.length - offset);
            out.writeBytes(bytes, offset, count);
            missing -= count;
            offset += count;
            if (offset == bytes.length) {
                part++;
                offset = 0;
            }
        }
    }
}
