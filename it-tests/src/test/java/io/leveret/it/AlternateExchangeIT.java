package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges that send what they cannot route to another one. */
@ExtendWith(BrokerExtension.class)
class AlternateExchangeIT {
    private final Channel channel;
    private final String exchange;
    private final String alternate;
    private final TestQueue usual;
    private final TestQueue last;

    AlternateExchangeIT(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.exchange = names.fresh();
        this.alternate = names.fresh();
        this.usual = TestQueue.on(channel);
        this.last = TestQueue.on(channel);
        channel.exchangeDeclare(exchange, "direct", true, false, Map.of("alternate-exchange", alternate));
        channel.queueBind(usual.name(), exchange, "known");
    }

    @Test
    void takeWhatFindsNoDestination() throws Exception {
        declareAlternate();
        publish("known", "unknown");
        usual.awaitReady(1);
        last.awaitReady(1);
        assertThat(usual.drain()).containsExactly("known");
        assertThat(last.drain()).containsExactly("unknown");
    }

    @Test
    void areNotAskedWhenABindingLeadsToAnExchangeThatRoutesNowhere(Names names) throws Exception {
        declareAlternate();
        String deadEnd = names.fresh();
        channel.exchangeDeclare(deadEnd, "fanout", true);
        channel.exchangeBind(deadEnd, exchange, "dead end");
        publish("dead end", "unknown");
        last.awaitReady(1);
        assertThat(last.drain()).containsExactly("unknown");
    }

    @Test
    void saveMandatoryMessagesFromComingBack() throws Exception {
        declareAlternate();
        List<Return> returned = returns();
        channel.basicPublish(exchange, "unknown", true, null, Messages.bytes("saved"));
        assertThat(channel.waitForConfirms()).isTrue();
        assertThat(returned).isEmpty();
        last.awaitReady(1);
    }

    @Test
    void mayBeMissing() throws Exception {
        List<Return> returned = returns();
        channel.basicPublish(exchange, "unknown", true, null, Messages.bytes("back"));
        assertThat(channel.waitForConfirms()).isTrue();
        assertThat(returned).hasSize(1);
    }

    @Test
    void mayStandInACircle() throws Exception {
        channel.exchangeDeclare(alternate, "direct", true, false, Map.of("alternate-exchange", exchange));
        List<Return> returned = returns();
        channel.basicPublish(exchange, "unknown", true, null, Messages.bytes("back"));
        assertThat(channel.waitForConfirms()).isTrue();
        assertThat(returned).hasSize(1);
    }

    @Test
    @DiffersFromRabbitMq("routes nothing there")
    void mayBeTheDefaultExchange(Names names) throws Exception {
        String viaDefault = names.fresh();
        channel.exchangeDeclare(viaDefault, "fanout", true, false, Map.of("alternate-exchange", ""));
        channel.basicPublish(viaDefault, last.name(), null, Messages.bytes("by name"));
        last.awaitReady(1);
    }

    @Test
    void areNamedByAString(Connection connection, Names names) throws Exception {
        Channel bad = connection.createChannel();
        String name = names.fresh();
        Refusal.ofChannel(bad, () -> bad.exchangeDeclare(name, "fanout", true, false, Map.of("alternate-exchange", 5)))
                .is(406, "PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange' in exchange '"
                        + name + "' in vhost '/'", EXCHANGE_DECLARE);
    }

    private void declareAlternate() throws Exception {
        channel.exchangeDeclare(alternate, "fanout", true);
        channel.queueBind(last.name(), alternate, "");
    }

    private List<Return> returns() throws Exception {
        List<Return> returned = new CopyOnWriteArrayList<>();
        channel.addReturnListener(returned::add);
        channel.confirmSelect();
        return returned;
    }

    private void publish(String... keys) throws Exception {
        for (String key : keys) channel.basicPublish(exchange, key, null, Messages.bytes(key));
    }
}
