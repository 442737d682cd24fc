package io.leveret.perf.load;

import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import io.leveret.perf.client.ClientConnection;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Connections with a channel and a queue of their own, of which nothing is heard any more. */
public final class IdleLoad implements Load {
    private static final int AT_A_TIME = 32;

    private final Session session;
    private final int wanted;
    private final List<ClientConnection> connections = new ArrayList<>();

    public IdleLoad(Session session, int connections) {
        this.session = session;
        this.wanted = connections;
    }

    @Override public void start() {
        while (connections.size() < wanted) {
            List<CompletableFuture<ClientConnection>> opening = new ArrayList<>();
            for (int i = Math.min(AT_A_TIME, wanted - connections.size()); i > 0; i--) opening.add(open());
            opening.forEach(each -> connections.add(Session.await(each)));
        }
    }

    @Override public CompletableFuture<Void> ended() {
        return new CompletableFuture<>();
    }

    @Override public void stop() {
        connections.stream().map(connection -> Session.on(connection.loop(), connection::close)).toList().forEach(Session::await);
    }

    private CompletableFuture<ClientConnection> open() {
        long begun = session.clock().getAsLong();
        return session.connector().open(session::fail).thenCompose(connection -> connection.openChannel()
                .thenCompose(channel -> channel.call(new QueueMethod.Declare("", false, false, true, false, false, FieldTable.EMPTY)))
                .thenApply(answer -> {
                    session.meter(connection).time(Timing.ROUND_TRIP, session.clock().getAsLong() - begun, 1);
                    session.meter(connection).add(Count.DONE, 1);
                    return connection;
                }));
    }
}
