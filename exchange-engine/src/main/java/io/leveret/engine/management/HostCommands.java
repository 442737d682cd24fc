package io.leveret.engine.management;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.CatchUp;
import io.leveret.engine.ExchangeDeclaration;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.BindingInfo;
import io.leveret.engine.view.DestinationKind;
import io.leveret.engine.view.GotMessage;
import io.leveret.engine.view.VirtualHostCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a user does in a virtual host, through the same doors as its clients. */
final class HostCommands implements VirtualHostCommands {

    private final VirtualHost host;
    private final Actor actor;
    private final Loop home;

    /** @param home for what is declared */
    HostCommands(VirtualHost host, Actor actor, Loop home) {
        this.host = host;
        this.actor = actor;
        this.home = home;
    }

    @Override
    public CompletionStage<Boolean> declareExchange(String name, String type, boolean durable, boolean autoDelete,
                                                    boolean internal, FieldTable arguments) {
        Exchange before = host.findExchange(name);
        host.declareExchange(new ExchangeDeclaration(name, type, durable, autoDelete, internal, arguments), actor, home);
        return stored(before == null);
    }

    @Override
    public CompletionStage<Boolean> declareQueue(String name, boolean durable, boolean autoDelete, FieldTable arguments) {
        QueueRef before = host.findQueue(name);
        host.declareQueue(new QueueDeclaration(name, durable, false, autoDelete, arguments), actor, home);
        return stored(before == null);
    }

    @Override
    public CompletionStage<Void> deleteExchange(String name, boolean ifUnused) {
        host.requireExchange(name, actor);
        host.deleteExchange(name, ifUnused, actor);
        return stored(null);
    }

    @Override
    public CompletionStage<Long> deleteQueue(String name, boolean ifUnused, boolean ifEmpty) {
        host.requireQueue(name, actor);
        Reply<Long> deleted = new Reply<>();
        host.deleteQueue(name, ifUnused, ifEmpty, actor, deleted);
        return deleted.thenCompose(this::stored);
    }

    @Override
    public CompletionStage<Long> purge(String queue) {
        Reply<Long> purged = new Reply<>();
        host.queue(queue, actor).purge(purged);
        return purged;
    }

    @Override
    public CompletionStage<Void> bind(String source, DestinationKind kind, String destination, String routingKey,
                                      FieldTable arguments) {
        CatchUp missed = kind == DestinationKind.QUEUE ? host.bindQueue(destination, source, routingKey, arguments, actor)
            : host.bindExchange(destination, source, routingKey, arguments, actor);
        if (missed.isEmpty()) return stored(null);
        CompletableFuture<Void> sent = new CompletableFuture<>();
        home.execute(() -> missed.send(home, () -> sent.complete(null)));
        return sent.thenCompose(this::stored);
    }

    @Override
    public CompletionStage<Boolean> unbind(BindingInfo binding) {
        if (!exists(binding)) return CompletableFuture.completedFuture(false);
        if (binding.kind() == DestinationKind.QUEUE) {
            host.unbindQueue(binding.destination(), binding.source(), binding.routingKey(), binding.arguments(), actor);
        } else {
            host.unbindExchange(binding.destination(), binding.source(), binding.routingKey(), binding.arguments(), actor);
        }
        return stored(true);
    }

    private boolean exists(BindingInfo binding) {
        if (binding.source().isEmpty()) { // it comes and goes with its queue
            throw new AmqpException(ReplyCode.ACCESS_REFUSED, "operation not permitted on the default exchange");
        }
        Exchange source = host.findExchange(binding.source());
        return source != null && source.bindings().stream().anyMatch(each -> Bindings.info(host, each).equals(binding));
    }

    @Override
    public CompletionStage<Published> publish(String exchange, String routingKey, BasicProperties properties, Body body) {
        return new Publishing(host, actor).publish(new Message(exchange, routingKey, properties, body));
    }

    @Override
    public CompletionStage<List<GotMessage>> get(String queue, int count, GetMode mode) {
        return new Getting(host.queue(queue, actor), count, mode).start();
    }

    private <T> CompletionStage<T> stored(T result) {
        CompletableFuture<T> stored = new CompletableFuture<>();
        host.whenStored(() -> stored.complete(result));
        return stored;
    }
}
