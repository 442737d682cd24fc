package io.leveret.perf.load;

import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import io.leveret.perf.client.Connector;
import io.leveret.perf.client.PerfException;
import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.Meters;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What all loads of a run share: the way to the broker, the clock, the meters, and the place where failures are told. */
public record Session(Connector connector, Meters meters, LongSupplier clock, CompletableFuture<Void> failure) {
    private static final int PATIENCE_SECONDS = 60;

    /** Ends the run, unless something has before. */
    public void fail(PerfException trouble) {
        failure.completeExceptionally(trouble);
    }

    Meter meter(ClientConnection connection) {
        return meters.of(connection.loop());
    }

    ClientConnection connect() {
        return await(connector.open(this::fail));
    }

    static ClientChannel openChannel(ClientConnection connection) {
        return await(on(connection.loop(), connection::openChannel));
    }

    /** For the thread that drives a load. */
    static <T> T await(CompletableFuture<T> step) {
        try {
            return step.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new PerfException("the broker did not answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            throw trouble(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PerfException("interrupted");
        }
    }

    /** Takes a step on a loop. */
    static <T> CompletableFuture<T> on(EventLoop loop, Supplier<CompletableFuture<T>> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> step.get().whenComplete((value, error) -> {
            if (error == null) result.complete(value);
            else result.completeExceptionally(error);
        }));
        return result;
    }

    static void run(EventLoop loop, Runnable step) {
        await(CompletableFuture.runAsync(step, loop));
    }

    static PerfException trouble(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof PerfException said ? said : new PerfException("unexpected: " + cause);
    }
}
