package io.leveret.engine;

import static io.leveret.engine.TestHost.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.queue.QueueRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exchanges, bindings and routes. */
class VirtualHostTest {

    private final TestHost host = new TestHost();

    @Test
    void bringsTheStandardExchanges() {
        assertThat(List.of("", "amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match", "amq.rabbitmq.trace"))
            .allSatisfy(name -> assertThat(host.virtualHost.exchange(name).name()).isEqualTo(name));
        assertThat(host.virtualHost.exchange("amq.rabbitmq.trace").isInternal()).isTrue();
        assertThat(host.catalog.changes).isEmpty();
    }

    @Test
    void routesThroughTheDefaultExchangeByQueueName() {
        QueueRef queue = host.declareQueue("orders");
        assertThat(host.route("", "orders")).containsExactly(queue);
        assertThat(host.route("", "Orders")).isEmpty();
    }

    @Test
    void routesAlongBindingsUntilTheyAreGone() {
        QueueRef queue = host.declareQueue("orders");
        host.declareExchange("shop", "topic", false);
        host.virtualHost.bindQueue("orders", "shop", "order.*", FieldTable.EMPTY, host.alice);
        assertThat(host.route("shop", "order.new")).containsExactly(queue);
        host.virtualHost.unbindQueue("orders", "shop", "order.*", FieldTable.EMPTY, host.alice);
        assertThat(host.route("shop", "order.new")).isEmpty();
    }

    @Test
    void forgetsTheBindingsOfADeletedQueue() {
        host.declareQueue("orders");
        host.declareExchange("shop", "fanout", false);
        host.virtualHost.bindQueue("orders", "shop", "", FieldTable.EMPTY, host.alice);
        host.delete("orders");
        QueueRef again = host.declareQueue("orders");
        assertThat(host.route("shop", "")).isEmpty();
        assertThat(host.route("", "orders")).containsExactly(again);
    }

    @Test
    void refusesReservedNames() {
        assertRefused(ReplyCode.ACCESS_REFUSED, "queue name 'amq.mine' contains reserved prefix 'amq.*'",
            () -> host.declareQueue("amq.mine"));
        assertRefused(ReplyCode.ACCESS_REFUSED, "exchange name 'amq.mine' contains reserved prefix 'amq.*'",
            () -> host.declareExchange("amq.mine", "direct", false));
        assertRefused(ReplyCode.ACCESS_REFUSED, "deletion of system exchange 'amq.direct' in vhost '/' not allowed",
            () -> host.virtualHost.deleteExchange("amq.direct", false, host.alice));
    }

    @Test
    void refusesToTouchTheDefaultExchange() {
        host.declareQueue("orders");
        String text = "operation not permitted on the default exchange";
        assertRefused(ReplyCode.ACCESS_REFUSED, text, () -> host.declareExchange("", "direct", false));
        assertRefused(ReplyCode.ACCESS_REFUSED, text, () -> host.virtualHost.deleteExchange("", false, host.alice));
        assertRefused(ReplyCode.ACCESS_REFUSED, text,
            () -> host.virtualHost.bindQueue("orders", "", "k", FieldTable.EMPTY, host.alice));
    }

    @Test
    void namesWhatIsMissing() {
        assertRefused(ReplyCode.NOT_FOUND, "no exchange 'x' in vhost '/'", () -> host.virtualHost.exchange("x"));
        assertRefused(ReplyCode.NOT_FOUND, "no queue 'q' in vhost '/'", () -> host.virtualHost.queue("q", host.alice));
    }

    @Test
    void namesTheSourceOfABindingFirstWhenBothEndsAreMissing() {
        assertRefused(ReplyCode.NOT_FOUND, "no exchange 'x' in vhost '/'",
            () -> host.virtualHost.bindQueue("q", "x", "", FieldTable.EMPTY, host.alice));
        assertRefused(ReplyCode.NOT_FOUND, "no exchange 'from' in vhost '/'",
            () -> host.virtualHost.bindExchange("to", "from", "", FieldTable.EMPTY, host.alice));
    }

    @Test
    void comparesARedeclaredExchange() {
        host.declareExchange("x", "direct", false);
        host.declareExchange("x", "direct", false);
        assertRefused(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg 'type' for exchange 'x' in vhost '/': received 'topic' but current is 'direct'",
            () -> host.declareExchange("x", "topic", false));
        assertRefused(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg 'auto_delete' for exchange 'x' in vhost '/': received 'true' but current is 'false'",
            () -> host.declareExchange("x", "direct", true));
    }

    @Test
    void deletesAutoDeleteExchangesAlongAChainWhenTheLastDestinationGoes() {
        host.declareQueue("q");
        for (String name : List.of("first", "second", "third")) host.declareExchange(name, "fanout", true);
        host.virtualHost.bindExchange("second", "first", "", FieldTable.EMPTY, host.alice);
        host.virtualHost.bindExchange("third", "second", "", FieldTable.EMPTY, host.alice);
        host.virtualHost.bindQueue("q", "third", "", FieldTable.EMPTY, host.alice);
        host.delete("q");
        for (String name : List.of("first", "second", "third")) {
            assertThatThrownBy(() -> host.virtualHost.exchange(name)).isInstanceOf(AmqpException.class);
        }
    }

    @Test
    void refusesToDeleteAnExchangeInUseWhenAskedToTakeCare() {
        host.declareQueue("q");
        host.declareExchange("x", "fanout", false);
        host.virtualHost.bindQueue("q", "x", "", FieldTable.EMPTY, host.alice);
        assertRefused(ReplyCode.PRECONDITION_FAILED, "exchange 'x' in vhost '/' in use",
            () -> host.virtualHost.deleteExchange("x", true, host.alice));
        host.virtualHost.deleteExchange("x", false, host.alice);
        host.virtualHost.deleteExchange("x", true, host.alice);
    }

    @Test
    void unbindingWhatIsNotBoundIsFine() {
        host.virtualHost.unbindQueue("nowhere", "amq.direct", "k", FieldTable.EMPTY, host.alice);
        host.virtualHost.unbindQueue("nowhere", "nothing", "k", FieldTable.EMPTY, host.alice);
        host.virtualHost.unbindExchange("nowhere", "nothing", "k", FieldTable.EMPTY, host.alice);
    }
}
