package io.leveret.engine.store;

import io.leveret.engine.message.Message;

/**
 * A message that was read back.
 *
 * @param message      null when it cannot be read any more, because its bytes are damaged; the store has reported that
 * @param expiresAt    milliseconds since 1970, or {@link Long#MAX_VALUE}
 * @param failures     what {@link QueueLog#returned} said last
 * @param acquisitions the same
 */
public record ReadBack(long position, Message message, long expiresAt, int failures, int acquisitions) {

    /** One that has not come back as far as anybody counts. */
    public ReadBack(long position, Message message, long expiresAt) {
        this(position, message, expiresAt, 0, 0);
    }

    public ReadBack returned(int newFailures, int newAcquisitions) {
        return new ReadBack(position, message, expiresAt, newFailures, newAcquisitions);
    }
}
