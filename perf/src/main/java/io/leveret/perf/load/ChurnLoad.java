package io.leveret.perf.load;

import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.Timing;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several workers that open something, close it, and begin again. */
public final class ChurnLoad implements Load {
    private final Session session;
    private final Churn churn;
    private final int workers;
    private final long limit;
    private final List<Repeated> all = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** @param limit rounds of a worker, 0 for no end */
    public ChurnLoad(Session session, Churn churn, int workers, long limit) {
        this.session = session;
        this.churn = churn;
        this.workers = workers;
        this.limit = limit;
    }

    @Override public void start() {
        List<EventLoop> loops = session.connector().loops();
        for (int i = 0; i < workers; i++) all.add(new Repeated(churn.worker(session, loops.get(i % loops.size()))));
        CompletableFuture.allOf(all.stream().map(each -> each.finished).toArray(CompletableFuture<?>[]::new)).thenRun(() -> ended.complete(null));
        for (Repeated each : all) Session.run(each.worker.loop(), each::begin);
    }

    @Override public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override public void stop() {
        for (Repeated each : all) Session.run(each.worker.loop(), () -> each.stopping = true);
        for (Repeated each : all) {
            Session.await(each.finished);
            if (each.worker.connection() != null) Session.await(Session.on(each.worker.loop(), each.worker.connection()::close));
        }
    }

    /** Lives on the worker's loop. */
    private final class Repeated {
        private final Churn.Worker worker;
        private final Meter meter;
        private final CompletableFuture<Void> finished = new CompletableFuture<>();
        private boolean stopping;
        private long rounds;

        Repeated(Churn.Worker worker) {
            this.worker = worker;
            this.meter = session.meters().of(worker.loop());
        }

        void begin() {
            long begun = session.clock().getAsLong();
            worker.round().get().whenComplete((answer, error) -> {
                if (error == null) ended(begun);
                else fail(error);
            });
        }

        private void ended(long begun) {
            meter.time(Timing.ROUND_TRIP, session.clock().getAsLong() - begun, 1);
            meter.add(Count.DONE, 1);
            rounds++;
            if (stopping || rounds == limit) finished.complete(null);
            else worker.loop().execute(this::begin); // not from within: the stack would grow
        }

        private void fail(Throwable error) {
            session.fail(Session.trouble(error));
            finished.complete(null);
        }
    }
}
