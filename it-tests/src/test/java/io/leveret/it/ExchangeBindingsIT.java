package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_BIND;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges bound to exchanges. */
@ExtendWith(BrokerExtension.class)
class ExchangeBindingsIT {
    private final Channel channel;
    private final String source;
    private final String middle;
    private final String end;
    private String queue;

    ExchangeBindingsIT(Channel channel, Names names) {
        this.channel = channel;
        this.source = names.fresh();
        this.middle = names.fresh();
        this.end = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.exchangeDeclare(source, "direct", true);
        channel.exchangeDeclare(middle, "topic", true);
        channel.exchangeDeclare(end, "fanout", true);
        queue = channel.queueDeclare().getQueue();
    }

    @Test
    void passOnWhatMatchesOnTheWay() throws Exception {
        channel.exchangeBind(middle, source, "a.b");
        channel.exchangeBind(middle, source, "b.b");
        channel.exchangeBind(end, middle, "a.*");
        channel.queueBind(queue, end, "");
        publish("a.b", "b.b", "a.c");
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void leaveTheMessageAsPublished() throws Exception {
        channel.exchangeBind(end, source, "a");
        channel.queueBind(queue, end, "");
        publish("a");
        var envelope = channel.basicGet(queue, true).getEnvelope();
        assertThat(envelope.getExchange()).isEqualTo(source);
        assertThat(envelope.getRoutingKey()).isEqualTo("a");
    }

    @Test
    void mayGoInCircles() throws Exception {
        channel.exchangeBind(middle, source, "a");
        channel.exchangeBind(end, middle, "#");
        channel.exchangeBind(source, end, "");
        channel.exchangeBind(source, source, "a");
        channel.queueBind(queue, end, "");
        channel.queueBind(queue, source, "a");
        publish("a");
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void reachAQueueOnceOverSeveralRoads() throws Exception {
        channel.exchangeBind(end, source, "a");
        channel.exchangeBind(middle, source, "a");
        channel.exchangeBind(end, middle, "#");
        channel.queueBind(queue, end, "");
        channel.queueBind(queue, middle, "a");
        publish("a");
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void areTheSameWhenMadeTwice() throws Exception {
        channel.exchangeBind(end, source, "a");
        channel.exchangeBind(end, source, "a");
        channel.queueBind(queue, end, "");
        channel.exchangeUnbind(end, source, "a");
        publish("a");
        assertThat(Drained.count(channel, queue)).isZero();
    }

    @Test
    void areUndoneEvenIfTheyNeverWere() throws Exception {
        channel.exchangeUnbind(end, source, "never");
        channel.exchangeUnbind("it-missing", source, "a");
        channel.exchangeUnbind(end, "it-missing", "a");
    }

    @Test
    void areMadeAndUndoneWithoutWaiting() throws Exception {
        channel.queueBind(queue, end, "");
        channel.exchangeBindNoWait(end, source, "a", Map.of());
        publish("a");
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
        channel.exchangeUnbindNoWait(end, source, "a", Map.of());
        publish("a");
        assertThat(Drained.count(channel, queue)).isZero();
    }

    @Test
    void needASource() {
        Refusal.ofChannel(channel, () -> channel.exchangeBind(end, "it-missing", "a"))
                .is(404, "NOT_FOUND - no exchange 'it-missing' in vhost '/'", EXCHANGE_BIND);
    }

    @Test
    void needADestination() {
        Refusal.ofChannel(channel, () -> channel.exchangeBind("it-missing", source, "a"))
                .is(404, "NOT_FOUND - no exchange 'it-missing' in vhost '/'", EXCHANGE_BIND);
    }

    @Test
    void areLookedUpFromTheSource() {
        Refusal.ofChannel(channel, () -> channel.exchangeBind("it-missing-end", "it-missing-source", "a"))
                .is(404, "NOT_FOUND - no exchange 'it-missing-source' in vhost '/'", EXCHANGE_BIND);
    }

    @Test
    void vanishWithTheirDestination() throws Exception {
        channel.exchangeBind(end, source, "a");
        channel.exchangeDelete(end);
        channel.exchangeDeclare(end, "fanout", true);
        channel.queueBind(queue, end, "");
        publish("a");
        assertThat(Drained.count(channel, queue)).isZero();
    }

    private void publish(String... keys) throws Exception {
        for (String key : keys) channel.basicPublish(source, key, null, new byte[1]);
    }
}
