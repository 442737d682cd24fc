package io.leveret.perf.load;

import io.leveret.perf.client.ChannelUser;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.Timing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Calls, waits for the answer, and calls again. Lives on the connection's loop. */
final class RpcClient implements ChannelUser {
    private final ClientChannel channel;
    private final PublishFrames frames;
    private final long limit;
    private final LongSupplier clock;
    private final Meter meter;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private long stamp = Stamp.NONE;
    private long calls;
    private boolean going;

    /** @param limit calls to make, 0 for no end */
    RpcClient(ClientChannel channel, PublishFrames frames, long limit, LongSupplier clock, Meter meter) {
        this.channel = channel;
        this.frames = frames;
        this.limit = limit;
        this.clock = clock;
        this.meter = meter;
    }

    CompletableFuture<Void> finished() {
        return finished;
    }

    EventLoop loop() {
        return channel.connection().loop();
    }

    void start() {
        going = true;
        call();
    }

    void stop() {
        going = false;
    }

    @Override public void bodyBegins(ByteBuf in, int length) {
        stamp = Stamp.read(in, length);
    }

    @Override public void delivered(long deliveryTag) {
        if (stamp != Stamp.NONE) meter.time(Timing.ROUND_TRIP, channel.connection().lastArrival() - stamp, 1);
        meter.add(Count.DONE, 1);
        calls++;
        if (calls == limit) finished.complete(null);
        else if (going) call();
    }

    @Override public void goOn() {
        channel.connection().flush();
    }

    private void call() {
        frames.write(channel.connection(), (int) calls, clock.getAsLong());
        channel.connection().flush();
    }
}
