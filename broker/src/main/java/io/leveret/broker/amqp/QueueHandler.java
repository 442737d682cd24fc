package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.engine.CatchUp;
import io.leveret.engine.DirectReplies;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStatus;

/** Class 50: queues are declared, bound, purged and deleted. Lives on the connection's loop. */
final class QueueHandler {

    private final AmqpChannel channel;
    private String latestDeclared = "";

    QueueHandler(AmqpChannel channel) {
        this.channel = channel;
    }

    void handle(Method method) {
        channel.connection().burst().noteChange();
        if (method instanceof QueueMethod.Declare declare) declare(declare);
        else if (method instanceof QueueMethod.Bind bind) bind(bind);
        else if (method instanceof QueueMethod.Unbind unbind) unbind(unbind);
        else if (method instanceof QueueMethod.Purge purge) purge(purge);
        else if (method instanceof QueueMethod.Delete delete) delete(delete);
        else throw Method.unexpected(method);
    }

    /** The queue a method names; without a name it is the one that the channel declared last. */
    String nameOrLatest(String name) {
        if (!name.isEmpty()) return name;
        if (latestDeclared.isEmpty()) throw new AmqpException(ReplyCode.NOT_FOUND, "no previously declared queue");
        return latestDeclared;
    }

    private void declare(QueueMethod.Declare declare) {
        if (DirectReplies.isReplyName(declare.queue())) declareRequester(declare);
        else if (declare.passive()) declarePassively(declare);
        else declareActively(declare);
    }

    private void declareActively(QueueMethod.Declare declare) {
        QueueDeclaration declaration = new QueueDeclaration(declare.queue(), declare.durable(), declare.exclusive(),
                declare.autoDelete(), declare.arguments());
        QueueRef queue = virtualHost().declareQueue(declaration, channel.connection(), channel.loop());
        latestDeclared = queue.name();
        channel.whenStored(declare.noWait(), () -> queue.declared(channel.<QueueStatus>ask(status -> declared(queue.name(), status))
                .ifFailed(deletedSince -> declared(queue.name(), new QueueStatus(0, 0)))));
    }

    private void declarePassively(QueueMethod.Declare declare) {
        QueueRef queue = virtualHost().requireQueue(declare.queue(), channel.connection());
        latestDeclared = queue.name();
        if (declare.noWait()) return;
        queue.status(channel.ask(status -> declared(queue.name(), status)));
    }

    /** Whoever replies to a request may ask this way whether the requester is still there. */
    private void declareRequester(QueueMethod.Declare declare) {
        if (virtualHost().directReplies().find(declare.queue()).isEmpty()) {
            throw new AmqpException(ReplyCode.NOT_FOUND,
                    "no queue '" + declare.queue() + "' in vhost '" + virtualHost().name() + "'");
        }
        if (!declare.noWait()) declared(declare.queue(), new QueueStatus(0, 1));
    }

    private void declared(String name, QueueStatus status) {
        channel.send(new QueueMethod.DeclareOk(name, status.messages(), status.consumers()));
    }

    private void bind(QueueMethod.Bind bind) {
        String queue = requireBindable(bind.queue());
        String key = bindingKey(bind.queue(), bind.routingKey());
        CatchUp missed = virtualHost().bindQueue(queue, bind.exchange(), key, bind.arguments(), channel.connection());
        channel.send(missed, () -> channel.whenStored(bind.noWait(), () -> channel.send(new QueueMethod.BindOk())));
    }

    private void unbind(QueueMethod.Unbind unbind) {
        String queue = requireBindable(unbind.queue());
        String key = bindingKey(unbind.queue(), unbind.routingKey());
        virtualHost().unbindQueue(queue, unbind.exchange(), key, unbind.arguments(), channel.connection());
        channel.whenStored(false, () -> channel.send(new QueueMethod.UnbindOk()));
    }

    private String requireBindable(String name) {
        String queue = nameOrLatest(name);
        if (queue.equals(DirectReplies.PSEUDO_QUEUE) || DirectReplies.isReplyName(queue)) {
            throw new AmqpException(ReplyCode.ACCESS_REFUSED,
                    "cannot bind or unbind to a volatile (direct reply-to) queue");
        }
        return queue;
    }

    /** Neither queue nor key given: the name of the queue is the key too. */
    private String bindingKey(String queue, String key) {
        return queue.isEmpty() && key.isEmpty() ? latestDeclared : key;
    }

    private void purge(QueueMethod.Purge purge) {
        QueueRef queue = virtualHost().queue(nameOrLatest(purge.queue()), channel.connection());
        queue.purge(channel.ask(purged -> {
            if (!purge.noWait()) channel.send(new QueueMethod.PurgeOk(purged));
        }));
    }

    private void delete(QueueMethod.Delete delete) {
        String queue = nameOrLatest(delete.queue());
        virtualHost().deleteQueue(queue, delete.ifUnused(), delete.ifEmpty(), channel.connection(),
                channel.ask(messages -> channel.whenStored(delete.noWait(),
                        () -> channel.send(new QueueMethod.DeleteOk(messages)))));
    }

    private VirtualHost virtualHost() {
        return channel.virtualHost();
    }
}
