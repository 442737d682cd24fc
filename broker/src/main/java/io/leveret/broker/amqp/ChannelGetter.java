package io.leveret.broker.amqp;

import io.leveret.engine.queue.Getter;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.view.ChannelName;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A channel as it gets messages without consuming. */
record ChannelGetter(AmqpChannel channelOf) implements Getter {

    @Override
    public Optional<ChannelName> channel() {
        return Optional.of(channelOf.stats().name());
    }

    @Override
    public void tags(List<QueuedMessage> messages, Consumer<long[]> answer) {
        tags(channelOf, messages, answer);
    }

    @Override
    public void timedOut(long timeout) {
        channelOf.getTimedOut(timeout);
    }

    /** Asks the channel on its own loop. */
    static void tags(AmqpChannel channel, List<QueuedMessage> messages, Consumer<long[]> answer) {
        channel.loop().execute(() -> answer.accept(channel.unacked().tagsOf(messages)));
    }
}
