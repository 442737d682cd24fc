package io.leveret.perf.load;

import io.leveret.perf.client.ChannelUser;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.Timing;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Publishes on a channel as fast as pace, confirms and socket allow. Lives on the connection's loop. */
final class Publisher implements ChannelUser {
    /** Of a turn; others share the loop. */
    private static final int MOST_BYTES = 128 * 1024;

    /** Waking up for every message of a high rate would take more than sending it. */
    private static final long SHORTEST_WAIT_NANOS = 50_000;

    private final ClientChannel channel;
    private final ClientConnection connection;
    private final PublishFrames frames;
    private final ConfirmWindow window; // null without confirms
    private final Pace pace; // null without a rate
    private final long limit;
    private final LongSupplier clock;
    private final Meter meter;
    private final Latencies confirms;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    private long sent;
    private boolean going;
    private boolean scheduled;

    Publisher(ClientChannel channel, PublishFrames frames, Publishing publishing, LongSupplier clock, Meter meter) {
        this.channel = channel;
        this.connection = channel.connection();
        this.frames = frames;
        this.window = publishing.confirmWindow() > 0 ? new ConfirmWindow(publishing.confirmWindow()) : null;
        this.limit = publishing.limit();
        this.pace = publishing.rate() > 0 ? new Pace(publishing.rate()) : null;
        this.clock = clock;
        this.meter = meter;
        this.confirms = new Latencies(meter, Timing.CONFIRM);
    }

    /** Completes when as many as were asked for have been published, and confirmed if that is asked for. */
    CompletableFuture<Void> finished() {
        return finished;
    }

    EventLoop loop() {
        return connection.loop();
    }

    /** @param first when the first message is due, if there is a rate */
    void start(long first) {
        if (pace != null) pace.begin(first);
        going = true;
        goOn();
    }

    void stop() {
        going = false;
    }

    @Override public void confirmed(long tag, boolean multiple) {
        meter.add(Count.CONFIRMED, settled(tag, multiple));
    }

    @Override public void refused(long tag, boolean multiple) {
        meter.add(Count.REFUSED, settled(tag, multiple));
    }

    @Override public void returned() {
        meter.add(Count.RETURNED, 1);
    }

    @Override public void goOn() {
        confirms.flush();
        if (!going || isAtLimit()) {
            finishIfDone();
            return;
        }
        long before = sent;
        boolean more = publish();
        if (sent > before) {
            meter.add(Count.PUBLISHED, sent - before);
            connection.flush();
        }
        finishIfDone();
        if (more) again(0);
    }

    /** @return whether there is more to send at once, and only the turn is over */
    private boolean publish() {
        long now = clock.getAsLong();
        for (int bytes = 0; bytes < MOST_BYTES; bytes += frames.length()) {
            if (isAtLimit() || !channel.isWritable() || window != null && !window.hasRoom()) return false;
            long due = now;
            if (pace != null) {
                due = pace.due();
                if (due > now) {
                    again(Math.max(SHORTEST_WAIT_NANOS, due - clock.getAsLong()));
                    return false;
                }
                pace.sent();
            }
            frames.write(connection, (int) sent, due);
            if (window != null) window.published(due);
            sent++;
        }
        return true;
    }

    private int settled(long tag, boolean multiple) {
        if (window == null) return 0;
        long now = connection.lastArrival();
        return window.settled(tag, multiple, stamp -> confirms.note(now - stamp));
    }

    /** Once at a time, however many reasons there are to go on. */
    private void again(long nanos) {
        if (scheduled) return;
        scheduled = true;
        if (nanos <= 0) connection.loop().execute(this::resume);
        else connection.loop().schedule(this::resume, nanos, TimeUnit.NANOSECONDS);
    }

    private void resume() {
        scheduled = false;
        goOn();
    }

    private boolean isAtLimit() {
        return limit > 0 && sent >= limit;
    }

    private void finishIfDone() {
        if (isAtLimit() && (window == null || window.isEmpty())) finished.complete(null);
    }
}
