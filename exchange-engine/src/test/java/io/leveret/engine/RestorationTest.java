package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.TestHost.Client;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.User;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStatus;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogChange.Bound;
import io.leveret.engine.store.CatalogChange.Destination;
import io.leveret.engine.store.CatalogChange.ExchangeDeclared;
import io.leveret.engine.store.CatalogChange.ExchangeDeclaredBy;
import io.leveret.engine.store.CatalogChange.GlobalParameterSet;
import io.leveret.engine.store.CatalogChange.HoldingQueueOpened;
import io.leveret.engine.store.CatalogChange.ParameterSet;
import io.leveret.engine.store.CatalogChange.Permitted;
import io.leveret.engine.store.CatalogChange.PolicySet;
import io.leveret.engine.store.CatalogChange.QueueDeclared;
import io.leveret.engine.store.CatalogChange.QueuePaused;
import io.leveret.engine.store.CatalogChange.TopicsPermitted;
import io.leveret.engine.store.CatalogChange.UserDeleted;
import io.leveret.engine.store.CatalogChange.UserLimited;
import io.leveret.engine.store.CatalogChange.UserPut;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.engine.store.CatalogChange.VirtualHostDescribed;
import io.leveret.engine.store.CatalogChange.VirtualHostLimited;
import io.leveret.engine.store.CatalogChange.VirtualHostTraced;
import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StubStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestorationTest {

    private static final Broker.Admission ADMISSION = new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE);

    private final List<CatalogChange> written = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private final List<ManualLoop> loops = List.of(new ManualLoop(), new ManualLoop());

    @Test
    void bringsBackUsersAndWhatTheyMayDo() {
        User alice = new User("alice", PasswordHash.of("secret"), Set.of("administrator"));
        Broker broker = restored(new VirtualHostCreated("/"), new UserPut("alice", alice.passwordHash().algorithm().toString(),
            alice.passwordHash().text(), alice.tags()), new UserLimited("alice", 3, 4),
            new Permitted("alice", "/", "c", "w", "r"), new TopicsPermitted("alice", "/", "amq.topic", "a", "b"));
        assertThat(broker.users().authenticate("alice", "secret", false)).hasValue(
            new User("alice", broker.users().find("alice").orElseThrow().passwordHash(), Set.of("administrator")));
        assertThat(broker.users().limits("alice").maxChannels()).isEqualTo(4);
        assertThat(broker.permissions().find("alice", "/").map(Permissions::write)).hasValue("w");
        assertThat(broker.permissions().findTopics("alice", "/").get("amq.topic").read()).isEqualTo("b");
    }

    @Test
    void bringsBackVirtualHostsWithWhatHoldsForThem() {
        Broker broker = restored(new VirtualHostCreated("shop"), new VirtualHostLimited("shop", 7, 0),
            new VirtualHostTraced("shop", true), new VirtualHostDescribed("shop", "sells", List.of("b", "a"), "quorum", true));
        VirtualHost shop = broker.virtualHost("shop");
        assertThat(shop.description()).isEqualTo(new VirtualHostDescription("sells", List.of("b", "a"), "quorum", true));
        assertThat(shop.limits()).isEqualTo(new VirtualHostLimits(7, 0));
        assertThat(shop.tracing().isOn()).isTrue();
        assertThatThrownBy(() -> broker.virtualHost("/")).hasMessageContaining("vhost / not found");
    }

    @Test
    void bringsBackTheTopologyUnderItsPolicies() {
        FieldTable arguments = FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(3));
        Broker broker = restored(new VirtualHostCreated("/"),
            new PolicySet("/", false, "p", "^x", "exchanges", 0, FieldTable.EMPTY.with("alternate-exchange", FieldValue.longString("spare"))),
            new ExchangeDeclared("/", "x", "topic", false, false, FieldTable.EMPTY),
            new ExchangeDeclared("/", "spare", "fanout", true, true, FieldTable.EMPTY),
            new QueueDeclared("/", 41, "q", true, arguments),
            bound("x", Destination.Kind.EXCHANGE, "spare", "a.*"), bound("spare", Destination.Kind.QUEUE, "q", ""));
        VirtualHost host = broker.virtualHost("/");
        Matches<QueueRef> matches = new Matches<>();
        host.exchange("x").route(message("x", "no such key"), matches);
        assertThat(matches.size()).as("by the alternate exchange that the policy names").isEqualTo(1);
        QueueRef queue = matches.queue(0);
        assertThat(queue.id()).isEqualTo(41);
        assertThat(queue.isDurable()).isTrue();
        assertThat(queue.isAutoDelete()).isTrue();
        assertThat(queue.arguments()).isEqualTo(arguments);
        assertThat(host.exchange("x").type()).isEqualTo(ExchangeType.TOPIC);
        assertThat(host.exchange("spare").isInternal()).isTrue();
        assertThat(host.exchange("x").bindingCount()).isEqualTo(1);
    }

    @Test
    void putsTheBrokersOwnExchangesUnderPoliciesToo() {
        Broker broker = restored(new VirtualHostCreated("/"),
            new PolicySet("/", false, "p", "^amq.direct", "exchanges", 0, FieldTable.EMPTY.with("alternate-exchange", FieldValue.longString("amq.fanout"))),
            new QueueDeclared("/", 41, "q", true, FieldTable.EMPTY), bound("amq.fanout", Destination.Kind.QUEUE, "q", ""));
        Matches<QueueRef> matches = new Matches<>();
        broker.virtualHost("/").exchange("amq.direct").route(message("amq.direct", "no such key"), matches);
        assertThat(matches.size()).isEqualTo(1);
    }

    @Test
    void bringsBackThatQueuesArePaused() {
        Broker broker = restored(new VirtualHostCreated("/"), new QueueDeclared("/", 1, "q", false, FieldTable.EMPTY),
            new QueueDeclared("/", 2, "r", false, FieldTable.EMPTY), new QueuePaused("/", "r"));
        assertThat(broker.virtualHost("/").queues()).filteredOn(QueueRef::isPaused).extracting(QueueRef::name).containsExactly("r");
    }

    @Test
    void bringsBackWhoDeclaredAnExchange() {
        VirtualHost host = restored(new VirtualHostCreated("/"), new ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY),
            new ExchangeDeclaredBy("/", "x", "alice"), new ExchangeDeclared("/", "y", "direct", false, false, FieldTable.EMPTY)).virtualHost("/");
        assertThat(host.declarer(host.exchange("x"))).isEqualTo("alice");
        assertThat(host.declarer(host.exchange("y"))).isEqualTo("rmq-internal");
    }

    @Test
    void bringsBackParameters() {
        FieldValue value = FieldValue.array(FieldValue.longInt(1), FieldValue.nothing());
        Broker broker = restored(new VirtualHostCreated("/"), new GlobalParameterSet("cluster_name", FieldValue.longString("one")),
            new ParameterSet("/", "shovel", "s", value));
        assertThat(broker.parameters().find("cluster_name")).hasValue(FieldValue.longString("one"));
        assertThat(broker.virtualHost("/").parameters().all()).containsExactly(new Parameter("shovel", "s", value));
    }

    @Test
    void givesAnotherQueueToAnExchangeThatDelaysAndHasLostItsOwn() {
        FieldTable delayed = FieldTable.EMPTY.with("delayed-message", FieldValue.bool(true));
        restored(new VirtualHostCreated("/"), new PolicySet("/", false, "p", "^x", "exchanges", 0, delayed),
            new ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY),
            new ExchangeDeclared("/", "later", "x-delayed-message", false, false,
                FieldTable.builder().put("x-delayed-type", "fanout").build()));
        assertThat(written).containsExactly(new HoldingQueueOpened("/", 101, "x"), new HoldingQueueOpened("/", 102, "later"));
    }

    @Test
    void opensTheLogsOfQueuesByTheirIdsAndGivesThemTheLoopsInTurn() {
        restored(new VirtualHostCreated("/"), new QueueDeclared("/", 5, "a", false, FieldTable.EMPTY),
            new QueueDeclared("/", 3, "b", false, FieldTable.EMPTY), new QueueDeclared("/", 9, "c", false, FieldTable.EMPTY));
        assertThat(opened).containsExactly("5 durable on 0", "3 durable on 1", "9 durable on 0");
    }

    @Test
    void bringsBackWhatADelayingExchangeHolds() {
        restored(new VirtualHostCreated("/"), new HoldingQueueOpened("/", 8, "later"),
            new ExchangeDeclared("/", "later", "x-delayed-message", false, false,
                FieldTable.builder().put("x-delayed-type", "fanout").build()));
        assertThat(opened).containsExactly("8 durable on 0");
    }

    @Test
    void bringsBackWhatAnyExchangeHoldsThatDelayedMessagesOnce() {
        restored(new VirtualHostCreated("/"), new HoldingQueueOpened("/", 8, "x"),
            new ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY));
        assertThat(opened).containsExactly("8 durable on 0");
    }

    @Test
    void opensWhatAnExchangeIsToHoldOnce() {
        FieldTable delayed = FieldTable.EMPTY.with("delayed-message", FieldValue.bool(true));
        Broker broker = restored(new VirtualHostCreated("/"), new PolicySet("/", false, "p", "^old", "exchanges", 0, delayed),
            new HoldingQueueOpened("/", 8, "old"),
            new ExchangeDeclared("/", "old", "direct", false, false, FieldTable.EMPTY),
            new ExchangeDeclared("/", "new", "direct", false, false, FieldTable.EMPTY));
        broker.virtualHost("/").changePolicies().set(new Policy("p", NamePattern.of("."), AppliesTo.EXCHANGES, 0,
            PolicyDefinition.ofUser(delayed)));
        assertThat(opened).containsExactly("8 durable on 0", "101 durable on 1");
        assertThat(written).hasSize(2).last().isInstanceOf(PolicySet.class);
        assertThat(written).first().isEqualTo(new HoldingQueueOpened("/", 101, "new"));
    }

    @Test
    void writesNothingDownAgain() {
        restored(new VirtualHostCreated("/"), new QueueDeclared("/", 5, "q", false, FieldTable.EMPTY),
            bound("amq.rabbitmq.event", Destination.Kind.QUEUE, "q", "#"), bound("amq.direct", Destination.Kind.QUEUE, "q", "k"));
        assertThat(written).isEmpty();
    }

    @Test
    void tellsNobodyOfWhatComesBackButOfWhatComesThen() {
        Broker broker = restored(new VirtualHostCreated("/"), new QueueDeclared("/", 5, "q", false, FieldTable.EMPTY),
            bound("amq.rabbitmq.event", Destination.Kind.QUEUE, "q", "#"), bound("amq.direct", Destination.Kind.QUEUE, "q", "k"));
        broker.traceVirtualHost("/", true);
        List<Long> counted = new ArrayList<>();
        Matches<QueueRef> matches = new Matches<>();
        broker.virtualHost("/").exchange("amq.direct").route(message("amq.direct", "k"), matches);
        loops.forEach(ManualLoop::runAll);
        matches.queue(0).status(new Counting(counted));
        assertThat(counted).containsExactly(1L);
    }

    @Test
    void letsNothingHappenBeforeEverythingIsBack() {
        ThreadLoop loop = new ThreadLoop();
        CountDownLatch ran = new CountDownLatch(1);
        List<Boolean> early = new ArrayList<>();
        StubStore store = new StubStore() {
            @Override
            public QueueLog open(long queueId, boolean durable, Loop home) {
                home.execute(ran::countDown);
                return QueueLog.NONE;
            }

            @Override
            public void restored() {
                early.add(loop.runsWithin(ran, 100));
            }
        };
        Broker.restored(ADMISSION, new Recorded(), QueueStorage.boundless(store), new CatalogContents(
            List.of(new VirtualHostCreated("/"), new QueueDeclared("/", 5, "q", false, FieldTable.EMPTY)), 5), List.of(loop));
        assertThat(early).containsExactly(false);
        assertThat(loop.runsWithin(ran, 10_000)).isTrue();
        loop.end();
    }

    @Test
    void givesNoIdASecondTime() {
        Broker broker = Broker.restored(ADMISSION, new Recorded(), QueueStorage.boundless(new Opened()),
            new CatalogContents(List.of(new VirtualHostCreated("/")), 77), List.copyOf(loops));
        broker.virtualHost("/").declareQueue(new QueueDeclaration("q", true, false, false, FieldTable.EMPTY),
            new Client("alice"), loops.get(0));
        assertThat(opened).containsExactly("78 durable on 0");
    }

    @Test
    void beginsWithEverythingOrNothing() {
        Broker broker = restored();
        broker.begin(new User("guest", PasswordHash.of("guest"), Set.of("administrator")));
        assertThat(written).hasSize(3).extracting(change -> change.getClass().getSimpleName())
            .containsExactly("VirtualHostCreated", "UserPut", "Permitted");
        assertThat(broker.virtualHost("/").exchange("amq.rabbitmq.event")).isNotNull();
        assertThat(broker.permissions().find("guest", "/")).isPresent();
    }

    @Test
    void namesWhatCannotBeBroughtBack() {
        assertThatThrownBy(() -> restored(new VirtualHostCreated("/"),
            new ExchangeDeclared("/", "x", "x-from-the-future", false, false, FieldTable.EMPTY)))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("x-from-the-future");
        assertThatThrownBy(() -> restored(new UserDeleted("alice"))).isInstanceOf(IllegalStateException.class);
    }

    private static Message message(String exchange, String key) {
        return new Message(exchange, key, BasicProperties.EMPTY, Body.EMPTY);
    }

    private static Bound bound(String source, Destination.Kind kind, String destination, String key) {
        return new Bound("/", source, new Destination(kind, destination), key, FieldTable.EMPTY);
    }

    private Broker restored(CatalogChange... changes) {
        return Broker.restored(ADMISSION, new Recorded(), QueueStorage.boundless(new Opened()), new CatalogContents(List.of(changes), 100),
            List.copyOf(loops));
    }

    /** A loop with a thread of its own. */
    private static final class ThreadLoop implements Loop {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            throw new UnsupportedOperationException("no timers here");
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public boolean isCurrent() {
            return false;
        }

        boolean runsWithin(CountDownLatch ran, long millis) {
            try {
                return ran.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void end() {
            thread.shutdown();
        }
    }

    private record Counting(List<Long> counted) implements Answer<QueueStatus> {
        @Override
        public void completed(QueueStatus status) {
            counted.add(status.messages());
        }

        @Override
        public void failed(AmqpException error) {
            throw error;
        }
    }

    private final class Opened extends StubStore {
        @Override
        public QueueLog open(long queueId, boolean durable, Loop home) {
            opened.add(queueId + (durable ? " durable" : "") + " on " + loops.indexOf(home));
            return QueueLog.NONE;
        }
    }

    private final class Recorded implements CatalogStore {
        @Override
        public void append(List<CatalogChange> changes) {
            written.addAll(changes);
        }

        @Override
        public void whenStored(Runnable task) {
            task.run();
        }

        @Override
        public void close() {
        }
    }
}
