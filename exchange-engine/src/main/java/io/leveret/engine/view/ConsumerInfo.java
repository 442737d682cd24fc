package io.leveret.engine.view;

import io.leveret.codec.value.FieldTable;
import java.util.Optional;

/**
 * A consumer of a queue.
 *
 * @param channel  empty for one of the broker's own
 * @param active   whether it gets messages
 * @param activity up, single_active or waiting
 * @param timeout  how long it may hold a message, in milliseconds
 */
public record ConsumerInfo(String virtualHost, String queue, String tag, Optional<ChannelName> channel, boolean ackRequired,
                           boolean exclusive, int prefetch, int priority, boolean active, String activity,
                           FieldTable arguments, long timeout) {
}
