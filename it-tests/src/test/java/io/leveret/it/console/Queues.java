package io.leveret.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;

/** What a test does with queues besides the console, and how it finds out what the console has done to them. */
final class Queues {

    private final Leveret broker;
    private final Api api;

    Queues(Leveret broker) {
        this.broker = broker;
        this.api = Api.of(broker);
    }

    void declare(String... names) {
        for (String name : names) api.put("/queues/%2F/" + name, "{}");
    }

    /** @param arguments in JSON */
    void declareWith(String arguments, String name) {
        api.put("/queues/%2F/" + name, "{\"arguments\":" + arguments + "}");
    }

    void publish(String queue, String... bodies) {
        for (String body : bodies) {
            api.post("/exchanges/%2F/amq.default/publish",
                    "{\"properties\":{},\"routing_key\":\"%s\",\"payload\":\"%s\",\"payload_encoding\":\"string\"}".formatted(queue, body));
        }
    }

    /** All that it holds is taken and rejected, and so dies. */
    void rejectAll(String queue) throws Exception {
        try (Connection connection = connect("rejecting"); Channel channel = connection.createChannel()) {
            for (var got = channel.basicGet(queue, false); got != null; got = channel.basicGet(queue, false)) {
                channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
            }
        }
    }

    /** As whoever stays away when it is told to go. */
    Connection connect(String name) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection(name);
    }

    int depth(String queue) {
        return api.get("/queues/%2F/" + queue).json().get("messages").intValue();
    }

    void awaitDepth(String queue, int messages) {
        await().untilAsserted(() -> assertThat(depth(queue)).isEqualTo(messages));
    }
}
