package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;

/** The channels of a connection by number. Most frames are for the same channel as the one before. */
final class ChannelTable {

    private final IntObjectHashMap<AmqpChannel> channels = new IntObjectHashMap<>(2);
    private AmqpChannel latest;

    /** For those who look from elsewhere. */
    private volatile int count;

    /** @return the channel, or null when none is open under the number */
    AmqpChannel get(int number) {
        AmqpChannel channel = latest;
        if (channel != null && channel.number() == number) return channel;
        channel = channels.get(number);
        if (channel != null) latest = channel;
        return channel;
    }

    void add(AmqpChannel channel) {
        channels.put(channel.number(), channel);
        count = channels.size();
    }

    /** @return whether it was there */
    boolean remove(AmqpChannel channel) {
        if (latest == channel) latest = null;
        boolean removed = channels.remove(channel.number()) != null;
        count = channels.size();
        return removed;
    }

    /** @throws AmqpException 530 when a further channel would be one too many */
    void requireFewerThan(int channelMax) {
        if (channels.size() < channelMax) return;
        throw new AmqpException(ReplyCode.NOT_ALLOWED, "number of channels opened (" + channels.size()
                + ") has reached the negotiated channel_max (" + channelMax + ")");
    }

    /** How many there are; callable from any thread. */
    int count() {
        return count;
    }

    List<AmqpChannel> all() {
        return new ArrayList<>(channels.values());
    }

    /** Takes all of them out. */
    List<AmqpChannel> removeAll() {
        List<AmqpChannel> all = new ArrayList<>(channels.values());
        channels.clear();
        count = 0;
        latest = null;
        return all;
    }
}
