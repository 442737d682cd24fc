package io.leveret.it;

import static io.leveret.it.Messages.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.RpcServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The six lessons with which everybody starts, each with programs of its own connection. */
@ExtendWith(BrokerExtension.class)
class TutorialsIT {
    private Channel producer;
    private Channel consumer;
    private Channel secondConsumer;

    @BeforeEach
    void connect(ConnectionFactory factory) throws Exception {
        producer = factory.newConnection("producer").createChannel();
        consumer = factory.newConnection("consumer").createChannel();
        secondConsumer = factory.newConnection("second consumer").createChannel();
    }

    @Test
    void helloWorld() throws Exception {
        TestQueue hello = TestQueue.shared(producer);
        Inbox inbox = Inbox.withoutAcks(consumer, hello.name());
        hello.publish("Hello World!");
        assertThat(inbox.bodies(1)).containsExactly("Hello World!");
        producer.queueDelete(hello.name());
    }

    @Test
    void workQueues() throws Exception {
        TestQueue tasks = TestQueue.shared(producer);
        consumer.basicQos(1);
        secondConsumer.basicQos(1);
        Inbox slow = Inbox.on(consumer, tasks.name());
        Inbox quick = Inbox.on(secondConsumer, tasks.name());
        for (int i = 0; i < 10; i++) {
            producer.basicPublish("", tasks.name(), MessageProperties.PERSISTENT_TEXT_PLAIN, bytes("task " + i));
        }
        for (int i = 0; i < 9; i++) quick.ack(i); // while the slow one is still busy with its first

        assertThat(slow.bodies(1)).hasSize(1);
        consumer.getConnection().abort();
        assertThat(quick.bodies(10)).containsAll(slow.bodies()).doesNotHaveDuplicates();
        quick.ack(9);
        producer.queueDelete(tasks.name());
    }

    @Test
    void publishSubscribe() throws Exception {
        String logs = exchange(BuiltinExchangeType.FANOUT);
        Inbox disk = subscribe(consumer, logs, "");
        Inbox screen = subscribe(secondConsumer, logs, "");
        Messages.publish(producer, logs, "", "info: Hello World!");
        assertThat(disk.bodies(1)).containsExactly("info: Hello World!");
        assertThat(screen.bodies(1)).containsExactly("info: Hello World!");
        producer.exchangeDelete(logs);
    }

    @Test
    void routing() throws Exception {
        String logs = exchange(BuiltinExchangeType.DIRECT);
        Inbox errors = subscribe(consumer, logs, "error");
        Inbox all = subscribe(secondConsumer, logs, "info", "warning", "error");
        for (String severity : List.of("info", "error", "warning", "debug", "error")) {
            Messages.publish(producer, logs, severity, severity);
        }
        assertThat(all.bodies(4)).containsExactly("info", "error", "warning", "error");
        assertThat(errors.bodies(2)).containsExactly("error", "error");
        producer.exchangeDelete(logs);
    }

    @Test
    void topics() throws Exception {
        String animals = exchange(BuiltinExchangeType.TOPIC);
        Inbox orange = subscribe(consumer, animals, "*.orange.*");
        Inbox rabbits = subscribe(secondConsumer, animals, "*.*.rabbit", "lazy.#");
        for (String key : List.of("quick.orange.rabbit", "lazy.orange.elephant", "quick.orange.fox", "lazy.brown.fox",
                "lazy.pink.rabbit", "quick.brown.fox", "quick.orange.new.rabbit", "lazy.orange.new.rabbit")) {
            Messages.publish(producer, animals, key, key);
        }
        assertThat(orange.bodies(3))
                .containsExactly("quick.orange.rabbit", "lazy.orange.elephant", "quick.orange.fox");
        assertThat(rabbits.bodies(5)).containsExactly("quick.orange.rabbit", "lazy.orange.elephant", "lazy.brown.fox",
                "lazy.pink.rabbit", "lazy.orange.new.rabbit");
        producer.exchangeDelete(animals);
    }

    @Test
    void remoteProcedureCall() throws Exception {
        TestQueue calls = TestQueue.shared(consumer);
        RpcServer fibonacci = new RpcServer(consumer, calls.name()) {
            @Override
            public byte[] handleCall(byte[] request, AMQP.BasicProperties reply) {
                return bytes(Integer.toString(fib(Integer.parseInt(new String(request, UTF_8)))));
            }
        };
        CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(fibonacci));
        try (RpcClient client = new RpcClient(
                new RpcClientParams().channel(producer).exchange("").routingKey(calls.name()).timeout(10_000))) {
            assertThat(client.stringCall("10")).isEqualTo("55");
            assertThat(client.stringCall("20")).isEqualTo("6765");
        }
        producer.queueDelete(calls.name());
        consumer.getConnection().close();
        await().until(serving::isDone);
    }

    private String exchange(BuiltinExchangeType type) throws Exception {
        String name = TestQueue.uniqueName();
        producer.exchangeDeclare(name, type);
        return name;
    }

    private static Inbox subscribe(Channel channel, String exchange, String... keys) throws Exception {
        TestQueue queue = TestQueue.on(channel);
        for (String key : keys) channel.queueBind(queue.name(), exchange, key);
        return queue.consumeWithoutAcks();
    }

    private static void serve(RpcServer server) {
        try {
            server.mainloop();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
}
