package io.leveret.engine.view;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.stats.History;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A queue as anybody can see it without asking its loop.
 *
 * @param owner            the connection that alone may use it
 * @param isBusy           whether its publishers are kept waiting
 * @param consumerCapacity the part of the time, 0 to 1, in which consumers could have taken more
 * @param headSince        when the message that is next came, about, in milliseconds since 1970; those from before a restart
 *                         count from that on; empty while there is none
 * @param headIsOlder      whether it is one of those
 * @param idleSince        when something last happened, in milliseconds since 1970; empty while something does
 * @param memory           what it takes up in the heap, in bytes, about
 */
public record QueueInfo(String virtualHost, String name, String type, boolean durable, boolean autoDelete, boolean exclusive,
                        FieldTable arguments, Optional<ClientConnection> owner, boolean isBusy, QueueDepth depth, int consumers,
                        double consumerCapacity, OptionalLong headSince, boolean headIsOlder, OptionalLong idleSince, long memory, History stats) {
}
