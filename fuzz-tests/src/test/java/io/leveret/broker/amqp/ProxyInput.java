package io.leveret.broker.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** What a proxy says of its client, in two pieces: where the first ends is the first byte. One peer is let on, or none. */
public final class ProxyInput {
    private static final long PATIENCE_MILLIS = 60_000;

    private ProxyInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) return;
        AtomicInteger peers = new AtomicInteger();
        EmbeddedChannel socket = new EmbeddedChannel(ProxyGate.decoder(), new ProxyGate(PATIENCE_MILLIS,
                new StrangersLog(new ManualTime()), peer -> peers.incrementAndGet()));
        try {
            ByteBuf rest = Unpooled.copiedBuffer(bytes, 1, bytes.length - 1);
            int first = Math.min(bytes[0] & 0xff, rest.readableBytes());
            socket.writeInbound(rest.readBytes(first));
            if (socket.isOpen()) socket.writeInbound(rest);
        } finally {
            socket.finishAndReleaseAll();
        }
        if (peers.get() > 1) throw new AssertionError(peers + " peers");
    }
}
