package io.leveret.broker.amqp;

import io.leveret.codec.method.BasicMethod;
import io.leveret.engine.message.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The consumer of {@code amq.rabbitmq.reply-to}: replies come to it on any loop, past all queues, and are written on the
 * connection's. They are not kept for a requester that does not read: what is too much is dropped.
 */
final class ReplyConsumer implements Consumer<Message>, Backlog.Source {

    /** What a waiting reply costs beside its body. */
    private static final int OVERHEAD = 256;

    private final AmqpChannel channel;
    private final String tag;
    private final ReplyRoom room;
    private final Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final String name;
    private boolean isInLine;
    private boolean ended;

    ReplyConsumer(AmqpChannel channel, String tag) {
        this.channel = channel;
        this.tag = tag;
        this.room = channel.connection().replyRoom();
        this.name = channel.virtualHost().directReplies().register(this);
    }

    String tag() {
        return tag;
    }

    /** What requests carry as {@code reply-to}. */
    String name() {
        return name;
    }

    @Override
    public void accept(Message reply) {
        if (!room.take(cost(reply))) return;
        waiting.add(reply);
        if (writing.compareAndSet(false, true)) channel.loop().execute(this::onReplies);
    }

    @Override
    public boolean writeShare() {
        for (int i = 0; i < Backlog.SHARE && hasMore() && channel.isWritable(); i++) write(waiting.remove());
        isInLine = hasMore();
        return isInLine;
    }

    void end() {
        ended = true;
        channel.virtualHost().directReplies().remove(name);
        drop();
    }

    private void drop() {
        for (Message reply = waiting.poll(); reply != null; reply = waiting.poll()) room.give(cost(reply));
    }

    private boolean hasMore() {
        return !ended && !waiting.isEmpty();
    }

    private void onReplies() {
        writing.set(false);
        if (ended) drop();
        if (isInLine) return;
        while (writeShare() && channel.isWritable()) continue;
        if (isInLine) channel.lineUp(this);
        channel.noteWork();
    }

    private void write(Message reply) {
        room.give(cost(reply));
        channel.deliver(new BasicMethod.Deliver(tag, channel.nextTag(), false, "", name), reply.properties(), reply.body());
        channel.trace().deliveredReply(reply);
    }

    private static long cost(Message reply) {
        return reply.body().size() + reply.properties().length() + OVERHEAD;
    }
}
