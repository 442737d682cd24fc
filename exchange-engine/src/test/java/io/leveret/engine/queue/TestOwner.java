package io.leveret.engine.queue;

import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A virtual host as small as can be: exchanges that lead to one queue each. */
final class TestOwner implements QueueOwner {

    final List<QueueRef> unused = new ArrayList<>();
    final Map<String, QueueRef> exchanges = new HashMap<>();
    QueueStorage storage = QueueStorage.NONE;

    @Override
    public QueueStorage storage() {
        return storage;
    }
    boolean failsToRoute;

    @Override
    public void unused(QueueRef queue) {
        unused.add(queue);
        queue.delete();
    }

    @Override
    public void route(Message message, Matches<QueueRef> matches) {
        if (failsToRoute) throw new IllegalStateException("meant to fail");
        QueueRef target = exchanges.get(message.exchange());
        Exchange.defaultExchange(anyKey -> target).route(message, matches);
    }
}
