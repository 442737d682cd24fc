package io.leveret.broker.amqp;

import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;

import io.leveret.codec.Content;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.engine.DirectReplies;
import io.leveret.engine.Session;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Expirations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes messages in: checks them in RabbitMQ's order, routes them and gives them to their queues. */
final class PublishHandler {

    private final AmqpChannel channel;
    private final Matches<QueueRef> matches;

    PublishHandler(AmqpChannel channel) {
        this.channel = channel;
        this.matches = channel.connection().matches();
    }

    void publish(BasicMethod.Publish publish, Content content) {
        if (publish.immediate()) throw new AmqpException(ReplyCode.NOT_IMPLEMENTED, "immediate=true");
        Rights rights = channel.connection().rights();
        rights.require(WRITE, EXCHANGE, publish.exchange());
        Exchange exchange = channel.virtualHost().exchange(publish.exchange());
        if (exchange.isInternal()) throw internal(exchange);
        BasicProperties properties = withRealReplyTo(content.properties());
        Expirations.check(properties);
        Message message = new Message(exchange.name(), publish.routingKey(), properties, content.body());
        if (exchange.routesTopics()) requireTopics(rights, message);
        checkUserId(properties);
        channel.stats().takenIn(message);
        if (exchange.name().isEmpty() && DirectReplies.isReplyName(publish.routingKey())) {
            channel.stats().published(exchange, 0);
            channel.connection().streaming().asked(); // somebody waits for a reply
            reply(message, publish.mandatory());
            return;
        }
        matches.clear();
        exchange.route(message, matches);
        channel.trace().published(message, matches);
        channel.stats().published(exchange, matches.size());
        if (matches.isUnroutable()) channel.stats().publishedToNobody(exchange, publish.mandatory());
        if (channel.tx().isSelected() || channel.confirm().isSelected()) channel.connection().streaming().asked();
        else channel.connection().streaming().published();
        if (channel.tx().isSelected()) channel.tx().hold(message, matches, publish.mandatory());
        else send(message, publish.mandatory());
    }

    /** In whose name it is published is the client's own, or it may act for others. */
    private void checkUserId(BasicProperties properties) {
        Optional<String> claimed = properties.userId();
        Session session = channel.connection().session();
        if (claimed.isEmpty() || session.mayPublishAs(claimed.get())) return;
        throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "user_id property set to '" + claimed.get()
                + "' but authenticated user was '" + session.user() + "'");
    }

    private static void requireTopics(Rights rights, Message message) {
        rights.requireTopic(WRITE, message.exchange(), message.routingKey());
        List<String> further = message.furtherKeys();
        for (int i = 0; i < further.size(); i++) rights.requireTopic(WRITE, message.exchange(), further.get(i));
    }

    private void send(Message message, boolean mandatory) {
        int queues = matches.size();
        if (mandatory && matches.isUnroutable()) giveBack(message);
        ConfirmHandler confirm = channel.confirm();
        boolean confirming = confirm.isSelected();
        long sequence = confirming ? confirm.next(queues) : 0;
        if (queues == 0) return;
        Confirmations publisher = matches.newKeys().forgottenWhenRefused(confirming ? confirm.confirms() : Confirmations.NONE);
        channel.connection().burst().notePublish(queues);
        channel.outbox().publishAll(message.withoutBlindCopies(), matches, publisher, sequence);
    }

    /** A reply to a request that named {@code amq.rabbitmq.reply-to}: it meets no queue. */
    private void reply(Message message, boolean mandatory) {
        Optional<Consumer<Message>> requester = channel.virtualHost().directReplies().find(message.routingKey());
        channel.trace().publishedReply(message);
        if (channel.tx().isSelected()) {
            channel.tx().holdReply(message, requester, mandatory);
            return;
        }
        if (requester.isEmpty() && mandatory) giveBack(message);
        requester.ifPresent(asker -> asker.accept(message.withoutBlindCopies()));
        if (channel.confirm().isSelected()) channel.confirm().next(0);
    }

    /** Returns a message that reached no queue to its publisher, as it came. */
    void giveBack(Message message) {
        channel.send(new BasicMethod.Return(ReplyCode.NO_ROUTE.code(), ReplyCode.NO_ROUTE.name(),
                message.exchange(), message.routingKey()), message.properties(), message.body());
    }

    private BasicProperties withRealReplyTo(BasicProperties properties) {
        Optional<String> replyTo = properties.replyTo();
        if (replyTo.isEmpty() || !replyTo.get().equals(DirectReplies.PSEUDO_QUEUE)) return properties;
        return properties.withReplyTo(channel.replyName().orElseThrow(() ->
                new AmqpException(ReplyCode.PRECONDITION_FAILED, "fast reply consumer does not exist")));
    }

    private AmqpException internal(Exchange exchange) {
        return new AmqpException(ReplyCode.ACCESS_REFUSED, "cannot publish to internal exchange '" + exchange.name()
                + "' in vhost '" + channel.virtualHost().name() + "'");
    }
}
