package io.leveret.engine.queue;

import io.leveret.codec.value.FieldTable;
import java.util.Optional;

/**
 * What a client asks for with {@code basic.consume}.
 *
 * @param prefetch how many unacked messages the consumer may hold; 0 means no limit; ignored with {@code noAck}
 * @param shared   the limit that the consumer shares with the others of its channel, if there is one
 */
public record ConsumerRequest(String tag, boolean noAck, boolean exclusive, int prefetch, FieldTable arguments,
                              DeliveryTarget target, Optional<ChannelPrefetch> shared) {
}
