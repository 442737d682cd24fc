package io.leveret.perf.load;

import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What is opened and closed again and again. */
public enum Churn {
    CONNECTIONS {
        @Override Worker worker(Session session, EventLoop loop) {
            Supplier<CompletableFuture<?>> round = () -> session.connector().open(loop, session::fail).thenCompose(connection -> connection.close());
            return new Worker(loop, round, null);
        }
    },
    CHANNELS {
        @Override Worker worker(Session session, EventLoop loop) {
            ClientConnection connection = Session.await(session.connector().open(loop, session::fail));
            return new Worker(loop, () -> connection.openChannel().thenCompose(ClientChannel::close), connection);
        }
    },
    QUEUES {
        @Override Worker worker(Session session, EventLoop loop) {
            ClientConnection connection = Session.await(session.connector().open(loop, session::fail));
            ClientChannel channel = Session.openChannel(connection);
            return new Worker(loop, () -> {
                channel.call(new QueueMethod.Declare("", false, false, true, false, false, FieldTable.EMPTY));
                return channel.call(new QueueMethod.Delete("", false, false, false)); // "" is the one declared last
            }, connection);
        }
    };

    /** Who does so; the connection is null if it has none that stays. */
    record Worker(EventLoop loop, Supplier<CompletableFuture<?>> round, ClientConnection connection) {}

    abstract Worker worker(Session session, EventLoop loop);
}
