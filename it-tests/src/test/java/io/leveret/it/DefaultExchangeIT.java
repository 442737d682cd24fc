package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The exchange without a name: it can be published to, and nothing else. */
@ExtendWith(BrokerExtension.class)
class DefaultExchangeIT {
    private static final String REFUSED = "ACCESS_REFUSED - operation not permitted on the default exchange";

    private final Channel channel;

    DefaultExchangeIT(Channel channel) {
        this.channel = channel;
    }

    @Test
    void reachesEveryQueueByItsName() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.basicPublish("", queue, null, "hello".getBytes());
        assertThat(channel.basicGet(queue, true).getBody()).asString().isEqualTo("hello");
    }

    @Test
    void dropsWhatHasNoQueue() throws Exception {
        channel.basicPublish("", "it-missing", null, new byte[1]);
        channel.queueDeclare();
    }

    @Test
    void isNotDeclared() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclare("", "direct", true))
                .is(403, REFUSED, MethodId.EXCHANGE_DECLARE);
    }

    @Test
    void isNotDeclaredPassively() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclarePassive(""))
                .is(403, REFUSED, MethodId.EXCHANGE_DECLARE);
    }

    @Test
    void isNotDeleted() {
        Refusal.ofChannel(channel, () -> channel.exchangeDelete("")).is(403, REFUSED, MethodId.EXCHANGE_DELETE);
    }

    @Test
    void bindsNoQueue() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        Refusal.ofChannel(channel, () -> channel.queueBind(queue, "", "key")).is(403, REFUSED, MethodId.QUEUE_BIND);
    }

    @Test
    void unbindsNoQueue() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        Refusal.ofChannel(channel, () -> channel.queueUnbind(queue, "", queue)).is(403, REFUSED, MethodId.QUEUE_UNBIND);
    }

    @Test
    void isNoSourceOfAnotherExchange() {
        Refusal.ofChannel(channel, () -> channel.exchangeBind("amq.fanout", "", "key"))
                .is(403, REFUSED, MethodId.EXCHANGE_BIND);
    }

    @Test
    void isNoDestinationOfAnotherExchange() {
        Refusal.ofChannel(channel, () -> channel.exchangeBind("", "amq.fanout", "key"))
                .is(403, REFUSED, MethodId.EXCHANGE_BIND);
    }

    @Test
    void isNotUnboundFromAnotherExchange() {
        Refusal.ofChannel(channel, () -> channel.exchangeUnbind("amq.fanout", "", "key"))
                .is(403, REFUSED, MethodId.EXCHANGE_UNBIND);
    }
}
