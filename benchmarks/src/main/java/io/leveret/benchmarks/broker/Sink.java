package io.leveret.benchmarks.broker;

import io.leveret.codec.FrameHandler;
import io.netty.buffer.ByteBuf;

/** Looks at no more of a frame than it must. */
abstract class Sink implements FrameHandler {

    private static final int BASIC = 60;
    private static final int DELIVER = 60;
    private static final int ACK = 80;

    abstract void delivered(long tag);

    abstract void confirmed(long tag, boolean multiple);

    @Override
    public final void method(int channel, ByteBuf in, int length) {
        int start = in.readerIndex();
        if (in.getUnsignedShort(start) != BASIC) throw new IllegalStateException("not what was to come");
        int method = in.getUnsignedShort(start + 2);
        if (method == DELIVER) delivered(in.getLong(start + 5 + in.getUnsignedByte(start + 4)));
        else if (method == ACK) confirmed(in.getLong(start + 4), in.getByte(start + 12) != 0);
        else throw new IllegalStateException("basic method " + method);
    }

    @Override
    public final void header(int channel, ByteBuf in, int length) {
    }

    @Override
    public final void body(int channel, ByteBuf in, int length) {
    }

    @Override
    public final void heartbeat(int channel, int length) {
    }
}
