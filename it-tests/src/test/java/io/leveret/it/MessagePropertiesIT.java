package io.leveret.it;

import static io.leveret.it.Messages.bytes;
import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels with a body: it arrives as it was sent, save the little that the broker must look at. */
@ExtendWith(BrokerExtension.class)
class MessagePropertiesIT {
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel);
    }

    @Test
    void carriesEveryProperty() throws Exception {
        AMQP.BasicProperties sent = new AMQP.BasicProperties.Builder()
                .contentType("text/plain").contentEncoding("identity").headers(Map.of("n", 1)).deliveryMode(2)
                .priority(9).correlationId("correlation").replyTo("somebody").expiration("100000").messageId("message")
                .timestamp(new Date(1_700_000_000_000L)).type("greeting").userId("guest").appId("tests")
                .clusterId("cluster").build();
        assertThat(roundTrip(sent, "hello").getProps()).isEqualTo(sent);
    }

    @Test
    void addsNoPropertyOfItsOwn() throws Exception {
        GetResponse received = roundTrip(new AMQP.BasicProperties(), "bare");
        assertThat(received.getProps()).isEqualTo(new AMQP.BasicProperties());
    }

    @Test
    void carriesEveryPropertyToAConsumer() throws Exception {
        AMQP.BasicProperties sent = new AMQP.BasicProperties.Builder()
                .contentType("text/plain").headers(Map.of("deep", Map.of("n", 1))).type("greeting").build();
        channel.basicPublish("", queue.name(), sent, bytes("hello"));
        assertThat(queue.consume().delivery(0).getProperties()).isEqualTo(sent);
    }

    @Test
    void carriesEveryHeaderType() throws Exception {
        Map<String, Object> headers = new HashMap<>();
        headers.put("bool", true);
        headers.put("byte", (byte) -1);
        headers.put("short", (short) -2);
        headers.put("int", -3);
        headers.put("long", Long.MIN_VALUE);
        headers.put("float", 0.5f);
        headers.put("double", Math.PI);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("string", "Grüße");
        headers.put("empty", "");
        headers.put("binary", new byte[] {0, 1, -1});
        headers.put("timestamp", new Date(1_700_000_000_000L));
        headers.put("nothing", null);
        headers.put("list", List.of(1, List.of("deep", false), Map.of("k", 2L)));
        headers.put("table", Map.of("inner", Map.of("depth", 2)));

        Map<String, Object> received = roundTrip(headers(headers), "x").getProps().getHeaders();

        assertThat(received.keySet()).isEqualTo(headers.keySet());
        headers.forEach((name, value) -> assertThat(plain(received.get(name))).as(name).isEqualTo(value));
    }

    @Test
    void carriesHeadersOfAnEmptyBody() throws Exception {
        GetResponse received = roundTrip(headers(Map.of("only", 1)), "");
        assertThat(received.getProps().getHeaders()).isEqualTo(Map.of("only", 1));
        assertThat(received.getBody()).isEmpty();
    }

    @Test
    void carriesThousandsOfHeaders() throws Exception {
        Map<String, Object> headers = new HashMap<>();
        for (int i = 0; i < 3_000; i++) headers.put("header-" + i, i);
        assertThat(roundTrip(headers(headers), "x").getProps().getHeaders()).isEqualTo(headers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 255})
    void carriesAnyDeliveryMode(int mode) throws Exception {
        AMQP.BasicProperties sent = new AMQP.BasicProperties.Builder().deliveryMode(mode).priority(mode).build();
        assertThat(roundTrip(sent, "x").getProps()).isEqualTo(sent);
    }

    @Test
    void refusesAForgedUserId() {
        AMQP.BasicProperties forged = new AMQP.BasicProperties.Builder().userId("somebody").build();
        Refusal.ofChannel(channel, () -> channel.basicPublish("", queue.name(), forged, bytes("x")))
                .is(406, "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was 'guest'",
                        BASIC_PUBLISH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "abc          | no_integer",
        "''           | no_integer",
        "12x          | {leftover_string,\"x\"}",
        "1.5          | {leftover_string,\".5\"}",
        "-1           | {value_negative,-1}",
        "315360000001 | {value_too_large,315360000001}",
    })
    void refusesAMalformedExpiration(String expiration, String reason) {
        AMQP.BasicProperties malformed = new AMQP.BasicProperties.Builder().expiration(expiration).build();
        Refusal.ofChannel(channel, () -> channel.basicPublish("", queue.name(), malformed, bytes("x")))
                .is(406, "PRECONDITION_FAILED - invalid expiration '" + expiration + "': " + reason, BASIC_PUBLISH);
    }

    private GetResponse roundTrip(AMQP.BasicProperties properties, String body) throws Exception {
        channel.basicPublish("", queue.name(), properties, bytes(body));
        return channel.basicGet(queue.name(), true);
    }

    private static AMQP.BasicProperties headers(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().headers(headers).build();
    }

    /** The client hands out long strings as objects of its own. */
    private static Object plain(Object value) {
        if (value instanceof LongString text) return text.toString();
        if (value instanceof List<?> list) return list.stream().map(MessagePropertiesIT::plain).toList();
        return value;
    }
}
