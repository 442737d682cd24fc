package io.leveret.engine.management;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.BrokerCommands;
import io.leveret.engine.view.ClientConnection;
import io.leveret.engine.view.VirtualHostCommands;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What can be done to a broker from outside. Callable from any thread. */
public final class EngineCommands implements BrokerCommands {

    private final Broker broker;
    private final List<Loop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param loops given in turn to the queues that are declared */
    public EngineCommands(Broker broker, List<Loop> loops) {
        this.broker = broker;
        this.loops = loops;
    }

    @Override
    public boolean closeConnection(String name, String reason) {
        return close(client -> client.name().equals(name), reason) > 0;
    }

    @Override
    public int closeConnectionsOf(String user, String reason) {
        return broker.closeClients(session -> session.user().equals(user), reason);
    }

    @Override
    public CompletionStage<Boolean> cancelConsumer(String connection, int channel, String tag) {
        return atHome(connection, (client, answer) -> client.cancelConsumer(channel, tag, answer::complete));
    }

    @Override
    public CompletionStage<Boolean> limitChannel(String connection, int channel, int prefetch, boolean together) {
        return atHome(connection, (client, answer) -> answer.complete(client.limitChannel(channel, prefetch, together)));
    }

    /** False when there is no such connection. */
    private CompletionStage<Boolean> atHome(String connection, BiConsumer<ClientConnection, CompletableFuture<Boolean>> work) {
        Optional<ClientConnection> found = broker.clients().values().stream()
            .filter(client -> client.name().equals(connection) && client.home().isPresent()).findAny();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        found.ifPresentOrElse(client -> client.home().orElseThrow().execute(() -> {
            try {
                work.accept(client, answer);
            } catch (RuntimeException failure) { // or whoever asks would wait for nothing
                answer.completeExceptionally(failure);
            }
        }), () -> answer.complete(false));
        return answer;
    }

    private int close(Predicate<ClientConnection> concerned, String reason) {
        List<ClientConnection> found = broker.clients().values().stream().filter(concerned).toList();
        found.forEach(client -> client.close(reason));
        return found.size();
    }

    @Override
    public void forgetStats() {
        broker.sampler().forget();
    }

    @Override
    public void forgetLoginAttempts() {
        broker.reception().counts().forget();
    }

    @Override
    public VirtualHostCommands as(String user, String virtualHost) {
        VirtualHost host = broker.virtualHost(virtualHost);
        if (broker.permissions().find(user, virtualHost).isEmpty()) {
            throw new AmqpException(ReplyCode.NOT_ALLOWED, "access to vhost '" + virtualHost + "' refused for user '" + user + "'");
        }
        Loop home = loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
        return new HostCommands(host, new Actor(broker, user, virtualHost), home);
    }
}
