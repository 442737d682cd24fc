package io.leveret.it.crash;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;

/** One kind of work that goes on until the broker is killed, and what must be true of it when it is back. */
interface Lane {

    /** Before the first round. */
    void declare(Connection connection) throws Exception;

    /** Starts work on connections of its own, in threads that end with the connection; an end by the kill is no error. */
    void work(Work work) throws Exception;

    /** After a restart: looks at what is there, and leaves queues empty for the next round. */
    void check(Connection connection) throws Exception;

    /** Durable ones, with nothing special about them. */
    static void declareQueues(Connection connection, String... queues) throws Exception {
        try (Channel channel = connection.createChannel()) {
            for (String queue : queues) channel.queueDeclare(queue, true, false, false, Map.of());
        }
    }
}
