package io.leveret.engine.message;

/** Where a store has put a message once for all the queues it goes to; known to that store only. */
public interface StoredBody {
}
