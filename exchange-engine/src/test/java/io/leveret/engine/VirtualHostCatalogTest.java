package io.leveret.engine;

import static io.leveret.engine.TestHost.declaration;
import static io.leveret.engine.TestHost.messages;
import static io.leveret.engine.TestHost.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a virtual host writes down, and what it waits for; policies are a part of that. */
class VirtualHostCatalogTest {

    private final TestHost host = new TestHost();

    @Test
    void confirmsNothingOfAQueueThatTheCatalogDoesNotHaveYet() {
        host.catalog.holdBack = true;
        QueueRef queue = host.declareQueue("orders");
        Outbox outbox = new Outbox(busy -> { });
        List<Long> confirmed = new ArrayList<>();
        Confirmations publisher = new Confirmations() {
            @Override
            public void confirmed(long first, long last) {
                for (long sequence = first; sequence <= last; sequence++) confirmed.add(sequence);
            }

            @Override
            public void rejected(long first, long last) {
                throw new IllegalStateException("nothing is to be refused");
            }
        };
        BasicProperties persistent = BasicProperties.builder().persistent().build();
        outbox.publish(queue, new Message("", "orders", persistent, Body.EMPTY), publisher, 1);
        outbox.publish(queue, new Message("", "orders", BasicProperties.EMPTY, Body.EMPTY), publisher, 2);
        outbox.flush();
        host.home.runAll();
        assertThat(confirmed).containsExactly(2L);
        host.catalog.release();
        host.home.runAll();
        assertThat(confirmed).containsExactly(2L, 1L);
        outbox.publish(queue, new Message("", "orders", persistent, Body.EMPTY), publisher, 3);
        outbox.flush();
        host.home.runAll();
        assertThat(confirmed).containsExactly(2L, 1L, 3L);
    }

    @Test
    void writesDownWhatIsDurableAndNothingElse() {
        host.declareQueue("q");
        host.virtualHost.declareQueue(declaration("t", false, false, false, FieldTable.EMPTY), host.alice, host.home);
        host.declareExchange("x", "direct", false);
        host.virtualHost.bindQueue("q", "x", "k", FieldTable.EMPTY, host.alice);
        host.virtualHost.bindQueue("t", "x", "k", FieldTable.EMPTY, host.alice);
        host.virtualHost.bindQueue("q", "x", "k", FieldTable.EMPTY, host.alice);
        host.virtualHost.unbindQueue("q", "x", "k", FieldTable.EMPTY, host.alice);
        host.delete("q");
        host.virtualHost.deleteExchange("x", false, host.alice);
        assertThat(host.catalog.changes).extracting(change -> change.getClass().getSimpleName()).containsExactly(
            "QueueDeclared", "ExchangeDeclared", "ExchangeDeclaredBy", "Bound", "Unbound", "QueueDeleted", "ExchangeDeleted");
    }

    @Test
    void tellsTheCatalogOfABindingInTheSameWordsWhateverTheOrderOfItsArguments() {
        host.declareQueue("q");
        FieldTable one = FieldTable.builder().put("b", "2").put("a", "1").build();
        FieldTable other = FieldTable.builder().put("a", "1").put("b", "2").build();
        host.virtualHost.bindQueue("q", "amq.headers", "k", one, host.alice);
        host.virtualHost.unbindQueue("q", "amq.headers", "k", other, host.alice);
        CatalogChange.Destination q = new CatalogChange.Destination(CatalogChange.Destination.Kind.QUEUE, "q");
        assertThat(host.catalog.changes).endsWith(new CatalogChange.Bound("/", "amq.headers", q, "k", other),
            new CatalogChange.Unbound("/", "amq.headers", q, "k", other));
    }

    @Test
    void tellsTheCatalogOfADelayingExchangeAndItsQueueAsOne() {
        host.virtualHost.declareExchange(new ExchangeDeclaration("later", "x-delayed-message", true, false, false,
            FieldTable.builder().put("x-delayed-type", "fanout").build()), host.alice, host.home);
        assertThat(host.catalog.together).containsExactly(3);
        assertThat(host.catalog.changes).extracting(change -> change.getClass().getSimpleName())
            .containsExactly("HoldingQueueOpened", "ExchangeDeclared", "ExchangeDeclaredBy");
    }

    @Test
    void hasQueuesFollowAPolicyAtOnceAndOnlyWhileItHolds() {
        QueueRef queue = host.declareQueue("orders");
        publish(queue, 3);
        host.virtualHost.changePolicies().set(new Policy("short", NamePattern.of("^ord"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofUser(FieldTable.EMPTY.with("max-length", FieldValue.longInt(1)))));
        assertThat(messages(queue)).isEqualTo(1);
        publish(queue, 3);
        assertThat(messages(queue)).isEqualTo(1);
        host.virtualHost.changePolicies().clear("short");
        publish(queue, 3);
        assertThat(messages(queue)).isEqualTo(4);
        assertThat(host.catalog.changes).extracting(change -> change.getClass().getSimpleName())
            .containsExactly("QueueDeclared", "PolicySet", "PolicyCleared");
    }

    @Test
    void declaresAQueueUnderThePolicyThatHoldsForItsName() {
        host.virtualHost.changePolicies().setOperators(new Policy("short", NamePattern.of("^ord"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofOperator(FieldTable.EMPTY.with("max-length", FieldValue.longInt(2)))));
        QueueRef queue = host.declareQueue("orders");
        publish(queue, 5);
        assertThat(messages(queue)).isEqualTo(2);
        assertThat(host.declareQueue("orders")).isSameAs(queue);
    }
}
