package io.leveret.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends messages that die to another queue, and reads what is written on them. */
final class DeadLetters {
    static final String EXCHANGE = "x-dead-letter-exchange";
    static final String ROUTING_KEY = "x-dead-letter-routing-key";

    private DeadLetters() {}

    /** Arguments of a queue whose dead letters go straight to that queue. */
    static Map<String, Object> to(TestQueue grave) {
        return to(grave, Map.of());
    }

    static Map<String, Object> to(TestQueue grave, Map<String, Object> further) {
        Map<String, Object> arguments = new HashMap<>(further);
        arguments.put(EXCHANGE, "");
        arguments.put(ROUTING_KEY, grave.name());
        return arguments;
    }

    /** The headers with plain strings; integers, dates and the like keep the types they have on the wire. */
    static Map<String, Object> headers(Delivery delivery) {
        return headers(delivery.getProperties());
    }

    static Map<String, Object> headers(BasicProperties properties) {
        return properties.getHeaders() == null ? Map.of() : table(properties.getHeaders());
    }

    /** The entries of {@code x-death}, in order. */
    static List<Map<String, Object>> deaths(Delivery delivery) {
        return deaths(delivery.getProperties());
    }

    /** The entries of {@code x-death}, in order, as "queue reason count". */
    static List<String> history(Delivery delivery) {
        return history(delivery.getProperties());
    }

    static List<String> history(GetResponse got) {
        return history(got.getProps());
    }

    private static List<String> history(BasicProperties properties) {
        return deaths(properties).stream()
                .map(death -> death.get("queue") + " " + death.get("reason") + " " + death.get("count")).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> deaths(BasicProperties properties) {
        return (List<Map<String, Object>>) headers(properties).get("x-death");
    }

    private static Map<String, Object> table(Map<?, ?> table) {
        Map<String, Object> plain = new HashMap<>();
        table.forEach((name, value) -> plain.put((String) name, value(value)));
        return plain;
    }

    private static Object value(Object value) {
        if (value instanceof LongString) return value.toString();
        if (value instanceof Map) return table((Map<?, ?>) value);
        if (!(value instanceof List)) return value;
        List<Object> plain = new ArrayList<>();
        ((List<?>) value).forEach(element -> plain.add(value(element)));
        return plain;
    }
}
