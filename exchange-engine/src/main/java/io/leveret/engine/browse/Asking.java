package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.loop.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Asks queues from a thread that may wait for the answer. */
final class Asking {

    /** A disk that fails, or a loop that is overwhelmed, may take long. */
    private static final long PATIENCE_SECONDS = 30;

    private Asking() {
    }

    /** @throws AmqpException what the queue fails with; 541 when it does not answer */
    static <T> T ask(Consumer<Answer<T>> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        question.accept(new Answer<>() {
            @Override
            public void completed(T value) {
                future.complete(value);
            }

            @Override
            public void failed(AmqpException error) {
                future.completeExceptionally(error);
            }
        });
        return await(future);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AmqpException error) throw error;
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AmqpException(ReplyCode.INTERNAL_ERROR, "the queue does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException(ReplyCode.INTERNAL_ERROR, "interrupted");
        }
    }
}
