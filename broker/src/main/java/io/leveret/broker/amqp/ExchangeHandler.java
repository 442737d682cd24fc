package io.leveret.broker.amqp;

import io.leveret.codec.method.ExchangeMethod;
import io.leveret.codec.method.Method;
import io.leveret.engine.CatchUp;
import io.leveret.engine.ExchangeDeclaration;
import io.leveret.engine.VirtualHost;

/** Class 40: exchanges are declared, deleted, and bound to each other. Lives on the connection's loop. */
final class ExchangeHandler {

    private final AmqpChannel channel;

    ExchangeHandler(AmqpChannel channel) {
        this.channel = channel;
    }

    void handle(Method method) {
        channel.connection().burst().noteChange();
        if (method instanceof ExchangeMethod.Declare declare) declare(declare);
        else if (method instanceof ExchangeMethod.Bind bind) bind(bind);
        else if (method instanceof ExchangeMethod.Unbind unbind) unbind(unbind);
        else if (method instanceof ExchangeMethod.Delete delete) delete(delete);
        else throw Method.unexpected(method);
    }

    private void declare(ExchangeMethod.Declare declare) {
        if (declare.passive()) {
            virtualHost().requireExchange(declare.exchange(), channel.connection());
        } else {
            virtualHost().declareExchange(new ExchangeDeclaration(declare.exchange(), declare.type(),
                    declare.durable(), declare.autoDelete(), declare.internal(), declare.arguments()),
                    channel.connection(), channel.loop());
        }
        reply(declare.noWait(), new ExchangeMethod.DeclareOk());
    }

    private void delete(ExchangeMethod.Delete delete) {
        virtualHost().deleteExchange(delete.exchange(), delete.ifUnused(), channel.connection());
        reply(delete.noWait(), new ExchangeMethod.DeleteOk());
    }

    private void bind(ExchangeMethod.Bind bind) {
        CatchUp missed = virtualHost().bindExchange(bind.destination(), bind.source(), bind.routingKey(),
                bind.arguments(), channel.connection());
        channel.send(missed, () -> reply(bind.noWait(), new ExchangeMethod.BindOk()));
    }

    private void unbind(ExchangeMethod.Unbind unbind) {
        virtualHost().unbindExchange(unbind.destination(), unbind.source(), unbind.routingKey(), unbind.arguments(),
                channel.connection());
        reply(unbind.noWait(), new ExchangeMethod.UnbindOk());
    }

    private void reply(boolean noWait, Method ok) {
        channel.whenStored(noWait, () -> channel.send(ok));
    }

    private VirtualHost virtualHost() {
        return channel.virtualHost();
    }
}
