package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Queues, exchanges and bindings that come and go: what the broker said it did is done. */
final class TopologyLane implements Lane {
    private static final int MOST = 30;

    private final Deque<String> declared = new ArrayDeque<>();
    private final Set<String> deleted = new HashSet<>();
    private int next;

    @Override
    public void declare(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("crossroads", "topic", true);
        }
    }

    @Override
    public void work(Work work) throws Exception {
        Channel channel = work.connect().createChannel();
        work.repeat("declarations", () -> {
            String queue = "road-" + next++;
            channel.queueDeclare(queue, true, false, false, Map.of("x-max-length", next));
            channel.queueBind(queue, "crossroads", queue + ".#");
            channel.queueBind(queue, "crossroads", "to-all");
            channel.exchangeDeclare(gateOf(queue), "fanout", true);
            channel.exchangeBind(gateOf(queue), "crossroads", queue + ".gate");
            channel.queueBind(queue, gateOf(queue), "");
            channel.queueUnbind(queue, "crossroads", "to-all");
            declared.add(queue);
            if (declared.size() < MOST) return;
            String oldest = declared.remove(); // unsure for the moment
            channel.exchangeDelete(gateOf(oldest));
            channel.queueDelete(oldest);
            deleted.add(oldest);
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        for (String queue : List.copyOf(declared)) {
            assertThat(exists(connection, queue)).as("%s was declared", queue).isTrue();
            try (Channel channel = connection.createChannel()) {
                channel.basicPublish("crossroads", queue + ".x", null, new byte[Long.BYTES]);
                assertThat(channel.queuePurge(queue).getMessageCount()).as("the binding of %s is there", queue).isEqualTo(1);
                channel.basicPublish("crossroads", "to-all", null, new byte[Long.BYTES]);
                assertThat(channel.queuePurge(queue).getMessageCount()).as("a binding of %s is gone", queue).isZero();
                channel.basicPublish(gateOf(queue), "", null, new byte[Long.BYTES]);
                assertThat(channel.queuePurge(queue).getMessageCount()).as("the gate of %s is there", queue).isEqualTo(1);
            }
        }
        for (String queue : deleted) assertThat(exists(connection, queue)).as("%s was deleted", queue).isFalse();
        deleted.clear();
    }

    private static String gateOf(String queue) {
        return "gate of " + queue;
    }

    private static boolean exists(Connection connection, String queue) throws Exception {
        Channel channel = connection.createChannel();
        try {
            channel.queueDeclarePassive(queue);
            channel.close();
            return true;
        } catch (IOException notFound) {
            return false;
        }
    }
}
