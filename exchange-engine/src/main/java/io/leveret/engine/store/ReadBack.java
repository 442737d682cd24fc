package io.leveret.engine.store;

import io.leveret.engine.message.Message;

/**
 * A message that was read back.
 *
 * @param message   null when it cannot be read any more, because its bytes are damaged; the store has reported that
 * @param expiresAt milliseconds since 1970, or {@link Long#MAX_VALUE}
 */
public record ReadBack(long position, Message message, long expiresAt) {
}
