package io.leveret.codec;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.UNEXPECTED_FRAME;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.Octets;
import io.netty.buffer.ByteBuf;

/** Cuts what a connection receives into frames. A frame that has not arrived whole stays in the buffer. */
public final class FrameDecoder {
    private static final int OCTETS_SHOWN = 16;

    private int frameMax;
    private boolean lost;

    /** @param frameMax the largest frame, head and end included; 0 for no limit */
    public FrameDecoder(int frameMax) {
        this.frameMax = frameMax;
    }

    /** The limit of every frame from the next one on. */
    public void setFrameMax(int frameMax) {
        this.frameMax = frameMax;
    }

    /**
     * Hands all whole frames on, as long as the handler is ready for more. After an exception that leaves no way to tell where
     * the next frame begins, everything that still comes is dropped; after any other one the next call goes on with the next
     * frame.
     */
    public void decode(ByteBuf in, FrameHandler out) {
        while (!lost && out.isReady() && in.readableBytes() >= Frame.HEAD_LENGTH) {
            int start = in.readerIndex();
            int type = in.getUnsignedByte(start);
            int channel = in.getUnsignedShort(start + 1);
            long size = in.getUnsignedInt(start + 3);
            if (!isKnown(type)) throw lose(in, malformed(type, in, size, "unknown_frame"));
            if (size > largestPayload()) throw lose(in, tooLarge(type, size));
            if (in.readableBytes() < Frame.OVERHEAD + size) return;
            int length = (int) size;
            int end = in.getUnsignedByte(start + Frame.HEAD_LENGTH + length);
            if (end != Frame.END) throw lose(in, malformed(type, in, length, "{invalid_frame_end_marker," + end + "}"));
            try {
                dispatch(type, channel, in, length, out);
            } finally {
                in.readerIndex(start + Frame.OVERHEAD + length);
            }
        }
        if (lost) in.skipBytes(in.readableBytes());
    }

    /**
     * How much is missing to what can be judged next: the head of the frame that the buffer begins with, or all of it; 0 when
     * nothing is missing. A head that has not passed {@link #decode} may promise anything.
     */
    public static int missingBytes(ByteBuf in) {
        int there = in.readableBytes();
        if (there < Frame.HEAD_LENGTH) return Frame.HEAD_LENGTH - there;
        long whole = Frame.OVERHEAD + in.getUnsignedInt(in.readerIndex() + 3);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, whole - there));
    }

    private void dispatch(int type, int channel, ByteBuf in, int length, FrameHandler out) {
        check(type, channel, in, length);
        in.skipBytes(Frame.HEAD_LENGTH);
        switch (type) {
            case Frame.METHOD -> out.method(channel, in, length);
            case Frame.HEADER -> out.header(channel, in, length);
            case Frame.BODY   -> out.body(channel, in, length);
            default           -> out.heartbeat(channel, length);
        }
    }

    private static void check(int type, int channel, ByteBuf in, int length) {
        boolean isWhole = switch (type) {
            case Frame.METHOD    -> length >= Frame.SHORTEST_METHOD;
            case Frame.HEADER    -> length >= Frame.CONTENT_HEADER_LENGTH;
            case Frame.HEARTBEAT -> length == 0;
            default              -> true;
        };
        if (!isWhole) throw malformed(type, in, length, "unknown_frame");
        boolean belongsToConnection = type == Frame.HEARTBEAT;
        boolean belongsToChannel = type == Frame.HEADER || type == Frame.BODY;
        if (channel == 0 ? belongsToChannel : belongsToConnection) {
            throw new AmqpException(UNEXPECTED_FRAME, describe(type, in, length));
        }
    }

    private static boolean isKnown(int type) {
        return type >= Frame.METHOD && type <= Frame.BODY || type == Frame.HEARTBEAT;
    }

    /** Some clients count the limit without head and end, and are let through. */
    private int largestPayload() {
        return frameMax == 0 ? Frame.LARGEST_BODY : Math.min(frameMax, Frame.LARGEST_BODY);
    }

    private AmqpException lose(ByteBuf in, AmqpException error) {
        lost = true;
        in.skipBytes(in.readableBytes());
        return error;
    }

    private AmqpException tooLarge(int type, long size) {
        int largest = largestPayload() - Frame.OVERHEAD;
        return new AmqpException(FRAME_ERROR,
                "type " + type + ", all octets = <<>>: {frame_too_large," + size + "," + largest + "}");
    }

    private static AmqpException malformed(int type, ByteBuf in, long length, String reason) {
        return new AmqpException(FRAME_ERROR, describe(type, in, length) + ": " + reason);
    }

    /** Called with the reader index at the frame's head; the payload need not have arrived. */
    private static String describe(int type, ByteBuf in, long length) {
        int arrived = (int) Math.min(length, in.readableBytes() - Frame.HEAD_LENGTH);
        byte[] octets = new byte[Math.min(arrived, OCTETS_SHOWN)];
        in.getBytes(in.readerIndex() + Frame.HEAD_LENGTH, octets);
        String share = octets.length == length ? "all" : "first " + octets.length;
        return "type " + type + ", " + share + " octets = " + Octets.list(octets, 0, octets.length);
    }
}
