package io.leveret.perf.measure;

import io.netty.channel.EventLoop;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A meter for each event loop. */
public final class Meters {
    private final Map<EventLoop, Meter> meters = new IdentityHashMap<>();

    public Meters(List<EventLoop> loops) {
        for (EventLoop loop : loops) meters.put(loop, new Meter());
    }

    public Meter of(EventLoop loop) {
        return meters.get(loop);
    }

    /** Asks each loop in turn; for a thread that is none of them. */
    public Sample take() {
        Sample sum = Sample.empty();
        for (Map.Entry<EventLoop, Meter> entry : meters.entrySet()) {
            sum = sum.plus(entry.getKey().submit(entry.getValue()::take).syncUninterruptibly().getNow());
        }
        return sum;
    }
}
