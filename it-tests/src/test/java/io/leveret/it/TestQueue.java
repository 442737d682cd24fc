package io.leveret.it;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A queue of the test's own, seen through one channel. */
record TestQueue(Channel channel, String name) {
    /** Gone with the channel's connection. */
    static TestQueue on(Channel channel) throws IOException {
        return with(channel, Map.of());
    }

    static TestQueue with(Channel channel, Map<String, Object> arguments) throws IOException {
        return new TestQueue(channel, channel.queueDeclare("", false, true, false, arguments).getQueue());
    }

    /** Outlives the connection; the broker removes it when nobody has used it for a while. */
    static TestQueue shared(Channel channel) throws IOException {
        String name = uniqueName();
        channel.queueDeclare(name, true, false, false, Map.of("x-expires", 60_000));
        return new TestQueue(channel, name);
    }

    /** Outlives the connection; deleted after the test. */
    static TestQueue durable(Channel channel, Names names, Map<String, Object> arguments) throws IOException {
        String name = names.fresh();
        channel.queueDeclare(name, true, false, false, arguments);
        return new TestQueue(channel, name);
    }

    /** As {@link #durable}, of RabbitMQ's replicated type. */
    static TestQueue quorum(Channel channel, Names names, Map<String, Object> arguments) throws IOException {
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("x-queue-type", "quorum");
        return durable(channel, names, all);
    }

    static String uniqueName() {
        return "it." + UUID.randomUUID();
    }

    /** The same queue through another channel. */
    TestQueue through(Channel other) {
        return new TestQueue(other, name);
    }

    TestQueue publish(String... bodies) throws IOException {
        Messages.publish(channel, "", name, bodies);
        return this;
    }

    /** Publishes into the empty queue and waits until other channels see it, too. */
    TestQueue fill(String... bodies) throws IOException {
        publish(bodies).awaitReady(bodies.length);
        return this;
    }

    Inbox consume() throws IOException {
        return Inbox.on(channel, name);
    }

    Inbox consumeWithoutAcks() throws IOException {
        return Inbox.withoutAcks(channel, name);
    }

    /** Takes a message and leaves it unacked. */
    GetResponse get() throws IOException {
        return channel.basicGet(name, false);
    }

    /** Takes all that is ready. */
    List<String> drain() throws IOException {
        List<String> bodies = new ArrayList<>();
        for (GetResponse next = next(); next != null; next = next()) bodies.add(Messages.text(next));
        return bodies;
    }

    long ready() throws IOException {
        return channel.queueDeclarePassive(name).getMessageCount();
    }

    /** Waits until so many messages are ready: what others published or gave back takes its time. */
    void awaitReady(long count) {
        await().atMost(Inbox.PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(this::ready, ready -> ready == count);
    }

    private GetResponse next() throws IOException {
        return channel.basicGet(name, true);
    }
}
