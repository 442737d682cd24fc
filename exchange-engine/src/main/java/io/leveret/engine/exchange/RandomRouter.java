package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.message.Message;

import java.util.concurrent.ThreadLocalRandom;

/** Matches a message with one binding, any of them. */
final class RandomRouter implements Router {
    private final boolean keylessQueuesOnly;
    private volatile Destination[] destinations = {};

    private RandomRouter(boolean keylessQueuesOnly) {
        this.keylessQueuesOnly = keylessQueuesOnly;
    }

    static RandomRouter amongAll() {
        return new RandomRouter(false);
    }

    /** RabbitMQ's type for queues of the same node, which takes no other destinations and no keys. */
    static RandomRouter amongLocalQueues() {
        return new RandomRouter(true);
    }

    @Override public void bind(Binding binding) {
        if (keylessQueuesOnly) requireKeylessQueue(binding);
        destinations = CopyOnWrite.with(destinations, binding.destination());
    }

    @Override public void unbind(Binding binding) {
        destinations = CopyOnWrite.without(destinations, binding.destination());
    }

    @Override public boolean isPredictable() {
        return false;
    }

    @Override public void route(Message message, Matches<?> matches) {
        Destination[] now = destinations;
        if (now.length > 0) matches.add(now[ThreadLocalRandom.current().nextInt(now.length)]);
    }

    private static void requireKeylessQueue(Binding binding) {
        if (binding.destination() instanceof Exchange) throw new AmqpException(PRECONDITION_FAILED, "Destination not found");
        if (binding.key().isEmpty()) return;
        throw new AmqpException(PRECONDITION_FAILED, "Non empty binding '" + binding.key() + "' key not permitted");
    }
}
