package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Messages that die, by age, because there are too many, or because a consumer rejects them: each is in its queue or in that of the dead, once. */
final class DeadLetterLane implements Lane {
    private static final int TIME_TO_LIVE = 30;
    private static final int MOST_ALIVE = 20;

    private final Ledger aged = new Ledger("aged and its dead");
    private final Ledger overflown = new Ledger("overflown and its dead");
    private final Ledger rejected = new Ledger("rejected and its dead");
    private final RandomGenerator random;
    private long nextId;

    DeadLetterLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("morgue", "direct", true);
            channel.queueDeclare("aged", true, false, false,
                    Map.of("x-message-ttl", TIME_TO_LIVE, "x-dead-letter-exchange", "morgue"));
            channel.queueDeclare("overflown", true, false, false, Map.of("x-max-length", MOST_ALIVE, "x-dead-letter-exchange", "morgue"));
            channel.queueDeclare("rejected", true, false, false, Map.of("x-dead-letter-exchange", "morgue"));
        }
        for (String queue : List.of("aged", "overflown", "rejected")) {
            try (Channel channel = connection.createChannel()) {
                channel.queueDeclare("dead-" + queue, true, false, false, null);
                channel.queueBind("dead-" + queue, "morgue", queue);
            }
        }
    }

    @Override
    public void work(Work work) throws Exception {
        publishTo(work, "aged", aged);
        publishTo(work, "overflown", overflown);
        publishTo(work, "rejected", rejected);
        Channel channel = work.connect().createChannel();
        channel.basicQos(100);
        channel.basicConsume("rejected", false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                    throws IOException {
                getChannel().basicReject(envelope.getDeliveryTag(), false);
            }
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.basicPublish("", "aged", Publisher.persistent(), Bodies.of(Drain.LAST, random));
        }
        aged.check(Drain.toTheLast(connection, "dead-aged"));
        checkEitherWay(connection, "overflown", overflown);
        checkEitherWay(connection, "rejected", rejected);
        aged.emptied();
    }

    private static void checkEitherWay(Connection connection, String queue, Ledger ledger) throws Exception {
        List<Long> eitherWay = Drain.all(connection, queue);
        eitherWay.addAll(Drain.all(connection, "dead-" + queue));
        ledger.check(eitherWay);
        ledger.emptied();
    }

    private void publishTo(Work work, String queue, Ledger ledger) throws Exception {
        Publisher publisher = new Publisher(work.connect().createChannel(), random, id -> ledger.confirmed(id, Set.of()));
        work.repeat("publisher of " + queue, () -> {
            long id;
            synchronized (this) {
                id = nextId++;
            }
            ledger.sent(id);
            publisher.publish("", queue, Publisher.persistent(), id);
        });
    }
}
