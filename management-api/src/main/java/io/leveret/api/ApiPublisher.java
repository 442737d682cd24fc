package io.leveret.api;

import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;

import io.leveret.api.http.ApiException;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.DirectReplies;
import io.leveret.engine.Tracing;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Expirations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Publishes one message and waits until its queues have it for good. Used by one thread. */
final class ApiPublisher {

    private static final int ANY_FRAME = 131_072;

    private final ApiClient client;
    private final VirtualHost host;
    private final String node;

    ApiPublisher(ApiClient client, String node) {
        this.client = client;
        this.host = client.virtualHost();
        this.node = node;
    }

    /**
     * @return whether it has reached anybody
     * @throws AmqpException as a channel would be closed with
     * @throws ApiException 400 when a queue refuses it
     */
    boolean publish(Message message) {
        client.rights().require(WRITE, EXCHANGE, message.exchange());
        Exchange exchange = host.exchange(message.exchange());
        if (exchange.isInternal()) throw internal(exchange);
        Expirations.check(message.properties());
        if (exchange.routesTopics()) {
            message.routingKeys().forEach(key -> client.rights().requireTopic(WRITE, message.exchange(), key));
        }
        checkUserId(message);
        if (message.exchange().isEmpty() && DirectReplies.isReplyName(message.routingKey())) return reply(message);
        Matches<QueueRef> matches = new Matches<>();
        exchange.route(message, matches);
        if (host.tracing().isOn()) trace(message, matches);
        if (!matches.isEmpty()) send(message, matches);
        return !matches.isUnroutable();
    }

    private boolean reply(Message message) {
        Optional<Consumer<Message>> requester = host.directReplies().find(message.routingKey());
        requester.ifPresent(asker -> asker.accept(message.withoutBlindCopies()));
        return requester.isPresent();
    }

    private void send(Message message, Matches<QueueRef> matches) {
        Confirm confirm = new Confirm(matches.size());
        Outbox outbox = new Outbox(busy -> { });
        outbox.publishAll(message.withoutBlindCopies(), matches, matches.newKeys().forgottenWhenRefused(confirm), 1);
        outbox.flush();
        if (!ManagedBroker.await(confirm.taken)) {
            throw ApiException.badRequest("rejected Unable to publish message. Check queue limits.");
        }
    }

    private void trace(Message message, Matches<QueueRef> matches) {
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) queues.add(matches.queue(i).name());
        Outbox outbox = new Outbox(busy -> { });
        host.tracing().published(message, queues, new Tracing.Party(node, client.name(), 1, client.userName(), ANY_FRAME), outbox);
        outbox.flush();
    }

    private void checkUserId(Message message) {
        message.properties().userId().filter(claimed -> !claimed.equals(client.userName()) && !client.user().isImpersonator())
            .ifPresent(claimed -> {
                throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "user_id property set to '" + claimed
                    + "' but authenticated user was '" + client.userName() + "'");
            });
    }

    private AmqpException internal(Exchange exchange) {
        return new AmqpException(ReplyCode.ACCESS_REFUSED, "cannot publish to internal exchange '" + exchange.name()
            + "' in vhost '" + host.name() + "'");
    }

    /** Hears from every queue; one that refuses is enough. */
    private static final class Confirm implements Confirmations {
        private final AtomicInteger missing;
        private final CompletableFuture<Boolean> taken = new CompletableFuture<>();

        Confirm(int queues) {
            this.missing = new AtomicInteger(queues);
        }

        @Override
        public void confirmed(long first, long last) {
            if (missing.decrementAndGet() == 0) taken.complete(true);
        }

        @Override
        public void rejected(long first, long last) {
            taken.complete(false);
        }
    }
}
