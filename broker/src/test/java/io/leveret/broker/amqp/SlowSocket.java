package io.leveret.broker.amqp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/** A socket whose peer stops reading when it is told to: what is flushed stays here. */
final class SlowSocket extends ChannelOutboundHandlerAdapter {

    private ChannelHandlerContext context;
    private boolean stuck;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    void stopReading() {
        stuck = true;
    }

    void readAgain() {
        stuck = false;
        context.flush();
    }

    /** The peer takes what was flushed, and no more. */
    void readOnce() {
        context.flush();
    }

    @Override
    public void flush(ChannelHandlerContext from) {
        if (!stuck) from.flush();
    }
}
