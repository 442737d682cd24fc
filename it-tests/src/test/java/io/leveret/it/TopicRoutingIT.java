package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(BrokerExtension.class)
class TopicRoutingIT {
    private final Channel channel;
    private final String exchange;
    private String queue;

    TopicRoutingIT(Channel channel, Names names) {
        this.channel = channel;
        this.exchange = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.exchangeDeclare(exchange, "topic", true);
        queue = channel.queueDeclare().getQueue();
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "a.b.c,  a.b.c,   true",
        "a.b.c,  a.b,     false",
        "a.b.c,  a.b.c.d, false",
        "a.b.c,  A.b.c,   false",
        "*,      a,       true",
        "*,      a.b,     false",
        "*,      '',      false",
        "a.*,    a,       false",
        "a.*,    a.b,     true",
        "a.*,    a.,      true",
        "a.*,    a.b.c,   false",
        "*.b.*,  a.b.c,   true",
        "*.b.*,  a.c.b,   false",
        "*.*,    .,       true",
        "#,      '',      true",
        "#,      a,       true",
        "#,      a.b.c,   true",
        "a.#,    a,       true",
        "a.#,    a.b.c,   true",
        "a.#,    b.a,     false",
        "#.c,    c,       true",
        "#.c,    a.b.c,   true",
        "#.c,    a.c.b,   false",
        "a.#.c,  a.c,     true",
        "a.#.c,  a.b.b.c, true",
        "a.#.c,  a.b.c.d, false",
        "#.b.#,  b,       true",
        "#.b.#,  a.b.c,   true",
        "#.b.#,  a.c,     false",
        "#.*,    '',      false",
        "#.*,    a,       true",
        "*.#,    a.b.c,   true",
        "*.#,    '',      false",
        "a.*.#,  a,       false",
        "a.*.#,  a.b,     true",
        "#.#,    '',      true",
        "'',     '',      true",
        "'',     a,       false",
        "a..b,   a..b,    true",
        "a.*.b,  a..b,    true",
        "a..b,   a.b,     false",
        ".,      .,       true",
        "a*,     ab,      false",
        "a*,     a*,      true",
        "a#,     a,       false",
        "**,     a,       false",
        "a.b,    *.b,     false",
        "a.#,    a.#,     true",
        "兎.*,   兎.兎,   true"})
    void comparesWords(String bindingKey, String routingKey, boolean matches) throws Exception {
        channel.queueBind(queue, exchange, bindingKey);
        channel.basicPublish(exchange, routingKey, null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(matches ? 1 : 0);
    }

    @Test
    void reachesAQueueOnceHoweverManyBindingsMatch() throws Exception {
        for (String key : new String[] {"#", "a.*", "a.b", "*.b", "a.#"}) channel.queueBind(queue, exchange, key);
        channel.basicPublish(exchange, "a.b", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void forgetsOnlyTheBindingThatIsTakenBack() throws Exception {
        channel.queueBind(queue, exchange, "a.*");
        channel.queueBind(queue, exchange, "a.#");
        channel.queueUnbind(queue, exchange, "a.#");
        channel.basicPublish(exchange, "a.b.c", null, new byte[1]);
        channel.basicPublish(exchange, "a.b", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    @DiffersFromRabbitMq("takes two # at most (406)")
    void takesAnyNumberOfHashesInLinearTime() throws Exception {
        channel.queueBind(queue, exchange, "#.a.".repeat(30) + "b");
        String almost = "a.".repeat(100) + "c";
        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            for (int i = 0; i < 100; i++) channel.basicPublish(exchange, almost, null, new byte[1]);
            channel.basicPublish(exchange, "a.".repeat(100) + "b", null, new byte[1]);
            assertThat(Drained.count(channel, queue)).isEqualTo(1);
        });
    }
}
