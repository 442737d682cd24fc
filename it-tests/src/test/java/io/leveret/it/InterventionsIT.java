package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cancelling clients' consumers, and changing how much they may hold. */
class InterventionsIT {
    private static final String TAG = "ta/g ü";

    @RegisterExtension
    final BrokerWithApi broker = BrokerWithApi.inMemory();

    private final Api api = broker.api();
    private final Channel channel = broker.channel();
    private final List<Delivery> received = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();

    @BeforeEach
    void declare() throws Exception {
        channel.queueDeclare("q", false, false, false, null);
    }

    @Test
    void aCancelledConsumerIsToldSoAndKeepsWhatItHolds() throws Exception {
        publish(2);
        channel.basicQos(1);
        consume(channel, TAG);
        await().until(() -> received.size() == 1);
        assertThat(api.delete("/consumers/%2F/q/" + Api.encoded(TAG)).status()).isEqualTo(204);
        await().until(() -> cancelled.equals(List.of(TAG)));
        assertThat(channel.consumerCount("q")).isZero();
        channel.basicAck(received.get(0).getEnvelope().getDeliveryTag(), false);
        assertThat(channel.messageCount("q")).isEqualTo(1);
        assertThat(received).hasSize(1);
        assertThat(api.delete("/consumers/%2F/q/" + Api.encoded(TAG)).status()).isEqualTo(404);
        consume(channel, TAG);
        await().until(() -> received.size() == 2);
    }

    @Test
    void theChannelSaysWhichOfSeveralConsumers() throws Exception {
        Channel other = broker.connection().createChannel();
        consume(channel, "same");
        consume(other, "same");
        assertThat(api.delete("/consumers/%2F/q/same")).satisfies(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("say which channel");
        });
        assertThat(api.delete("/consumers/%2F/q/same?channel=nobody%20(1)").status()).isEqualTo(404);
        assertThat(api.delete("/consumers/%2F/q/same?channel=" + Api.encoded(nameOf(other))).status()).isEqualTo(204);
        await().until(() -> cancelled.size() == 1);
        assertThat(other.consumerCount("q")).isEqualTo(1);
    }

    @Test
    void anotherPrefetchHoldsForConsumersThatAreThere() throws Exception {
        publish(10);
        channel.basicQos(1);
        consume(channel, TAG);
        await().until(() -> received.size() == 1);
        assertThat(limit("{\"count\":3}").status()).isEqualTo(204);
        await().until(() -> received.size() == 3);
        assertThat(api.get("/consumers/%2F?columns=prefetch_count").body()).isEqualTo("[{\"prefetch_count\":3}]");
        assertThat(limit("{\"count\":1}").status()).isEqualTo(204);
        channel.basicAck(received.get(1).getEnvelope().getDeliveryTag(), true);
        assertThat(channel.messageCount("q")).isEqualTo(7);
        assertThat(limit("{\"count\":0}").status()).isEqualTo(204);
        await().until(() -> received.size() == 10);
    }

    @Test
    void aLimitForAllConsumersTogetherToo() throws Exception {
        publish(10);
        channel.basicQos(1);
        consume(channel, "one");
        consume(channel, "two");
        await().until(() -> received.size() == 2);
        assertThat(limit("{\"count\":4,\"global\":true}").status()).isEqualTo(204);
        assertThat(limit("{\"count\":9}").status()).isEqualTo(204);
        await().until(() -> received.size() == 4);
        assertThat(channel.messageCount("q")).isEqualTo(6);
    }

    @Test
    void refusesNonsenseAndStrangers() throws Exception {
        consume(channel, TAG);
        for (String bad : List.of("{}", "{\"count\":-1}", "{\"count\":70000}", "{\"count\":\"x\"}", "{\"count\":1,\"global\":7}", "[")) {
            assertThat(limit(bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(api.put("/channels/nobody/prefetch", "{\"count\":1}").status()).isEqualTo(404);
        assertThat(api.put("/channels/" + Api.encoded(nameOf(channel).replace("(1)", "(99)")) + "/prefetch", "{\"count\":1}").status()).isEqualTo(404);
        api.put("/users/manager", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/%2F/manager", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        Api manager = api.as("manager", "secret");
        assertThat(manager.delete("/consumers/%2F/q/" + Api.encoded(TAG)).status()).isEqualTo(401);
        assertThat(manager.put("/channels/" + Api.encoded(nameOf(channel)) + "/prefetch", "{\"count\":1}").status()).isEqualTo(401);
        assertThat(cancelled).isEmpty();
    }

    private Api.Reply limit(String body) {
        return api.put("/channels/" + Api.encoded(nameOf(channel)) + "/prefetch", body);
    }

    private String nameOf(Channel of) {
        String names = api.get("/channels?columns=name,number").body();
        String mark = "(" + of.getChannelNumber() + ")";
        int end = names.indexOf(mark) + mark.length();
        return names.substring(names.lastIndexOf("\"name\":\"", end) + 8, end);
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) channel.basicPublish("", "q", null, new byte[0]);
    }

    private void consume(Channel on, String tag) throws Exception {
        on.basicConsume("q", false, tag, (consumer, delivery) -> received.add(delivery), ended -> cancelled.add(ended));
    }
}
