package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/** Publishing with confirms to one queue, and a consumer that acks in transactions, and gives some back before that. */
final class PlainLane implements Lane {
    private static final int BATCH = 20;

    private final Ledger ledger;
    private final Set<Long> settling = new HashSet<>();
    private final Map<String, Object> arguments;
    private final RandomGenerator random;
    private LongUnaryOperator key = id -> 0;
    private LongFunction<AMQP.BasicProperties> properties = id -> Publisher.persistent();
    private long nextId;

    PlainLane(String queue, Map<String, Object> arguments, RandomGenerator random) {
        this.ledger = new Ledger(queue);
        this.arguments = arguments;
        this.random = random;
    }

    /** The queue keeps the order only of messages with the same key, which it finds in their properties. */
    PlainLane orderedBy(LongUnaryOperator itsKey, LongFunction<AMQP.BasicProperties> itsProperties) {
        key = itsKey;
        properties = itsProperties;
        return this;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(ledger.queue(), true, false, false, arguments);
        }
    }

    @Override
    public void work(Work work) throws Exception {
        Publisher publisher = new Publisher(work.connect().createChannel(), random, id -> ledger.confirmed(id, settling));
        work.repeat("publisher of " + ledger.queue(), () -> {
            long id = nextId++;
            ledger.sent(id);
            publisher.publish("", ledger.queue(), properties.apply(id), id);
        });
        Channel channel = work.connect().createChannel();
        channel.txSelect();
        channel.basicQos(3 * BATCH);
        channel.basicConsume(ledger.queue(), false, new Acking(channel, work));
    }

    @Override
    public void check(Connection connection) throws Exception {
        ledger.checkInOrder(Drain.all(connection, ledger.queue()), key);
        ledger.emptied();
    }

    private final class Acking extends DefaultConsumer {
        private final Work work;
        private final List<Long> batch = new ArrayList<>();
        private int seen;

        Acking(Channel channel, Work work) {
            super(channel);
            this.work = work;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) throws IOException {
            work.check(() -> Bodies.id(body));
            if (++seen % 50 == 0) {
                getChannel().basicNack(envelope.getDeliveryTag(), false, true);
                return;
            }
            batch.add(Bodies.id(body));
            ledger.settling(Bodies.id(body), settling);
            getChannel().basicAck(envelope.getDeliveryTag(), false);
            if (batch.size() < BATCH) return;
            getChannel().txCommit();
            batch.forEach(ledger::settled);
            batch.clear();
        }
    }
}
