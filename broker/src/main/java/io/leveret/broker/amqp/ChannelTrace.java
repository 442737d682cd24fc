package io.leveret.broker.amqp;

import io.leveret.engine.Tracing;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import java.util.ArrayList;
import java.util.List;

/** Has what a channel publishes and delivers copied while its virtual host is traced. Lives on the connection's loop. */
final class ChannelTrace {

    private final AmqpChannel channel;
    private final Tracing tracing;

    ChannelTrace(AmqpChannel channel) {
        this.channel = channel;
        this.tracing = channel.virtualHost().tracing();
    }

    void published(Message message, Matches<QueueRef> matches) {
        if (!tracing.isOn()) return;
        List<String> queues = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); i++) queues.add(matches.queue(i).name());
        tracing.published(message, queues, party(), channel.outbox());
    }

    void publishedReply(Message reply) {
        if (tracing.isOn()) tracing.published(reply, List.of(reply.routingKey()), party(), channel.outbox());
    }

    void delivered(QueueRef queue, QueuedMessage delivery) {
        if (!tracing.isOn()) return;
        tracing.delivered(queue.name(), delivery, party(), channel.outbox());
        channel.noteWork();
    }

    void deliveredReply(Message reply) {
        if (!tracing.isOn()) return;
        tracing.replied(reply, party(), channel.outbox());
        channel.noteWork();
    }

    private Tracing.Party party() {
        AmqpConnection connection = channel.connection();
        return new Tracing.Party(connection.settings().identity().clusterName(), connection.name(), channel.number(),
                connection.userName(), connection.settings().frameMax());
    }
}
