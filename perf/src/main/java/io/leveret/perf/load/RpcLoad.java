package io.leveret.perf.load;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.perf.client.ChannelUser;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers and those who answer, over a queue for the calls and direct reply-to for the answers. */
public final class RpcLoad implements Load {
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";

    private final Session session;
    private final Topology topology;
    private final Publishing calling;
    private final int servers;
    private final List<ClientConnection> connections = new ArrayList<>();
    private final List<RpcClient> clients = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** @param topology with one queue and the default exchange */
    public RpcLoad(Session session, Topology topology, Publishing calling, int servers) {
        this.session = session;
        this.topology = topology;
        this.calling = calling;
        this.servers = servers;
    }

    @Override public void prepare() {
        ClientConnection declaring = connect();
        String queue = new Declarations(declaring, topology).declare().get(0);
        for (int i = 0; i < servers; i++) {
            ClientConnection connection = connect();
            ClientChannel channel = Session.openChannel(connection);
            consume(channel, queue, new RpcServer(channel, calling.size()));
        }
        for (int i = 0; i < calling.producers(); i++) addClient(queue);
        if (calling.limit() > 0) {
            CompletableFuture.allOf(clients.stream().map(RpcClient::finished).toArray(CompletableFuture<?>[]::new))
                    .thenRun(() -> ended.complete(null));
        }
    }

    @Override public void start() {
        clients.forEach(client -> Session.run(client.loop(), client::start));
    }

    @Override public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override public void stop() {
        clients.forEach(client -> Session.run(client.loop(), client::stop));
        connections.stream().map(connection -> Session.on(connection.loop(), connection::close)).toList().forEach(Session::await);
    }

    private void addClient(String queue) {
        ClientConnection connection = connect();
        ClientChannel channel = Session.openChannel(connection);
        BasicProperties properties = BasicProperties.builder().replyTo(DIRECT_REPLY_TO).correlationId("1").build();
        PublishFrames frames = PublishFrames.of(new PublishFrames.Message(topology.exchange(), List.of(queue), false, properties,
                calling.size()), channel.number(), connection.frameMax());
        RpcClient client = new RpcClient(channel, frames, calling.limit(), session.clock(), session.meter(connection));
        consume(channel, DIRECT_REPLY_TO, client);
        clients.add(client);
    }

    private static void consume(ClientChannel channel, String queue, ChannelUser user) {
        Session.await(Session.on(channel.connection().loop(), () -> {
            channel.uses(user);
            return channel.call(new BasicMethod.Consume(queue, "", false, true, false, false, FieldTable.EMPTY));
        }));
    }

    private ClientConnection connect() {
        ClientConnection connection = session.connect();
        connections.add(connection);
        return connection;
    }
}
