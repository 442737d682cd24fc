package io.leveret.it;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A consumer that keeps what it receives, in order, and settles nothing by itself. */
final class Inbox extends DefaultConsumer {
    /** Generous: machines that run tests are busy. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    Inbox(Channel channel) {
        super(channel);
    }

    static Inbox on(Channel channel, String queue) throws IOException {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, false, inbox);
        return inbox;
    }

    static Inbox withoutAcks(Channel channel, String queue) throws IOException {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue, true, inbox);
        return inbox;
    }

    /** The bodies so far, once there are at least so many. */
    List<String> bodies(int count) {
        awaitSize(count);
        return bodies();
    }

    List<String> bodies() {
        return deliveries.stream().map(Messages::text).toList();
    }

    /** The delivery of that index, counted from 0, once it is here. */
    Delivery delivery(int index) {
        awaitSize(index + 1);
        return deliveries.get(index);
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    int size() {
        return deliveries.size();
    }

    long tag(int index) {
        return delivery(index).getEnvelope().getDeliveryTag();
    }

    void ack(int index) throws IOException {
        getChannel().basicAck(tag(index), false);
    }

    /** The client library tells its consumer a moment after the broker has answered. */
    @Override
    public String getConsumerTag() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                .until(super::getConsumerTag, Objects::nonNull);
    }

    void awaitSize(int count) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                .until(deliveries::size, size -> size >= count);
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        deliveries.add(new Delivery(envelope, properties, body));
    }

    @Override
    public void handleCancel(String tag) {
        cancelled = true;
    }
}
