package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.ConsumerRef;
import io.leveret.engine.queue.ConsumerRequest;
import io.leveret.engine.queue.DeliveryTarget;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStatus;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VirtualHostTest {

    private final ManualLoop home = new ManualLoop();
    private final RecordingCatalog catalog = new RecordingCatalog();
    private final VirtualHost virtualHost = new VirtualHost("/", catalog, QueueStorage.NONE, () -> 7,
        new Events(Clock.systemUTC()));
    private final ClientConnection alice = new Client("alice");
    private final ClientConnection bob = new Client("bob");

    @Test
    void bringsTheStandardExchanges() {
        assertThat(List.of("", "amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match", "amq.rabbitmq.trace"))
            .allSatisfy(name -> assertThat(virtualHost.exchange(name).name()).isEqualTo(name));
        assertThat(virtualHost.exchange("amq.rabbitmq.trace").isInternal()).isTrue();
        assertThat(catalog.changes).isEmpty();
    }

    @Test
    void routesThroughTheDefaultExchangeByQueueName() {
        QueueRef queue = declareQueue("orders");
        assertThat(route("", "orders")).containsExactly(queue);
        assertThat(route("", "Orders")).isEmpty();
    }

    @Test
    void routesAlongBindingsUntilTheyAreGone() {
        QueueRef queue = declareQueue("orders");
        declareExchange("shop", "topic", false);
        virtualHost.bindQueue("orders", "shop", "order.*", FieldTable.EMPTY, alice);
        assertThat(route("shop", "order.new")).containsExactly(queue);
        virtualHost.unbindQueue("orders", "shop", "order.*", FieldTable.EMPTY, alice);
        assertThat(route("shop", "order.new")).isEmpty();
    }

    @Test
    void forgetsTheBindingsOfADeletedQueue() {
        declareQueue("orders");
        declareExchange("shop", "fanout", false);
        virtualHost.bindQueue("orders", "shop", "", FieldTable.EMPTY, alice);
        delete("orders");
        QueueRef again = declareQueue("orders");
        assertThat(route("shop", "")).isEmpty();
        assertThat(route("", "orders")).containsExactly(again);
    }

    @Test
    void confirmsNothingOfAQueueThatTheCatalogDoesNotHaveYet() {
        catalog.holdBack = true;
        QueueRef queue = declareQueue("orders");
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
        home.runAll();
        assertThat(confirmed).containsExactly(2L);
        catalog.release();
        home.runAll();
        assertThat(confirmed).containsExactly(2L, 1L);
        outbox.publish(queue, new Message("", "orders", persistent, Body.EMPTY), publisher, 3);
        outbox.flush();
        home.runAll();
        assertThat(confirmed).containsExactly(2L, 1L, 3L);
    }

    @Test
    void makesUpANameForAQueueWithoutOne() {
        String name = declareQueue("").name();
        assertThat(name).matches("amq\\.gen-[A-Za-z0-9_-]{22}");
        assertThat(virtualHost.queue(name, alice).name()).isEqualTo(name);
    }

    @Test
    void takesLineBreaksOutOfNames() {
        QueueRef queue = declareQueue("a\r\nb");
        assertThat(queue.name()).isEqualTo("ab");
        assertThat(virtualHost.requireQueue("\nab\r", alice)).isSameAs(queue);
    }

    @Test
    void refusesReservedNames() {
        assertRefused(ReplyCode.ACCESS_REFUSED, "queue name 'amq.mine' contains reserved prefix 'amq.*'",
            () -> declareQueue("amq.mine"));
        assertRefused(ReplyCode.ACCESS_REFUSED, "exchange name 'amq.mine' contains reserved prefix 'amq.*'",
            () -> declareExchange("amq.mine", "direct", false));
        assertRefused(ReplyCode.ACCESS_REFUSED, "deletion of system exchange 'amq.direct' in vhost '/' not allowed",
            () -> virtualHost.deleteExchange("amq.direct", false, alice));
    }

    @Test
    void refusesToTouchTheDefaultExchange() {
        declareQueue("orders");
        String text = "operation not permitted on the default exchange";
        assertRefused(ReplyCode.ACCESS_REFUSED, text, () -> declareExchange("", "direct", false));
        assertRefused(ReplyCode.ACCESS_REFUSED, text, () -> virtualHost.deleteExchange("", false, alice));
        assertRefused(ReplyCode.ACCESS_REFUSED, text,
            () -> virtualHost.bindQueue("orders", "", "k", FieldTable.EMPTY, alice));
    }

    @Test
    void namesWhatIsMissing() {
        assertRefused(ReplyCode.NOT_FOUND, "no exchange 'x' in vhost '/'", () -> virtualHost.exchange("x"));
        assertRefused(ReplyCode.NOT_FOUND, "no queue 'q' in vhost '/'", () -> virtualHost.queue("q", alice));
    }

    @Test
    void namesTheSourceOfABindingFirstWhenBothEndsAreMissing() {
        assertRefused(ReplyCode.NOT_FOUND, "no exchange 'x' in vhost '/'",
            () -> virtualHost.bindQueue("q", "x", "", FieldTable.EMPTY, alice));
        assertRefused(ReplyCode.NOT_FOUND, "no exchange 'from' in vhost '/'",
            () -> virtualHost.bindExchange("to", "from", "", FieldTable.EMPTY, alice));
    }

    @Test
    void comparesARedeclaredExchange() {
        declareExchange("x", "direct", false);
        declareExchange("x", "direct", false);
        assertRefused(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg 'type' for exchange 'x' in vhost '/': received 'topic' but current is 'direct'",
            () -> declareExchange("x", "topic", false));
        assertRefused(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg 'auto_delete' for exchange 'x' in vhost '/': received 'true' but current is 'false'",
            () -> declareExchange("x", "direct", true));
    }

    @Test
    void keepsQuorumQueuesForWhatIsThereToStay() {
        assertRefused(ReplyCode.PRECONDITION_FAILED, "Cannot declare a server-named queue for type rabbit_quorum_queue",
            () -> declareQuorum("", true, false, false));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "invalid property 'auto-delete' for queue 'q' in vhost '/'",
            () -> declareQuorum("q", true, true, true));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "invalid property 'exclusive-owner' for queue 'q' in vhost '/'",
            () -> declareQuorum("q", true, true, false));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "invalid property 'non-durable' for queue 'q' in vhost '/'",
            () -> declareQuorum("q", false, false, false));
        declareQuorum("q", true, false, false);
    }

    @Test
    void comparesARedeclaredQueue() {
        declareQueue("q");
        assertRefused(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'",
            () -> virtualHost.declareQueue(declaration("q", false, false, false, FieldTable.EMPTY), alice, home));
        assertRefused(ReplyCode.PRECONDITION_FAILED, "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': "
                + "received the value '1' of type 'signedint' but current is none",
            () -> virtualHost.declareQueue(declaration("q", true, false, false,
                FieldTable.EMPTY.with("x-max-length", FieldValue.signedInt(1))), alice, home));
    }

    @Test
    void takesIntegersOfAnotherWidthAndUnknownArgumentsAsEquivalent() {
        FieldTable asInt = FieldTable.EMPTY.with("x-max-length", FieldValue.signedInt(5));
        FieldTable asLong = FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(5))
            .with("x-unknown", FieldValue.longString("whatever")).with("x-queue-type", FieldValue.longString("classic"));
        QueueRef queue = virtualHost.declareQueue(declaration("q", true, false, false, asInt), alice, home);
        assertThat(virtualHost.declareQueue(declaration("q", true, false, false, asLong), bob, home)).isSameAs(queue);
    }

    @Test
    void takesAnEmptyQueueTypeForTheDefault() {
        FieldTable empty = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString(""));
        QueueRef queue = virtualHost.declareQueue(declaration("q", true, false, false, empty), alice, home);
        assertThat(declareQueue("q")).isSameAs(queue);
    }

    @Test
    void keepsAnExclusiveQueueFromOthers() {
        virtualHost.declareQueue(declaration("mine", true, true, false, FieldTable.EMPTY), alice, home);
        String text = "cannot obtain exclusive access to locked queue 'mine' in vhost '/'. It could be originally"
            + " declared on another connection or the exclusive property value does not match that of the original"
            + " declaration.";
        assertRefused(ReplyCode.RESOURCE_LOCKED, text, () -> virtualHost.queue("mine", bob));
        assertRefused(ReplyCode.RESOURCE_LOCKED, text,
            () -> virtualHost.declareQueue(declaration("mine", true, true, false, FieldTable.EMPTY), bob, home));
        assertRefused(ReplyCode.RESOURCE_LOCKED, text,
            () -> virtualHost.declareQueue(declaration("mine", true, false, false, FieldTable.EMPTY), alice, home));
        assertRefused(ReplyCode.RESOURCE_LOCKED, text,
            () -> virtualHost.deleteQueue("mine", false, false, bob, new Ignored<>()));
        assertThat(virtualHost.queue("mine", alice).isDurable()).isFalse();
    }

    @Test
    void deletesExclusiveQueuesWithTheirConnection() {
        virtualHost.declareQueue(declaration("mine", false, true, false, FieldTable.EMPTY), alice, home);
        virtualHost.declareQueue(declaration("yours", false, true, false, FieldTable.EMPTY), bob, home);
        virtualHost.deleteExclusiveQueues(alice);
        assertThat(route("", "mine")).isEmpty();
        assertThat(route("", "yours")).hasSize(1);
    }

    @Test
    void deletesAnAutoDeleteQueueWithItsLastConsumer() {
        QueueRef queue = virtualHost.declareQueue(declaration("q", false, false, true, FieldTable.EMPTY), alice, home);
        Ignored<ConsumerRef> consumer = new Ignored<>();
        queue.consume(new ConsumerRequest("t", true, false, 0, FieldTable.EMPTY, new NoTarget(), Optional.empty()), consumer);
        consumer.value.cancel(new Ignored<>());
        assertRefused(ReplyCode.NOT_FOUND, "no queue 'q' in vhost '/'", () -> virtualHost.queue("q", alice));
    }

    @Test
    void deletesAutoDeleteExchangesAlongAChainWhenTheLastDestinationGoes() {
        declareQueue("q");
        for (String name : List.of("first", "second", "third")) declareExchange(name, "fanout", true);
        virtualHost.bindExchange("second", "first", "", FieldTable.EMPTY, alice);
        virtualHost.bindExchange("third", "second", "", FieldTable.EMPTY, alice);
        virtualHost.bindQueue("q", "third", "", FieldTable.EMPTY, alice);
        delete("q");
        for (String name : List.of("first", "second", "third")) {
            assertThatThrownBy(() -> virtualHost.exchange(name)).isInstanceOf(AmqpException.class);
        }
    }

    @Test
    void refusesToDeleteAnExchangeInUseWhenAskedToTakeCare() {
        declareQueue("q");
        declareExchange("x", "fanout", false);
        virtualHost.bindQueue("q", "x", "", FieldTable.EMPTY, alice);
        assertRefused(ReplyCode.PRECONDITION_FAILED, "exchange 'x' in vhost '/' in use",
            () -> virtualHost.deleteExchange("x", true, alice));
        virtualHost.deleteExchange("x", false, alice);
        virtualHost.deleteExchange("x", true, alice);
    }

    @Test
    void unbindingWhatIsNotBoundIsFine() {
        virtualHost.unbindQueue("nowhere", "amq.direct", "k", FieldTable.EMPTY, alice);
        virtualHost.unbindQueue("nowhere", "nothing", "k", FieldTable.EMPTY, alice);
        virtualHost.unbindExchange("nowhere", "nothing", "k", FieldTable.EMPTY, alice);
    }

    @Test
    void writesDownWhatIsDurableAndNothingElse() {
        declareQueue("q");
        virtualHost.declareQueue(declaration("t", false, false, false, FieldTable.EMPTY), alice, home);
        declareExchange("x", "direct", false);
        virtualHost.bindQueue("q", "x", "k", FieldTable.EMPTY, alice);
        virtualHost.bindQueue("t", "x", "k", FieldTable.EMPTY, alice);
        virtualHost.bindQueue("q", "x", "k", FieldTable.EMPTY, alice);
        virtualHost.unbindQueue("q", "x", "k", FieldTable.EMPTY, alice);
        delete("q");
        virtualHost.deleteExchange("x", false, alice);
        assertThat(catalog.changes).extracting(change -> change.getClass().getSimpleName()).containsExactly(
            "QueueDeclared", "ExchangeDeclared", "ExchangeDeclaredBy", "Bound", "Unbound", "QueueDeleted", "ExchangeDeleted");
    }

    @Test
    void tellsTheCatalogOfABindingInTheSameWordsWhateverTheOrderOfItsArguments() {
        declareQueue("q");
        FieldTable one = FieldTable.builder().put("b", "2").put("a", "1").build();
        FieldTable other = FieldTable.builder().put("a", "1").put("b", "2").build();
        virtualHost.bindQueue("q", "amq.headers", "k", one, alice);
        virtualHost.unbindQueue("q", "amq.headers", "k", other, alice);
        CatalogChange.Destination q = new CatalogChange.Destination(CatalogChange.Destination.Kind.QUEUE, "q");
        assertThat(catalog.changes).endsWith(new CatalogChange.Bound("/", "amq.headers", q, "k", other),
            new CatalogChange.Unbound("/", "amq.headers", q, "k", other));
    }

    @Test
    void tellsTheCatalogOfADelayingExchangeAndItsQueueAsOne() {
        virtualHost.declareExchange(new ExchangeDeclaration("later", "x-delayed-message", true, false, false,
            FieldTable.builder().put("x-delayed-type", "fanout").build()), alice, home);
        assertThat(catalog.together).containsExactly(3);
        assertThat(catalog.changes).extracting(change -> change.getClass().getSimpleName())
            .containsExactly("HoldingQueueOpened", "ExchangeDeclared", "ExchangeDeclaredBy");
    }

    @Test
    void hasQueuesFollowAPolicyAtOnceAndOnlyWhileItHolds() {
        QueueRef queue = declareQueue("orders");
        publish(queue, 3);
        virtualHost.changePolicies().set(new Policy("short", NamePattern.of("^ord"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofUser(FieldTable.EMPTY.with("max-length", FieldValue.longInt(1)))));
        assertThat(messages(queue)).isEqualTo(1);
        publish(queue, 3);
        assertThat(messages(queue)).isEqualTo(1);
        virtualHost.changePolicies().clear("short");
        publish(queue, 3);
        assertThat(messages(queue)).isEqualTo(4);
        assertThat(catalog.changes).extracting(change -> change.getClass().getSimpleName())
            .containsExactly("QueueDeclared", "PolicySet", "PolicyCleared");
    }

    @Test
    void declaresAQueueUnderThePolicyThatHoldsForItsName() {
        virtualHost.changePolicies().setOperators(new Policy("short", NamePattern.of("^ord"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofOperator(FieldTable.EMPTY.with("max-length", FieldValue.longInt(2)))));
        QueueRef queue = declareQueue("orders");
        publish(queue, 5);
        assertThat(messages(queue)).isEqualTo(2);
        assertThat(declareQueue("orders")).isSameAs(queue);
    }

    private static void publish(QueueRef queue, int messages) {
        Outbox outbox = new Outbox(busy -> { });
        for (int i = 0; i < messages; i++) {
            outbox.publish(queue, new Message("", "", BasicProperties.EMPTY, Body.EMPTY), Confirmations.NONE, 0);
        }
        outbox.flush();
    }

    private static long messages(QueueRef queue) {
        Ignored<QueueStatus> status = new Ignored<>();
        queue.status(status);
        return status.value.messages();
    }

    private List<QueueRef> route(String exchange, String key) {
        Matches<QueueRef> matches = new Matches<>();
        virtualHost.exchange(exchange).route(new Message(exchange, key, BasicProperties.EMPTY, Body.EMPTY), matches);
        List<QueueRef> found = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) found.add(matches.queue(i));
        return found;
    }

    private QueueRef declareQueue(String name) {
        return virtualHost.declareQueue(declaration(name, true, false, false, FieldTable.EMPTY), alice, home);
    }

    private void declareQuorum(String name, boolean durable, boolean exclusive, boolean autoDelete) {
        FieldTable quorum = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum"));
        virtualHost.declareQueue(declaration(name, durable, exclusive, autoDelete, quorum), alice, home);
    }

    private void declareExchange(String name, String type, boolean autoDelete) {
        virtualHost.declareExchange(new ExchangeDeclaration(name, type, true, autoDelete, false, FieldTable.EMPTY), alice,
            home);
    }

    private void delete(String queue) {
        virtualHost.deleteQueue(queue, false, false, alice, new Ignored<>());
    }

    private static QueueDeclaration declaration(String name, boolean durable, boolean exclusive, boolean autoDelete,
                                                FieldTable arguments) {
        return new QueueDeclaration(name, durable, exclusive, autoDelete, arguments);
    }

    private static void assertRefused(ReplyCode code, String explanation, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AmqpException.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.replyText()).isEqualTo(new AmqpException(code, explanation).replyText());
        });
    }

    private record Client(String name) implements ClientConnection {
        @Override
        public String userName() {
            return "alice";
        }

        @Override
        public Rights rights() {
            return Rights.ALL;
        }

        @Override
        public void close(String reason) {
        }
    }

    private static final class NoTarget implements DeliveryTarget {
        @Override
        public void deliver(List<QueuedMessage> batch) {
        }

        @Override
        public void timedOut(long timeout) {
        }

        @Override
        public void cancelled() {
        }
    }

    private static final class Ignored<T> implements Answer<T> {
        T value;

        @Override
        public void completed(T answer) {
            value = answer;
        }

        @Override
        public void failed(AmqpException error) {
            throw error;
        }
    }

    private static final class RecordingCatalog implements CatalogStore {
        final List<CatalogChange> changes = new ArrayList<>();
        final List<Integer> together = new ArrayList<>();
        private final List<Runnable> waiting = new ArrayList<>();
        boolean holdBack;

        void release() {
            holdBack = false;
            waiting.forEach(Runnable::run);
        }

        @Override
        public void append(List<CatalogChange> more) {
            together.add(more.size());
            changes.addAll(more);
        }

        @Override
        public void whenStored(Runnable task) {
            if (holdBack) waiting.add(task);
            else task.run();
        }

        @Override
        public void close() {
        }
    }
}
