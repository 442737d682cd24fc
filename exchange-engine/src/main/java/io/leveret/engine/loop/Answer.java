package io.leveret.engine.loop;

import io.leveret.codec.error.AmqpException;

/**
 * Takes the answer to a question that another loop works on. Exactly one of the two methods is called, once, on the
 * answering loop; an asker that lives elsewhere hops home itself.
 */
public interface Answer<T> {

    void completed(T value);

    /** @param error what the client is to be told */
    void failed(AmqpException error);
}
