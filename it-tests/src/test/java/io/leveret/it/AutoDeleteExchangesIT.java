package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An auto-delete exchange goes with the last binding of which it is the source. */
@ExtendWith(BrokerExtension.class)
class AutoDeleteExchangesIT {
    private final Channel channel;
    private final Names names;
    private final String exchange;
    private String queue;

    AutoDeleteExchangesIT(Channel channel, Names names) {
        this.channel = channel;
        this.names = names;
        this.exchange = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        queue = channel.queueDeclare().getQueue();
        declareAutoDelete(exchange);
    }

    @Test
    void staysUntilItHasHadABinding() throws Exception {
        channel.queueUnbind(queue, exchange, "never bound");
        channel.exchangeDeclarePassive(exchange);
    }

    @Test
    void goesWithItsLastBinding() throws Exception {
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(queue, exchange, "b");
        channel.queueUnbind(queue, exchange, "a");
        channel.exchangeDeclarePassive(exchange);
        channel.queueUnbind(queue, exchange, "b");
        assertGone(exchange);
    }

    @Test
    void goesWithItsLastQueue() throws Exception {
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(queue, exchange, "b");
        channel.queueDelete(queue);
        assertGone(exchange);
    }

    @Test
    void goesWithTheConnectionOfAnExclusiveQueue(ConnectionFactory factory) throws Exception {
        Connection owner = factory.newConnection();
        Channel ofOwner = owner.createChannel();
        ofOwner.queueBind(ofOwner.queueDeclare().getQueue(), exchange, "a");
        owner.close();
        assertGone(exchange);
    }

    @Test
    void goesWithTheLastExchangeBoundToIt() throws Exception {
        String destination = names.fresh();
        channel.exchangeDeclare(destination, "fanout", true);
        channel.exchangeBind(destination, exchange, "a");
        channel.exchangeDelete(destination);
        assertGone(exchange);
    }

    @Test
    void takesAlongTheExchangesBeforeIt() throws Exception {
        String before = names.fresh();
        String first = names.fresh();
        declareAutoDelete(before);
        declareAutoDelete(first);
        channel.exchangeBind(before, first, "");
        channel.exchangeBind(exchange, before, "");
        channel.queueBind(queue, exchange, "");
        channel.queueUnbind(queue, exchange, "");
        assertThat(new String[] {exchange, before, first}).allSatisfy(this::assertGone);
    }

    @Test
    void staysWhenOnlyASourceOfItGoes() throws Exception {
        String source = names.fresh();
        channel.exchangeDeclare(source, "fanout", true);
        channel.exchangeBind(exchange, source, "");
        channel.exchangeDelete(source);
        channel.exchangeDeclarePassive(exchange);
    }

    private void declareAutoDelete(String name) throws Exception {
        channel.exchangeDeclare(name, "direct", true, true, null);
    }

    private void assertGone(String name) throws Exception {
        Channel witness = channel.getConnection().createChannel();
        Refusal.ofChannel(witness, () -> witness.exchangeDeclarePassive(name))
                .is(404, "NOT_FOUND - no exchange '" + name + "' in vhost '/'", EXCHANGE_DECLARE);
    }
}
