package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;
import java.util.List;
import java.util.function.Function;

/** Routes to the queue whose name is the key. There are no bindings to keep: the queues are them. */
final class DefaultRouter implements Router {
    private final Function<String, ? extends Destination> queues;

    DefaultRouter(Function<String, ? extends Destination> queues) {
        this.queues = queues;
    }

    @Override
    public void bind(Binding binding) {
        throw new IllegalStateException("the default exchange's bindings cannot be changed");
    }

    @Override
    public void unbind(Binding binding) {
        throw new IllegalStateException("the default exchange's bindings cannot be changed");
    }

    @Override
    public void route(Message message, Matches<?> matches) {
        addTo(matches, message.routingKey());
        List<String> furtherKeys = message.furtherKeys();
        for (int i = 0; i < furtherKeys.size(); i++) addTo(matches, furtherKeys.get(i));
    }

    private void addTo(Matches<?> matches, String queueName) {
        Destination queue = queues.apply(queueName);
        if (queue != null) matches.addQueue(queue);
    }
}
