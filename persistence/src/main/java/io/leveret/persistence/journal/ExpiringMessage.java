package io.leveret.persistence.journal;

/**
 * A message as it was read.
 *
 * @param expiresAt milliseconds since 1970, or {@link Long#MAX_VALUE}
 */
public record ExpiringMessage(StoredMessage message, long expiresAt) {
}
