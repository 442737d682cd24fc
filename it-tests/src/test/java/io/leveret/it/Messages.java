package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Random;

/** Bodies of messages as tests write and read them. */
final class Messages {
    private Messages() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(Delivery delivery) {
        return new String(delivery.getBody(), UTF_8);
    }

    static String text(GetResponse response) {
        return new String(response.getBody(), UTF_8);
    }

    /** Bytes that look random and are the same in every run. */
    static byte[] noise(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    static void publish(Channel channel, String exchange, String routingKey, String... bodies) throws IOException {
        for (String body : bodies) channel.basicPublish(exchange, routingKey, null, bytes(body));
    }
}
