package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static io.leveret.it.MethodId.EXCHANGE_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declaring and deleting exchanges. */
@ExtendWith(BrokerExtension.class)
class ExchangesIT {
    private final Channel channel;
    private final String exchange;

    ExchangesIT(Channel channel, Names names) {
        this.channel = channel;
        this.exchange = names.fresh();
    }

    @ParameterizedTest
    @CsvSource({"direct,true", "direct,false", "fanout,true", "fanout,false", "topic,true", "topic,false", "headers,true"})
    void areDeclaredOnceOrMoreOften(String type, boolean durable) throws Exception {
        channel.exchangeDeclare(exchange, type, durable);
        channel.exchangeDeclare(exchange, type, durable);
        channel.exchangeDeclarePassive(exchange);
    }

    @ParameterizedTest
    @CsvSource({"amq.direct,direct", "amq.fanout,fanout", "amq.topic,topic", "amq.headers,headers", "amq.match,headers"})
    void ofTheSystemMayBeDeclaredAsTheyAre(String system, String type) throws Exception {
        channel.exchangeDeclarePassive(system);
        channel.exchangeDeclare(system, type, true);
    }

    @Test
    void areSeenByEveryConnectionAtOnce(Connection other) throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        other.createChannel().exchangeDeclarePassive(exchange);
    }

    @Test
    void thatDoNotExistAreNotFound() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclarePassive(exchange)).is(404, noExchange(), EXCHANGE_DECLARE);
    }

    @ParameterizedTest
    @CsvSource({"topic,true,false,false", "direct,false,true,true"})
    void areFoundWhateverElseAPassiveDeclarationSays(String type, boolean durable, boolean autoDelete, boolean internal)
            throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        channel.asyncCompletableRpc(new AMQP.Exchange.Declare.Builder().exchange(exchange).type(type)
                .passive().durable(durable).autoDelete(autoDelete).internal(internal).build()).get();
    }

    @ParameterizedTest
    @CsvSource({
        "topic,  true, false, false, type,        topic, direct",
        "topic, false, true,  true,  type,        topic, direct",
        "direct,false, true,  false, durable,     false, true",
        "direct, true, true,  true,  auto_delete, true,  false",
        "direct, true, false, true,  internal,    true,  false"})
    void areNotDeclaredDifferently(
            String type, boolean durable, boolean autoDelete, boolean internal, String what, String received, String current)
            throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        Refusal.ofChannel(channel, () -> channel.exchangeDeclare(exchange, type, durable, autoDelete, internal, null))
                .is(406, "PRECONDITION_FAILED - inequivalent arg '" + what + "' for exchange '" + exchange
                        + "' in vhost '/': received '" + received + "' but current is '" + current + "'", EXCHANGE_DECLARE);
    }

    @Test
    void areNotComparedByArgumentsWithoutMeaning() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true, false, Map.of("x-colour", "green"));
        channel.exchangeDeclare(exchange, "direct", true, false, Map.of("x-shape", 3));
    }

    @Test
    void areOfAKnownType() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclare(exchange, "telepathy"))
                .is(406, "PRECONDITION_FAILED - unknown exchange type 'telepathy'", EXCHANGE_DECLARE);
    }

    @Test
    void haveNoNamesReservedForTheBroker() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclare("amq.it-mine", "direct", true)).is(403,
                "ACCESS_REFUSED - exchange name 'amq.it-mine' contains reserved prefix 'amq.*'", EXCHANGE_DECLARE);
    }

    @Test
    void ofTheSystemAreNotDeclaredDifferently() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclare("amq.direct", "fanout", true)).is(406,
                "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'amq.direct' in vhost '/': "
                        + "received 'fanout' but current is 'direct'", EXCHANGE_DECLARE);
    }

    @Test
    void loseLineBreaksFromTheirNames() throws Exception {
        channel.exchangeDeclare(exchange + "\r\n", "direct", true);
        channel.exchangeDeclarePassive(exchange);
        channel.exchangeDelete("\n" + exchange);
        Refusal.ofChannel(channel, () -> channel.exchangeDeclarePassive(exchange)).is(404, noExchange(), EXCHANGE_DECLARE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "with/slash", "with'quote", "Grüße", "兎", "UPPER", "upper"})
    void mayBeNamedAnything(String suffix) throws Exception {
        String name = exchange + suffix;
        channel.exchangeDeclare(name, "direct", true);
        channel.exchangeDeclarePassive(name);
        channel.exchangeDelete(name);
    }

    @Test
    void mayHaveNamesOf255Bytes() throws Exception {
        String name = exchange + "x".repeat(255 - exchange.length());
        channel.exchangeDeclare(name, "direct", true);
        channel.exchangeDeclarePassive(name);
        channel.exchangeDelete(name);
    }

    @Test
    void areDeclaredAndDeletedWithoutWaiting() throws Exception {
        channel.exchangeDeclareNoWait(exchange, "direct", true, false, false, null);
        channel.exchangeDeclarePassive(exchange);
        channel.exchangeDeleteNoWait(exchange, false);
        Refusal.ofChannel(channel, () -> channel.exchangeDeclarePassive(exchange)).is(404, noExchange(), EXCHANGE_DECLARE);
    }

    @Test
    void areRefusedWithoutWaitingToo() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclareNoWait(exchange, "telepathy", true, false, false, null))
                .is(406, "PRECONDITION_FAILED - unknown exchange type 'telepathy'", EXCHANGE_DECLARE);
    }

    @Test
    void areGoneWhenDeleted() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        channel.exchangeDelete(exchange);
        Refusal.ofChannel(channel, () -> channel.exchangeDeclarePassive(exchange)).is(404, noExchange(), EXCHANGE_DECLARE);
    }

    @Test
    void areDeletedEvenIfTheyNeverWere() throws Exception {
        channel.exchangeDelete(exchange);
    }

    @Test
    void mayBeDeclaredDifferentlyAfterDeletion() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        channel.exchangeDelete(exchange);
        channel.exchangeDeclare(exchange, "fanout", false);
    }

    @Test
    void loseTheirBindingsWhenDeleted() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.queueBind(queue, exchange, "");
        channel.exchangeDelete(exchange);
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.basicPublish(exchange, "", null, new byte[1]);
        assertThat(channel.basicGet(queue, true)).isNull();
    }

    @Test
    void inUseAreKeptIfDeletedOnlyWhenUnused() throws Exception {
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.queueBind(channel.queueDeclare().getQueue(), exchange, "");
        Refusal.ofChannel(channel, () -> channel.exchangeDelete(exchange, true)).is(406,
                "PRECONDITION_FAILED - exchange '" + exchange + "' in vhost '/' in use", EXCHANGE_DELETE);
    }

    @Test
    void thatOnlyReceiveAreUnused(Names names) throws Exception {
        String source = names.fresh();
        channel.exchangeDeclare(source, "fanout", true);
        channel.exchangeDeclare(exchange, "fanout", true);
        channel.exchangeBind(exchange, source, "");
        channel.exchangeDelete(exchange, true);
        channel.exchangeDelete(source, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match"})
    void ofTheSystemCannotBeDeleted(String system) {
        Refusal.ofChannel(channel, () -> channel.exchangeDelete(system)).is(403,
                "ACCESS_REFUSED - deletion of system exchange '" + system + "' in vhost '/' not allowed", EXCHANGE_DELETE);
    }

    @Test
    void thatAreInternalTakeNoPublishing() throws Exception {
        channel.exchangeDeclare(exchange, "fanout", true, false, true, null);
        Refusal.ofChannel(channel, () -> channel.basicPublish(exchange, "", null, new byte[1])).is(403,
                "ACCESS_REFUSED - cannot publish to internal exchange '" + exchange + "' in vhost '/'", BASIC_PUBLISH);
    }

    @Test
    void thatAreInternalTakeWhatOtherExchangesSend(Names names) throws Exception {
        String front = names.fresh();
        String queue = channel.queueDeclare().getQueue();
        channel.exchangeDeclare(exchange, "fanout", true, false, true, null);
        channel.exchangeDeclare(front, "fanout", true);
        channel.exchangeBind(exchange, front, "");
        channel.queueBind(queue, exchange, "");
        channel.basicPublish(front, "", null, new byte[1]);
        assertThat(channel.basicGet(queue, true)).isNotNull();
    }

    @Test
    void thatDoNotExistTakeNoPublishing() {
        Refusal.ofChannel(channel, () -> channel.basicPublish(exchange, "", null, new byte[1]))
                .is(404, noExchange(), BASIC_PUBLISH);
    }

    private String noExchange() {
        return "NOT_FOUND - no exchange '" + exchange + "' in vhost '/'";
    }
}
