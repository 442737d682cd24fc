package io.leveret.it.soak;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Some 2,000 messages a second, which go all the ways that a broker has. */
final class Traffic {
    private static final int TICK = 100;
    private static final int SLOW_TICK = 1000;
    private static final BasicProperties PERSISTENT = MessageProperties.MINIMAL_PERSISTENT_BASIC;
    private static final BasicProperties TRANSIENT = MessageProperties.MINIMAL_BASIC;

    private final RandomGenerator random = RandomGenerator.of("SplittableRandom");
    private final Connection connection;
    private final Clockwork clockwork;
    private final Flow tide;
    private final List<Flow> flows;

    Traffic(Connection connection, Clockwork clockwork, int tideMillis) throws Exception {
        this.connection = connection;
        this.clockwork = clockwork;
        this.tide = tide(tideMillis);
        this.flows = List.of(tide, transients(), persistent(), large(), fanout(), headers(), priorities(), transactions(), aged(), rejected(),
                requeued(), delayed(), deduplicated(), grouped());
    }

    long published() {
        return flows.stream().mapToLong(Flow::publishedCount).sum();
    }

    /** Whatever has been published and has not arrived. */
    List<String> missing() {
        return flows.stream().map(Flow::missing).filter(Objects::nonNull).toList();
    }

    /** Nothing is published any more. */
    void end() throws Exception {
        tide.fetchRest("tide");
    }

    private Flow transients() throws Exception {
        return flow("transient").through(channel -> channel.queueDeclare("transient", false, false, false, null))
                .drained("transient").published(60, TICK, () -> toQueue("transient", TRANSIENT, body(200)));
    }

    private Flow persistent() throws Exception {
        return flow("persistent").through(channel -> declare(channel, "persistent", Map.of()))
                .consumed("persistent").published(50, TICK, () -> toQueue("persistent", PERSISTENT, body(1000)));
    }

    private Flow large() throws Exception {
        return flow("large").through(channel -> declare(channel, "large", Map.of()))
                .consumed("large").published(1, SLOW_TICK, () -> toQueue("large", PERSISTENT, body(1_000_000)));
    }

    /** Stays for a while, with what it takes of the disk. */
    private Flow tide(int millis) throws Exception {
        return flow("tide").through(channel -> declare(channel, "tide", Map.of()))
                .fetched("tide", millis).published(10, TICK, () -> toQueue("tide", PERSISTENT, body(2000)));
    }

    private Flow fanout() throws Exception {
        List<String> queues = Stream.of("east", "west", "north", "south").map("news-"::concat).toList();
        Flow flow = flow("fan-out").arriving(queues.size()).through(channel -> {
            channel.exchangeDeclare("news", BuiltinExchangeType.TOPIC, true);
            for (String queue : queues) {
                declare(channel, queue, Map.of());
                channel.queueBind(queue, "news", "#." + queue.substring(5) + ".#");
            }
        });
        for (String queue : queues) flow.consumed(queue);
        return flow.published(5, TICK, () -> new Flow.Item("news", "to.south.west.north.east." + random.nextInt(), PERSISTENT, body(500)));
    }

    private Flow headers() throws Exception {
        return flow("headers").through(channel -> {
            channel.exchangeDeclare("sorted", BuiltinExchangeType.HEADERS, true);
            declare(channel, "sorted-a", Map.of());
            declare(channel, "sorted-b", Map.of());
            channel.queueBind("sorted-a", "sorted", "", Map.of("x-match", "all", "kind", "a"));
            channel.queueBind("sorted-b", "sorted", "", Map.of("x-match", "any", "kind", "b", "other", 1));
        }).consumed("sorted-a").consumed("sorted-b")
                .published(10, TICK, () -> new Flow.Item("sorted", "", with(Map.of("kind", random.nextBoolean() ? "a" : "b")), body(300)));
    }

    private Flow priorities() throws Exception {
        return flow("priorities").through(channel -> declare(channel, "ranked", Map.of("x-max-priority", 5))).consumed("ranked")
                .published(10, TICK, () -> toQueue("ranked", PERSISTENT.builder().priority(random.nextInt(7)).build(), body(300)));
    }

    private Flow transactions() throws Exception {
        return flow("transactions").through(channel -> declare(channel, "booked", Map.of())).consumed("booked")
                .committed(10, TICK, () -> toQueue("booked", PERSISTENT, body(300)));
    }

    private Flow aged() throws Exception {
        return flow("aged").through(channel -> {
            declare(channel, "aged", Map.of("x-message-ttl", 300, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", "aged-dead"));
            declare(channel, "aged-dead", Map.of());
        }).consumed("aged-dead").published(10, TICK, () -> toQueue("aged", PERSISTENT, body(300)));
    }

    private Flow rejected() throws Exception {
        return flow("rejected").through(channel -> {
            declare(channel, "rejected", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "rejected-dead"));
            declare(channel, "rejected-dead", Map.of());
        }).settled("rejected", (channel, envelope) -> channel.basicReject(envelope.getDeliveryTag(), false))
                .consumed("rejected-dead").published(5, TICK, () -> toQueue("rejected", PERSISTENT, body(300)));
    }

    /** Each comes a second time. */
    private Flow requeued() throws Exception {
        Flow flow = flow("requeued").through(channel -> {
            declare(channel, "again", Map.of());
            declare(channel, "again-done", Map.of());
        });
        return flow.settled("again", (channel, envelope) -> {
            if (!envelope.isRedeliver()) channel.basicNack(envelope.getDeliveryTag(), false, true);
            else {
                channel.basicPublish("", "again-done", PERSISTENT, body(10));
                channel.basicAck(envelope.getDeliveryTag(), false);
            }
        }).consumed("again-done").published(5, TICK, () -> toQueue("again", PERSISTENT, body(300)));
    }

    private Flow delayed() throws Exception {
        return flow("delayed").through(channel -> {
            channel.exchangeDeclare("later", "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
            declare(channel, "later", Map.of());
            channel.queueBind("later", "later", "");
        }).consumed("later")
                .published(5, TICK, () -> new Flow.Item("later", "", with(Map.of("x-delay", 1 + random.nextInt(3000))), body(300)));
    }

    /** How many are duplicates nobody counts. */
    private Flow deduplicated() throws Exception {
        return flow("deduplicated").arriving(0).through(channel -> {
            channel.exchangeDeclare("once", "x-message-deduplication", true, false, Map.of("x-cache-size", 1000, "x-cache-ttl", 60_000));
            declare(channel, "once", Map.of());
            channel.queueBind("once", "once", "");
        }).consumed("once").published(10, TICK, () -> new Flow.Item("once", "",
                with(Map.of("x-deduplication-header", random.nextInt(3) == 0 ? "often" : "key " + random.nextLong())), body(300)));
    }

    private Flow grouped() throws Exception {
        return flow("grouped").through(channel -> declare(channel, "grouped", Map.of("x-message-groups", true))).consumed("grouped")
                .published(10, TICK, () -> toQueue("grouped", with(Map.of("x-group-id", "group " + random.nextLong())), body(300)));
    }

    private Flow flow(String name) {
        return new Flow(name, connection, clockwork);
    }

    private byte[] body(int size) {
        return new byte[1 + random.nextInt(size)];
    }

    private static Flow.Item toQueue(String queue, BasicProperties properties, byte[] body) {
        return new Flow.Item("", queue, properties, body);
    }

    private static BasicProperties with(Map<String, Object> headers) {
        return PERSISTENT.builder().headers(headers).build();
    }

    private static void declare(Channel channel, String queue, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(queue, true, false, false, arguments);
    }
}
