package io.leveret.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Names that no other test uses. Queues and exchanges that bear them are deleted after the test. */
public final class Names implements AutoCloseable {
    private final ConnectionFactory factory;
    private final List<String> given = new ArrayList<>();

    Names(ConnectionFactory factory) {
        this.factory = factory;
    }

    String fresh() {
        String name = "it-" + UUID.randomUUID();
        given.add(name);
        return name;
    }

    /** A started broker takes its queues along; only a visited one must be left as it was. */
    @Override
    public void close() throws IOException, TimeoutException {
        if (given.isEmpty() || !BrokerUnderTest.isVisiting()) return;
        try (Connection connection = factory.newConnection()) {
            for (String name : given) {
                deleteQueue(connection.createChannel(), name);
                connection.createChannel().exchangeDelete(name);
            }
        }
    }

    private static void deleteQueue(Channel channel, String name) {
        try {
            channel.queueDelete(name);
        } catch (IOException locked) {
            // an exclusive queue, about to go with its connection
        }
    }
}
