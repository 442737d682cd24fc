package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.browse.Action;
import io.leveret.engine.browse.JobOrder;
import io.leveret.engine.browse.MessageFilter;
import io.leveret.engine.browse.MessageId;
import io.leveret.engine.browse.Target;
import io.leveret.engine.browse.Target.Detours;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.ClientConnection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What somebody wants done with messages, as the body of a request says it. Throws 400 for what makes no sense. */
record JobRequest(JsonObject wanted) {

    private static final int MOST_MESSAGES = 10_000;
    private static final double FASTEST = 1_000_000;

    /** A filter that is misspelled would let everything through. */
    private static final Set<String> KNOWN = Set.of("action", "messages", "filter", "target", "limit", "rate", "dry_run");
    private static final Set<String> IN_FILTER = Set.of("key", "text", "exchange", "headers", "properties", "redelivered", "dead_letter",
        "min_size", "max_size");
    private static final Set<String> IN_TARGET = Set.of("queue", "exchange", "routing_key", "to", "instead", "messages");

    JobOrder order(VirtualHost host, QueueRef queue, ClientConnection client) {
        requireKnown(wanted, KNOWN);
        Action action = Action.of(wanted.require("action").text("action"))
            .orElseThrow(() -> ApiException.badRequest("action must be remove, move, copy, redrive, requeue or dead_letter"));
        Optional<List<MessageId>> messages = messages(queue);
        if (messages.isEmpty() == !wanted.has("filter")) throw ApiException.badRequest("one of messages and filter must be there");
        return new JobOrder(host, queue, client, action, messages, BrowseQuery.understood(this::filter), target(action),
            limit(), rate(), wanted.flag("dry_run", false));
    }

    private Optional<List<MessageId>> messages(QueueRef queue) {
        if (!wanted.has("messages")) return Optional.empty();
        if (!(wanted.members().get("messages") instanceof List<?> ids)) throw ApiException.badRequest("messages must be an array of ids");
        if (ids.size() > MOST_MESSAGES) throw ApiException.badRequest("no more than " + MOST_MESSAGES + " messages can be chosen");
        List<MessageId> parsed = BrowseQuery.understood(() -> ids.stream().map(id -> MessageId.parse(String.valueOf(id))).distinct()
            .sorted(Comparator.comparingLong(MessageId::position)).toList());
        if (parsed.stream().anyMatch(id -> id.queueId() != queue.id())) {
            throw ApiException.badRequest("some messages are of another queue, perhaps of the same name");
        }
        return Optional.of(parsed);
    }

    private MessageFilter filter() {
        if (!wanted.has("filter")) return MessageFilter.ALL;
        JsonObject filter = requireKnown(object("filter"), IN_FILTER);
        MessageFilter.Builder built = MessageFilter.builder();
        if (filter.has("exchange")) built.exchange(Names.exchange(filter.text("exchange")));
        if (filter.has("key")) built.key(filter.text("key"));
        if (filter.has("text")) built.text(filter.text("text"));
        named(filter.table("headers"), built::header);
        named(filter.table("properties"), built::property);
        if (filter.has("redelivered")) built.redelivered(filter.flag("redelivered", false));
        if (filter.has("dead_letter")) built.deadLetter(filter.flag("dead_letter", false));
        long least = filter.has("min_size") ? filter.number("min_size") : 0;
        long most = filter.has("max_size") ? filter.number("max_size") : Long.MAX_VALUE;
        if (least > 0 || most < Long.MAX_VALUE) built.size(least, most);
        return built.build();
    }

    private static void named(Map<String, Object> patterns, BiConsumer<String, String> condition) {
        patterns.forEach((name, pattern) -> {
            if (pattern != null && !(pattern instanceof String)) throw ApiException.badRequest("pattern for '" + name + "' is no text");
            condition.accept(name, (String) pattern);
        });
    }

    private Target target(Action action) {
        return switch (action) {
            case REMOVE -> Target.NOWHERE;
            case REQUEUE -> Target.SOURCE;
            case DEAD_LETTER -> Target.DEAD_LETTERS;
            case REDRIVE -> redriven();
            case MOVE, COPY -> named();
        };
    }

    private Target named() {
        wanted.require("target");
        JsonObject target = requireKnown(object("target"), IN_TARGET);
        if (target.has("queue") == target.has("exchange")) throw ApiException.badRequest("target must name a queue or an exchange");
        if (target.has("queue")) return Target.queue(target.text("queue"));
        String key = target.has("routing_key") ? Names.requireShort(target.text("routing_key")) : null;
        return Target.exchange(Names.exchange(target.text("exchange")), key);
    }

    private Target redriven() {
        if (!wanted.has("target")) return Target.ofDeath(false, Detours.NONE);
        JsonObject target = requireKnown(object("target"), IN_TARGET);
        String to = target.text("to", () -> "queue");
        if (!to.equals("queue") && !to.equals("exchange")) throw ApiException.badRequest("target.to must be queue or exchange");
        boolean toExchange = to.equals("exchange");
        Map<String, String> others = new HashMap<>();
        named(target.table("instead"), (found, meant) -> others.put(name(found, toExchange), name(meant, toExchange)));
        Map<MessageId, String> messages = new HashMap<>();
        named(target.table("messages"), (id, meant) -> messages.put(BrowseQuery.understood(() -> MessageId.parse(id)), name(meant, toExchange)));
        if (others.size() + messages.size() > MOST_MESSAGES) throw ApiException.badRequest("no more than " + MOST_MESSAGES + " targets can be changed");
        return Target.ofDeath(toExchange, new Detours(others, messages));
    }

    private static String name(String given, boolean ofExchange) {
        if (given == null) throw ApiException.badRequest("target must be a name");
        return ofExchange ? Names.exchange(given) : given;
    }

    private long limit() {
        if (!wanted.has("limit")) return Long.MAX_VALUE;
        long limit = wanted.number("limit");
        if (limit < 1) throw ApiException.badRequest("limit must be 1 or more");
        return limit;
    }

    private double rate() {
        if (!wanted.has("rate")) return 0;
        if (wanted.members().get("rate") instanceof Number number) {
            double rate = number.doubleValue();
            if (rate > 0 && rate <= FASTEST) return rate;
        }
        throw ApiException.badRequest("rate must be a number of messages a second above 0, up to 1000000");
    }

    private static JsonObject requireKnown(JsonObject object, Set<String> known) {
        object.members().keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw ApiException.badRequest("'" + key + "' is not known");
        });
        return object;
    }

    private JsonObject object(String key) {
        return JsonObject.of(wanted.members().get(key)).orElseThrow(() -> ApiException.badRequest(key + " must be an object"));
    }
}
