package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.BasicMethod;
import io.leveret.engine.DirectReplies;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.queue.ChannelPrefetch;
import io.leveret.engine.queue.ConsumerRef;
import io.leveret.engine.queue.ConsumerRequest;
import io.leveret.engine.queue.QueueRef;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumers of a channel: how they begin and end, and how much they may hold. Lives on the connection's loop. */
final class ConsumeHandler {

    private static final Logger log = LoggerFactory.getLogger(ConsumeHandler.class);

    private static final int GENERATED_BYTES = 16;

    /** What one takes up of the heap, here and with its queue. */
    private static final int CONSUMER_BYTES = 1024;

    private final AmqpChannel channel;
    private final QueueHandler queues;
    private final Map<String, ChannelConsumer> consumers = new LinkedHashMap<>(2);
    private ReplyConsumer replies;

    /** For consumers that start from now on. */
    private int prefetch;

    /** For all consumers together; null as long as none was asked for. */
    private ChannelPrefetch shared;

    ConsumeHandler(AmqpChannel channel, QueueHandler queues) {
        this.channel = channel;
        this.queues = queues;
    }

    void consume(BasicMethod.Consume consume) {
        channel.connection().burst().noteChange();
        String tag = consume.consumerTag().isEmpty() ? generateTag() : consume.consumerTag();
        if (consume.queue().equals(DirectReplies.PSEUDO_QUEUE)) {
            consumeReplies(consume, tag);
            return;
        }
        requireFree(tag);
        requireRoom();
        QueueRef queue = channel.virtualHost().queue(queues.nameOrLatest(consume.queue()), channel.connection());
        ChannelConsumer consumer = new ChannelConsumer(channel, tag, consume.noAck());
        ConsumerRequest request = new ConsumerRequest(tag, consume.noAck(), consume.exclusive(), prefetch,
                consume.arguments(), consumer, Optional.ofNullable(shared));
        Question<ConsumerRef> question = channel.ask(ref -> started(consumer, request, ref, consume.noWait()));
        queue.consume(request, question.ifTooLate(ref -> {
            consumer.start(ref);
            consumer.end();
        }));
    }

    /** An unknown tag is as good as a consumer that has just ended. */
    void cancel(String tag, boolean noWait) {
        ChannelConsumer consumer = consumers.get(tag);
        if (consumer != null) {
            consumer.ref().cancel(channel.ask(done -> ended(consumer, noWait)));
            return;
        }
        if (replies != null && replies.tag().equals(tag)) endReplies();
        sendCancelOk(tag, noWait);
    }

    /**
     * The queue has ended the consumer.
     *
     * @return whether the client understood to be told so
     */
    boolean cancelled(ChannelConsumer consumer) {
        if (!remove(consumer)) return true;
        if (!channel.connection().client().wantsCancelNotify()) return false;
        channel.send(new BasicMethod.Cancel(consumer.tag(), true));
        return true;
    }

    /**
     * Somebody else ends the consumer.
     *
     * @param done told on whatever loop
     */
    void revoke(String tag, Consumer<Boolean> done) {
        ChannelConsumer consumer = consumers.get(tag);
        if (consumer == null) {
            done.accept(false);
            return;
        }
        log.info("{}, channel {}: consumer '{}' is cancelled by an operator", channel.connection(), channel.number(), tag);
        channel.outbox().flush();
        consumer.ref().cancel(new Answer<>() {
            @Override
            public void completed(Void nothing) {
                consumer.cancelled();
                done.accept(true);
            }

            @Override
            public void failed(AmqpException error) {
                done.accept(false);
            }
        });
    }

    /** Somebody else changes how much consumers may hold, those that there are too. */
    void limit(int messages, boolean together) {
        if (together) {
            limitTogether(messages);
            return;
        }
        prefetch = messages;
        for (ChannelConsumer consumer : consumers.values()) consumer.ref().prefetch(messages);
    }

    void limit(BasicMethod.Qos qos) {
        if (qos.prefetchSize() != 0) {
            throw new AmqpException(ReplyCode.NOT_IMPLEMENTED, "prefetch_size!=0 (" + qos.prefetchSize() + ")");
        }
        if (qos.global()) limitTogether(qos.prefetchCount());
        else prefetch = qos.prefetchCount();
        channel.send(new BasicMethod.QosOk());
    }

    int count() {
        return consumers.size() + (replies == null ? 0 : 1);
    }

    int prefetch() {
        return prefetch;
    }

    /** For all consumers together; 0 for no limit. */
    int sharedPrefetch() {
        return shared == null ? 0 : shared.limit();
    }

    /** The name that replies to this channel are sent to, while it consumes them. */
    Optional<String> replyName() {
        return Optional.ofNullable(replies).map(ReplyConsumer::name);
    }

    void end() {
        List<ChannelConsumer> all = List.copyOf(consumers.values());
        all.forEach(this::remove);
        all.forEach(ChannelConsumer::end);
        if (replies != null) endReplies();
    }

    private void started(ChannelConsumer consumer, ConsumerRequest request, ConsumerRef ref, boolean noWait) {
        log.debug("{}, channel {}: consumer '{}' of queue '{}' added", channel.connection(), channel.number(), consumer.tag(),
                ref.queue().name());
        channel.connection().events().consumerCreated(channel.number(), ref.queue(), request);
        consumer.start(ref);
        consumers.put(consumer.tag(), consumer);
        channel.memory().note(CONSUMER_BYTES);
        if (!noWait) channel.send(new BasicMethod.ConsumeOk(consumer.tag()));
    }

    private void ended(ChannelConsumer consumer, boolean noWait) {
        remove(consumer);
        consumer.finish();
        sendCancelOk(consumer.tag(), noWait);
    }

    /** @return whether it was there */
    private boolean remove(ChannelConsumer consumer) {
        if (!consumers.remove(consumer.tag(), consumer)) return false;
        channel.memory().give(CONSUMER_BYTES);
        log.debug("{}, channel {}: consumer '{}' removed", channel.connection(), channel.number(), consumer.tag());
        channel.connection().events().consumerDeleted(channel.number(), consumer.ref().queue(), consumer.tag());
        return true;
    }

    private void sendCancelOk(String tag, boolean noWait) {
        if (!noWait) channel.send(new BasicMethod.CancelOk(tag));
    }

    private void consumeReplies(BasicMethod.Consume consume, String tag) {
        requireFewerThanMost();
        if (replies != null) throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "reply consumer already set");
        if (!consume.noAck()) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "reply consumer cannot acknowledge");
        }
        requireFree(tag);
        replies = new ReplyConsumer(channel, tag);
        if (!consume.noWait()) channel.send(new BasicMethod.ConsumeOk(tag));
    }

    private void endReplies() {
        replies.end();
        replies = null;
    }

    private void requireRoom() {
        requireFewerThanMost();
        if (!channel.memory().hasRoomFor(CONSUMER_BYTES)) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "consumers and unfinished messages of this connection take up too much memory");
        }
    }

    /** One of direct replies is not let in beyond the limit, but takes up none of it: so it is with RabbitMQ. */
    private void requireFewerThanMost() {
        int most = channel.connection().settings().limits().consumersPerChannel();
        if (most >= 0 && consumers.size() >= most) {
            throw new AmqpException(ReplyCode.NOT_ALLOWED, "reached maximum (" + most + ") of consumers per channel");
        }
    }

    private void requireFree(String tag) {
        boolean taken = consumers.containsKey(tag) || replies != null && replies.tag().equals(tag);
        if (taken) throw new AmqpException(ReplyCode.NOT_ALLOWED, "attempt to reuse consumer tag '" + tag + "'");
    }

    private void limitTogether(int limit) {
        if (shared != null) {
            shared.limit(limit);
            return;
        }
        if (limit == 0) return;
        shared = new ChannelPrefetch(limit);
        for (ChannelConsumer consumer : consumers.values()) consumer.ref().share(shared);
    }

    private static String generateTag() {
        byte[] bytes = new byte[GENERATED_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return "amq.ctag-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
