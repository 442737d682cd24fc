package io.leveret.codec;

import io.leveret.codec.method.ArgumentWriter;
import io.leveret.codec.method.Method;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.netty.buffer.ByteBuf;

/** Writes commands as frames, straight into the outbound buffers; for one connection, on its loop. */
public final class CommandEncoder {
    private static final int ROOM_FOR_METHOD = 1024; // enough for every delivery; the buffer grows for what has tables
    private static final int LARGEST_BODY_WITHOUT_LIMIT = 131072;

    private final ArgumentWriter arguments = new ArgumentWriter();

    private int largestBody;

    /** @param frameMax the largest frame, head and end included; 0 for no limit */
    public CommandEncoder(int frameMax) {
        setFrameMax(frameMax);
    }

    public void setFrameMax(int frameMax) {
        boolean isLimited = frameMax != 0;
        if (isLimited && frameMax <= Frame.OVERHEAD) throw new IllegalArgumentException("frames of " + frameMax + " bytes");
        largestBody = isLimited ? frameMax : LARGEST_BODY_WITHOUT_LIMIT;
    }

    public void method(FrameOutput out, int channel, Method method) {
        ByteBuf buffer = out.room(ROOM_FOR_METHOD);
        int start = buffer.writerIndex();
        writeHead(buffer, Frame.METHOD, channel, 0);
        try {
            arguments.write(method, buffer);
        } catch (RuntimeException unwritable) {
            buffer.writerIndex(start);
            throw unwritable;
        }
        buffer.setInt(start + 3, buffer.writerIndex() - start - Frame.HEAD_LENGTH);
        buffer.writeByte(Frame.END);
    }

    /** Properties cannot be cut up: if they are larger than a frame should be, so is their frame. */
    public void content(FrameOutput out, int channel, Method method, BasicProperties properties, Body body) {
        method(out, channel, method);
        header(out, channel, method.classId(), properties, body.size());
        body(out, channel, body);
    }

    public void heartbeat(FrameOutput out) {
        ByteBuf buffer = out.room(Frame.OVERHEAD);
        writeHead(buffer, Frame.HEARTBEAT, 0, 0);
        buffer.writeByte(Frame.END);
    }

    private static void header(FrameOutput out, int channel, int classId, BasicProperties properties, long bodySize) {
        int length = Frame.CONTENT_HEADER_LENGTH + properties.length();
        ByteBuf buffer = out.room(Frame.OVERHEAD + length);
        writeHead(buffer, Frame.HEADER, channel, length);
        buffer.writeShort(classId);
        buffer.writeShort(0); // weight, unused
        buffer.writeLong(bodySize);
        properties.writeTo(buffer);
        buffer.writeByte(Frame.END);
    }

    private void body(FrameOutput out, int channel, Body body) {
        if (body.isEmpty()) return;
        BodyFrames frames = new BodyFrames(channel, body, largestBody - Frame.OVERHEAD);
        frames.writeNext(out);
        if (frames.hasMore()) out.stream(frames);
    }

    private static void writeHead(ByteBuf buffer, int type, int channel, int size) {
        buffer.writeByte(type);
        buffer.writeShort(channel);
        buffer.writeInt(size);
    }
}
