package io.leveret.engine;

import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueOwner;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.stats.Scope;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What queues see of their virtual host.
 *
 * @param exchanges finds an exchange by its name, or null
 * @param leaving   says which queues that have no reason left to exist may go
 * @param unusedBy  takes those
 */
record Neighbourhood(QueueStorage storage, Scope scope, Function<String, Exchange> exchanges, UnusedQueues leaving, Consumer<QueueRef> unusedBy)
        implements QueueOwner {

    @Override
    public boolean mayGo(QueueRef queue) {
        return leaving.mayGo(queue);
    }

    @Override
    public void unused(QueueRef queue) {
        unusedBy.accept(queue);
    }

    @Override
    public void route(Message message, Matches<QueueRef> matches) {
        Exchange exchange = exchanges.apply(message.exchange());
        if (exchange != null) exchange.route(message, matches);
    }
}
