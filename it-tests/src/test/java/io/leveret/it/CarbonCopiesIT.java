package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers CC and BCC: more routing keys for one message. */
@ExtendWith(BrokerExtension.class)
class CarbonCopiesIT {
    private final Channel channel;
    private String first;
    private String second;

    CarbonCopiesIT(Channel channel) {
        this.channel = channel;
    }

    @BeforeEach
    void declare() throws Exception {
        first = channel.queueDeclare().getQueue();
        second = channel.queueDeclare().getQueue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CC", "BCC"})
    void reachFurtherQueues(String header) throws Exception {
        publish(first, Map.of(header, List.of("it-missing", second)));
        assertThat(Drained.count(channel, first)).isEqualTo(1);
        assertThat(Drained.count(channel, second)).isEqualTo(1);
    }

    @Test
    void reachAQueueOnce() throws Exception {
        publish(first, Map.of("CC", List.of(first, second), "BCC", List.of(first, second, second)));
        assertThat(Drained.count(channel, first)).isEqualTo(1);
        assertThat(Drained.count(channel, second)).isEqualTo(1);
    }

    @Test
    void areRoutedByTopicToo(Names names) throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, "topic", true);
        channel.queueBind(second, exchange, "a.*");
        channel.basicPublish(exchange, "b", headers(Map.of("CC", List.of("a.b", "a.c"))), new byte[1]);
        assertThat(Drained.count(channel, second)).isEqualTo(1);
    }

    @Test
    void showOpenRecipientsAndHideBlindOnes() throws Exception {
        publish(first, Map.of("CC", List.of(second), "BCC", List.of("hidden"), "other", 7));
        for (String queue : new String[] {first, second}) {
            GetResponse message = channel.basicGet(queue, true);
            assertThat(message.getProps().getHeaders()).containsOnlyKeys("CC", "other");
            assertThat(message.getEnvelope().getRoutingKey()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CC", "BCC"})
    void mustBeLists(String header) {
        Refusal.ofChannel(channel, () -> publish(first, Map.of(header, second))).is(406, "PRECONDITION_FAILED - "
                + "invalid message: {unacceptable_type_in_header,\"" + header + "\",longstr}", BASIC_PUBLISH);
    }

    @Test
    void mayBeEmpty() throws Exception {
        publish(first, Map.of("CC", List.of(), "BCC", List.of()));
        assertThat(Drained.count(channel, first)).isEqualTo(1);
    }

    private void publish(String key, Map<String, Object> headers) throws Exception {
        channel.basicPublish("", key, headers(headers), new byte[1]);
    }

    private static BasicProperties headers(Map<String, Object> headers) {
        return new BasicProperties.Builder().headers(headers).build();
    }
}
