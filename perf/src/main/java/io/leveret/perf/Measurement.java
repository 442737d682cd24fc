package io.leveret.perf;

import io.leveret.perf.load.Load;
import io.leveret.perf.load.Session;
import io.leveret.perf.measure.CostMeter;
import io.leveret.perf.measure.Result;
import io.leveret.perf.measure.Sample;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Takes down what a load does, from when it is warm until it ends, fails, is interrupted, or its time is up. */
final class Measurement {
    private static final double NANOS = 1e9;

    private final Session session;
    private final Limits limits;
    private final CompletableFuture<Void> interrupted;
    private final BiConsumer<Sample, Double> progress;

    private Sample last = Sample.empty();
    private Sample sum = Sample.empty();
    private long lastTaken;

    /**
     * @param warmup   seconds that do not count
     * @param time     seconds that do; 0 for no end
     * @param interval seconds between two looks
     */
    record Limits(double warmup, double time, double interval, Optional<Long> brokerPid) {}

    /** @param progress gets what an interval brought, and how many seconds it took */
    Measurement(Session session, Limits limits, CompletableFuture<Void> interrupted, BiConsumer<Sample, Double> progress) {
        this.session = session;
        this.limits = limits;
        this.interrupted = interrupted;
        this.progress = progress;
    }

    Result of(String phase, Load load) {
        CostMeter cost = new CostMeter(limits.brokerPid());
        AtomicLong ended = new AtomicLong();
        load.ended().thenRun(() -> ended.set(session.clock().getAsLong()));
        load.prepare();
        last = session.meters().take();
        cost.begin();
        long begun = session.clock().getAsLong();
        load.start();
        CompletableFuture<Object> over = CompletableFuture.anyOf(load.ended(), session.failure(), interrupted);
        lastTaken = session.clock().getAsLong();
        if (limits.warmup() > 0) {
            watch(load, over, limits.warmup());
            sum = Sample.empty();
            cost.begin();
            begun = lastTaken;
        }
        watch(load, over, limits.time() > 0 ? limits.time() : Double.POSITIVE_INFINITY);
        long end = ended.get() == 0 ? lastTaken : ended.get();
        return new Result(phase, (end - begun) / NANOS, sum, cost.end());
    }

    private void watch(Load load, CompletableFuture<Object> over, double seconds) {
        long begun = lastTaken;
        boolean more = true;
        while (more) {
            double left = seconds - (session.clock().getAsLong() - begun) / NANOS;
            more = left > 0 && !waited(over, Math.min(left, limits.interval()));
            if (left > 0) look();
            load.tick();
        }
    }

    private void look() {
        Sample now = session.meters().take();
        long taken = session.clock().getAsLong();
        Sample interval = now.since(last);
        progress.accept(interval, (taken - lastTaken) / NANOS);
        sum = sum.plus(interval);
        last = now;
        lastTaken = taken;
    }

    /** @return whether it is over before the time is */
    private static boolean waited(CompletableFuture<Object> over, double seconds) {
        try {
            over.get((long) (seconds * NANOS), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        } catch (ExecutionException | CompletionException failed) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
