package io.leveret.perf.client;

import io.netty.buffer.ByteBuf;

/** What happens on a channel, told to whoever uses it, on the connection's loop. Buffers are to be read in place, and at once. */
public interface ChannelUser {
    /** The properties of the delivery that is coming, flags first. */
    default void properties(ByteBuf in, int length) {}

    /** The first frame of the delivery's body; does not come for an empty one. */
    default void bodyBegins(ByteBuf in, int length) {}

    /** The delivery is here whole. */
    default void delivered(long deliveryTag) {}

    default void confirmed(long deliveryTag, boolean multiple) {}

    /** The broker has said that it did not take a message. */
    default void refused(long deliveryTag, boolean multiple) {}

    default void returned() {}

    /** Something may have changed: all that had come is read, or there is room to write again. */
    default void goOn() {}
}
