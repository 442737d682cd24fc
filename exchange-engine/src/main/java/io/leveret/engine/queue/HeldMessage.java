package io.leveret.engine.queue;

import io.leveret.engine.message.Message;
import io.leveret.engine.view.ChannelName;
import java.util.Optional;

/**
 * A message that somebody holds.
 *
 * @param message     null when it would have had to be read, and there was no room for it
 * @param since       when it was handed out, in milliseconds since 1970
 * @param consumer    the tag, empty for a {@code basic.get}
 * @param channel     empty for one of the broker's own
 * @param deliveryTag 0 when it has not been sent yet, or was settled meanwhile
 */
public record HeldMessage(long position, Message message, long size, boolean redelivered, int failures, long since,
                          Optional<String> consumer, Optional<ChannelName> channel, long deliveryTag) {
}
