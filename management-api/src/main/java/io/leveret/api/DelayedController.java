package io.leveret.api;

import static io.leveret.engine.access.Operation.READ;
import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.DelayedMessage;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What waits for its time: in a queue before it is delivered again, in an exchange before it is routed. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class DelayedController {

    private static final int MOST_SHOWN = 500;
    private static final int LONGEST_PAYLOAD = 64 << 10;
    private static final long READ_BYTES = 2 << 20;

    private final ManagedBroker managed;

    DelayedController(ManagedBroker managed) {
        this.managed = managed;
    }

    /** What a queue delivers again after a delay only, the earliest first. */
    @Get("/queues/{vhost}/{queue}/delayed")
    HttpResponse<?> ofQueue(String vhost, String queue, Caller caller, Query query) {
        return shown(Optional.of(queue(vhost, queue, caller)), query);
    }

    /** Takes a message out that waits, which is gone then. */
    @Delete("/queues/{vhost}/{queue}/delayed/{id}")
    HttpResponse<?> cancelInQueue(String vhost, String queue, String id, Caller caller) {
        return cancelled(Optional.of(queue(vhost, queue, caller)), id);
    }

    /** What an exchange holds back, the earliest first. */
    @Get("/exchanges/{vhost}/{exchange}/delayed")
    HttpResponse<?> ofExchange(String vhost, String exchange, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        Exchange found = exchange(host, exchange);
        managed.client(caller, host).rights().require(READ, EXCHANGE, found.name());
        return shown(host.holdingQueue(found), query);
    }

    /** Takes a message out that an exchange holds back: it is routed nowhere. */
    @Delete("/exchanges/{vhost}/{exchange}/delayed/{id}")
    HttpResponse<?> cancelInExchange(String vhost, String exchange, String id, Caller caller) {
        VirtualHost host = caller.look(vhost);
        Exchange found = exchange(host, exchange);
        ApiClient client = managed.client(caller, host);
        client.rights().require(READ, EXCHANGE, found.name());
        client.rights().require(WRITE, EXCHANGE, found.name());
        return cancelled(host.holdingQueue(found), id);
    }

    private QueueRef queue(String vhost, String queue, Caller caller) {
        VirtualHost host = caller.look(vhost);
        if (host.findQueue(queue) == null) throw ApiException.noSuchObject();
        return host.queue(queue, managed.client(caller, host));
    }

    private static Exchange exchange(VirtualHost host, String name) {
        return Optional.ofNullable(host.findExchange(Names.exchange(name))).orElseThrow(ApiException::noSuchObject);
    }

    private HttpResponse<?> shown(Optional<QueueRef> waiting, Query query) {
        BrowseQuery asked = new BrowseQuery(query);
        int count = (int) asked.number("count", 50, 1, MOST_SHOWN);
        int truncate = (int) asked.number("truncate", 4096, 0, LONGEST_PAYLOAD);
        boolean isBinary = asked.isBinary();
        Waiting after = query.find("cursor").map(text -> BrowseQuery.understood(() -> Waiting.parse(text))).orElse(Waiting.NONE);
        List<DelayedMessage> found = waiting.isEmpty() ? List.of() : look(waiting.get(), after, count);
        List<Map<String, Object>> messages = new ArrayList<>();
        for (DelayedMessage each : found) {
            Map<String, Object> message = new SeenMessage(waiting.orElseThrow(), truncate, isBinary).show(each.message());
            message.put("id", Waiting.of(waiting.orElseThrow(), each).toString());
            message.put("redelivered", each.again());
            message.put("due_at", each.dueAt());
            message.put("due_in", Math.max(0, each.dueAt() - waiting.orElseThrow().home().millis()));
            messages.add(message);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("messages", messages);
        answer.put("total", waiting.map(queue -> queue.contents().delayedCount()).orElse(0L));
        answer.put("cursor", found.isEmpty() ? null : messages.get(messages.size() - 1).get("id"));
        return Answers.ok(query.columns().within(answer));
    }

    private HttpResponse<?> cancelled(Optional<QueueRef> waiting, String id) {
        Waiting wanted = BrowseQuery.understood(() -> Waiting.parse(id));
        if (waiting.isEmpty() || waiting.get().id() != wanted.queueId()) throw ApiException.noSuchObject();
        QueueRef queue = waiting.get();
        List<DelayedMessage> found = look(queue, wanted.before(), 1);
        boolean isThere = !found.isEmpty() && Waiting.of(queue, found.get(0)).equals(wanted);
        if (!isThere || !managed.<Boolean>ask(answer -> queue.contents().cancel(found.get(0), answer))) {
            throw ApiException.noSuchObject();
        }
        return Answers.done();
    }

    private List<DelayedMessage> look(QueueRef queue, Waiting after, int count) {
        return managed.<List<DelayedMessage>>ask(answer ->
            queue.contents().delayed(after.position(), after.dueAt(), count, READ_BYTES, answer));
    }

    /** What a message that waits is known by: it is found by when it is due. */
    private record Waiting(long queueId, long position, long dueAt) {

        static final Waiting NONE = new Waiting(0, 0, Long.MIN_VALUE);

        static Waiting of(QueueRef queue, DelayedMessage delayed) {
            return new Waiting(queue.id(), delayed.message().position(), delayed.dueAt());
        }

        /** @throws IllegalArgumentException when it is none */
        static Waiting parse(String text) {
            String[] parts = text.split("-", -1);
            try {
                if (parts.length == 3) return new Waiting(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            } catch (NumberFormatException e) {
                // as any other that is none
            }
            throw new IllegalArgumentException("invalid id '" + text + "'");
        }

        Waiting before() {
            return new Waiting(queueId, position - 1, dueAt);
        }

        @Override
        public String toString() {
            return queueId + "-" + position + "-" + dueAt;
        }
    }
}
