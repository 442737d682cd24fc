package io.leveret.perf;

import io.leveret.codec.value.FieldTable;
import io.leveret.perf.load.Keys;
import io.leveret.perf.load.Topology;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the options say of exchange, queues and bindings. */
final class Topologies {
    private static final int FANOUT_CONSUMERS = 10;
    private static final int TOPIC_QUEUES = 100;
    private static final String BY_THE_BROKER = "";

    private Topologies() {}

    static int consumers(Options options) {
        return options.consumers(options.mode == Mode.FANOUT ? FANOUT_CONSUMERS : 1);
    }

    static Topology of(Options options) {
        List<String> queues = queues(options);
        String type = type(options);
        String exchange = options.exchange != null ? options.exchange : Topology.OWN_EXCHANGE + "-" + type;
        boolean isTemporary = !options.predeclared && queues.contains(BY_THE_BROKER) && (!autoDelete(options) || consumers(options) == 0);
        return new Topology(exchange, type, queues, keys(options, exchange), isDurable(options), autoDelete(options),
                arguments(options), options.predeclared, isTemporary);
    }

    /** Calls need no more than a queue. */
    static Topology calls(Options options) {
        String queue = options.queue == null ? BY_THE_BROKER : options.queue;
        return new Topology("", "direct", List.of(queue), new Keys.OfQueue(), isDurable(options), autoDelete(options),
                arguments(options), options.predeclared, false);
    }

    /** What is published outlives the one who published it, so nothing of it is deleted by itself. */
    static Topology backlog(Options options, String queue, boolean deleted) {
        return new Topology("", "direct", List.of(options.queue == null ? queue : options.queue), new Keys.OfQueue(), isDurable(options),
                false, arguments(options), options.predeclared, deleted);
    }

    private static List<String> queues(Options options) {
        if (options.queue != null) return List.of(options.queue);
        if (options.queuePattern != null) {
            return IntStream.rangeClosed(options.queueFrom, options.queueTo).mapToObj(i -> options.queuePattern.replace("%d", "" + i)).toList();
        }
        int number = options.mode == Mode.TOPIC ? TOPIC_QUEUES : Math.max(1, consumers(options));
        return Collections.nCopies(number, BY_THE_BROKER);
    }

    private static Keys keys(Options options, String exchange) {
        if (options.mode == Mode.TOPIC) return new Keys.Topic(options.bindings);
        if (options.randomKey) return new Keys.Random(options.routingKey == null ? "1" : options.routingKey); // exchanges that hash want a weight
        if (options.routingKey != null) return new Keys.Same(options.routingKey);
        boolean hasNames = options.queue != null || options.queuePattern != null;
        return hasNames || exchange.isEmpty() ? new Keys.OfQueue() : new Keys.Same(UUID.randomUUID().toString());
    }

    private static String type(Options options) {
        if (options.type != null) return options.type;
        return switch (options.mode) {
            case FANOUT -> "fanout";
            case TOPIC -> "topic";
            default -> "direct";
        };
    }

    private static boolean isDurable(Options options) {
        return options.quorumQueue || options.flags.contains("persistent");
    }

    private static boolean autoDelete(Options options) {
        return !options.quorumQueue && (options.autoDelete == null || options.autoDelete);
    }

    private static FieldTable arguments(Options options) {
        Map<String, String> arguments = new LinkedHashMap<>(options.queueArguments);
        if (options.quorumQueue) arguments.putIfAbsent("x-queue-type", "quorum");
        return KeyValues.table(arguments);
    }
}
