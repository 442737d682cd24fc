package io.leveret.engine.management;

import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Expirations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.VirtualHostCommands.Published;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes a message for somebody without a connection, as one of a client's would be. */
final class Publishing {

    private final VirtualHost host;
    private final Actor actor;

    Publishing(VirtualHost host, Actor actor) {
        this.host = host;
        this.actor = actor;
    }

    /** @throws AmqpException as for a client: 403, 404, 406 */
    CompletionStage<Published> publish(Message message) {
        actor.rights().require(WRITE, EXCHANGE, message.exchange());
        Exchange exchange = host.exchange(message.exchange());
        if (exchange.isInternal()) throw internal(exchange);
        Expirations.check(message.properties());
        if (exchange.routesTopics()) requireTopics(message);
        actor.requireUserId(message.properties());
        Matches<QueueRef> matches = new Matches<>();
        exchange.route(message, matches);
        exchange.stats().published(matches.size());
        if (matches.isEmpty()) {
            return CompletableFuture.completedFuture(matches.isUnroutable() ? Published.UNROUTED : Published.ROUTED);
        }
        Receipt receipt = new Receipt(matches.size());
        Outbox outbox = Outbox.thatPosts(busy -> { });
        outbox.publishAll(message.withoutBlindCopies(), matches, matches.newKeys().forgottenWhenRefused(receipt), 1);
        outbox.flush();
        return receipt.answer;
    }

    private void requireTopics(Message message) {
        actor.rights().requireTopic(WRITE, message.exchange(), message.routingKey());
        message.furtherKeys().forEach(key -> actor.rights().requireTopic(WRITE, message.exchange(), key));
    }

    private AmqpException internal(Exchange exchange) {
        return new AmqpException(ReplyCode.ACCESS_REFUSED, "cannot publish to internal exchange '" + exchange.name()
            + "' in vhost '" + host.name() + "'");
    }

    /** What the queues say to it. */
    private static final class Receipt implements Confirmations {

        private final CompletableFuture<Published> answer = new CompletableFuture<>();
        private final AtomicLong missing;
        private volatile boolean refused;

        Receipt(int queues) {
            this.missing = new AtomicLong(queues);
        }

        @Override
        public void confirmed(long first, long last) {
            count(last - first + 1);
        }

        @Override
        public void rejected(long first, long last) {
            refused = true;
            count(last - first + 1);
        }

        private void count(long queues) {
            if (missing.addAndGet(-queues) == 0) answer.complete(refused ? Published.REFUSED : Published.ROUTED);
        }
    }
}
