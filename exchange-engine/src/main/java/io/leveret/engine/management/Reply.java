package io.leveret.engine.management;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Answer;
import java.util.concurrent.CompletableFuture;

/** An answer that somebody waits for who lives on no loop. */
final class Reply<T> extends CompletableFuture<T> implements Answer<T> {

    @Override
    public void completed(T value) {
        complete(value);
    }

    @Override
    public void failed(AmqpException error) {
        completeExceptionally(error);
    }
}
