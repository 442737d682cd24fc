package io.leveret.engine;

import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.exchange.Surroundings;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What an exchange sees of its virtual host. */
final class ExchangeSurroundings implements Surroundings {

    private final Function<String, Exchange> exchanges;
    private final Supplier<QueueRef> holdingQueues;
    private final LongSupplier clock;

    /**
     * @param exchanges     finds an exchange by its name, or null
     * @param holdingQueues opens the queue for what the exchange delays
     * @param clock         milliseconds since 1970
     */
    ExchangeSurroundings(Function<String, Exchange> exchanges, Supplier<QueueRef> holdingQueues, LongSupplier clock) {
        this.exchanges = exchanges;
        this.holdingQueues = holdingQueues;
        this.clock = clock;
    }

    @Override
    public Optional<Exchange> exchange(String name) {
        return Optional.ofNullable(exchanges.apply(name));
    }

    @Override
    public void catchUp(Destination destination, List<Message> messages) {
        Outbox outbox = Outbox.thatPosts(busy -> { });
        for (Message message : messages) send(message, destination, outbox);
        outbox.flush();
    }

    @Override
    public Destination holdingQueue() {
        return holdingQueues.get();
    }

    @Override
    public long millis() {
        return clock.getAsLong();
    }

    private static void send(Message message, Destination destination, Outbox outbox) {
        if (destination instanceof Exchange exchange) {
            Matches<QueueRef> matches = new Matches<>();
            exchange.route(message, matches);
            for (int i = 0; i < matches.size(); i++) outbox.publish(matches.queue(i), message, Confirmations.NONE, 0);
        } else {
            outbox.publish((QueueRef) destination, message, Confirmations.NONE, 0);
        }
    }
}
