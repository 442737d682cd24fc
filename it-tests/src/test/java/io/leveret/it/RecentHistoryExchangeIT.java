package io.leveret.it;

import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exchanges of the type x-recent-history: a queue that is bound gets what was published last. */
@ExtendWith(BrokerExtension.class)
class RecentHistoryExchangeIT {
    private final Channel channel;
    private final String exchange;
    private final TestQueue late;

    RecentHistoryExchangeIT(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.exchange = names.fresh();
        this.late = TestQueue.on(channel);
        channel.confirmSelect();
        channel.exchangeDeclare(exchange, "x-recent-history", true, false, Map.of("x-recent-history-length", 3));
    }

    @Test
    void giveTheLastMessagesToANewQueue() throws Exception {
        publish("1", "2", "3", "4", "5");
        channel.queueBind(late.name(), exchange, "");
        late.awaitReady(3);
        assertThat(late.drain()).containsExactly("3", "4", "5");
        publish("6");
        late.awaitReady(1);
    }

    @Test
    void giveThemForEachNewBinding() throws Exception {
        publish("1");
        channel.queueBind(late.name(), exchange, "");
        late.awaitReady(1);
        channel.queueBind(late.name(), exchange, "");
        channel.queueBind(late.name(), exchange, "second");
        late.awaitReady(2);
    }

    @Test
    void doNotKeepWhatIsNotToBeStored() throws Exception {
        publish("kept");
        BasicProperties notStored = new BasicProperties.Builder().headers(Map.of("x-recent-history-no-store", true)).build();
        channel.basicPublish(exchange, "", notStored, Messages.bytes("not kept"));
        channel.waitForConfirmsOrDie();
        channel.queueBind(late.name(), exchange, "");
        late.awaitReady(1);
        assertThat(late.drain()).containsExactly("kept");
    }

    @Test
    @DiffersFromRabbitMq("gives them in reverse order through an exchange")
    void giveThemInOrderThroughAnotherExchange(Names names) throws Exception {
        String fanout = names.fresh();
        channel.exchangeDeclare(fanout, "fanout", true);
        channel.queueBind(late.name(), fanout, "");
        publish("1", "2");
        channel.exchangeBind(fanout, exchange, "");
        late.awaitReady(2);
        assertThat(late.drain()).containsExactly("1", "2");
    }

    @Test
    void refuseLengthsThatAreNone(Connection connection, Names names) throws Exception {
        refuse(connection, names, 0, "0");
        refuse(connection, names, -1, "-1");
        refuse(connection, names, true, "true");
        refuse(connection, names, "5", "<<\"5\">>");
    }

    private void refuse(Connection connection, Names names, Object length, String shown) throws Exception {
        Channel bad = connection.createChannel();
        Refusal.ofChannel(bad, () -> bad.exchangeDeclare(names.fresh(), "x-recent-history", true, false,
                        Map.of("x-recent-history-length", length)))
                .is(406, "PRECONDITION_FAILED - Invalid argument " + shown
                        + ", 'x-recent-history-length' must be a positive integer", EXCHANGE_DECLARE);
    }

    private void publish(String... bodies) throws Exception {
        Messages.publish(channel, exchange, "", bodies);
        channel.waitForConfirmsOrDie();
    }
}
