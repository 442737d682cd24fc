package io.leveret.perf.load;

import io.leveret.codec.method.BasicMethod;
import io.leveret.perf.client.ChannelUser;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.Timing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Receives on a channel, and acknowledges if that is asked for. Lives on the connection's loop. */
final class Subscriber implements ChannelUser {
    private final ClientChannel channel;
    private final ClientConnection connection;
    private final Consuming consuming;
    private final List<String> queues;
    private final Meter meter;
    private final Latencies latencies;
    private final Goal goal;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    private long stamp = Stamp.NONE;
    private long received;
    private long told;
    private long lastTag;
    private int unacked;

    /** @param goal is told what came */
    Subscriber(ClientChannel channel, Consuming consuming, List<String> queues, Meter meter, Goal goal) {
        this.channel = channel;
        this.connection = channel.connection();
        this.consuming = consuming;
        this.queues = queues;
        this.meter = meter;
        this.latencies = new Latencies(meter, Timing.CONSUMER);
        this.goal = goal;
    }

    /** Completes when as many as were asked for have come. */
    CompletableFuture<Void> finished() {
        return finished;
    }

    EventLoop loop() {
        return connection.loop();
    }

    /** Completes when the broker knows of it; messages may come before. */
    CompletableFuture<Void> start() {
        if (consuming.prefetch() > 0) channel.call(new BasicMethod.Qos(0, consuming.prefetch(), false));
        if (consuming.allPrefetch() > 0) channel.call(new BasicMethod.Qos(0, consuming.allPrefetch(), true));
        return CompletableFuture.allOf(queues.stream().map(queue -> channel.call(new BasicMethod.Consume(queue, "", false,
                consuming.autoAck(), false, false, consuming.arguments()))).toArray(CompletableFuture<?>[]::new));
    }

    @Override public void bodyBegins(ByteBuf in, int length) {
        stamp = Stamp.read(in, length);
    }

    @Override public void delivered(long deliveryTag) {
        if (finished.isDone()) return;
        received++;
        if (stamp != Stamp.NONE) latencies.note(connection.lastArrival() - stamp);
        stamp = Stamp.NONE;
        if (!consuming.autoAck()) acknowledge(deliveryTag);
        if (received == consuming.limit()) finish();
    }

    @Override public void goOn() {
        if (received == told) return;
        latencies.flush();
        meter.add(Count.RECEIVED, received - told);
        goal.received(received - told);
        told = received;
        connection.flush();
    }

    /** Leaves nothing unacknowledged that it has counted. */
    void stop() {
        acknowledgeAll();
        connection.flush();
    }

    private void finish() {
        acknowledgeAll();
        goOn();
        finished.complete(null);
    }

    private void acknowledge(long deliveryTag) {
        lastTag = deliveryTag;
        unacked++;
        if (unacked >= consuming.ackEvery()) acknowledgeAll();
    }

    private void acknowledgeAll() {
        if (unacked == 0) return;
        channel.send(new BasicMethod.Ack(lastTag, unacked > 1));
        unacked = 0;
    }
}
