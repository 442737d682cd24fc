package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.TestHost.Client;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.HoldingQueue;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.engine.store.StubLog;
import io.leveret.engine.store.StubStore;
import io.leveret.engine.view.ClientConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An exchange of the type x-delayed-message in its virtual host. */
class DelayedExchangeTest {

    private static final FieldTable LIKE_DIRECT = FieldTable.EMPTY.with("x-delayed-type", FieldValue.longString("direct"));

    private final ManualLoop home = new ManualLoop();
    private final Store store = new Store();
    private long queueIds;
    private final List<String> catalog = new ArrayList<>();
    private final List<Runnable> notStored = new ArrayList<>();
    private boolean holdsBack;
    private final VirtualHost virtualHost = new VirtualHost("/", new Catalog(), QueueStorage.boundless(store), () -> ++queueIds,
        new Events(Clock.systemUTC()));
    private final ClientConnection client = new Client("client");
    private final Publisher publisher = new Publisher();
    private final Outbox outbox = new Outbox(busy -> { });
    private String exchange = "delayed";
    private long published;

    DelayedExchangeTest() {
        virtualHost.declareExchange(
            new ExchangeDeclaration("delayed", "x-delayed-message", true, false, false, LIKE_DIRECT), client, home);
        home.runAll();
        declareQueue("queue", FieldTable.EMPTY);
        virtualHost.bindQueue("queue", "delayed", "key", FieldTable.EMPTY, client);
    }

    @Test
    void handsAMessageOnWhenItsTimeHasCome() {
        publish("late", 1000);
        home.advance(999);
        assertThat(bodies("queue")).isEmpty();
        home.advance(1);
        assertThat(bodies("queue")).containsExactly("late");
    }

    @Test
    void ordersByTimeAndThenByArrival() {
        publish("c", 300);
        publish("a", 100);
        publish("b1", 200);
        publish("b2", 200);
        publish("now", 0);
        home.advance(1000);
        assertThat(bodies("queue")).containsExactly("now", "a", "b1", "b2", "c");
    }

    @Test
    void keepsTheOrderWhenThousandsAreDueAtOnce() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            publish("m" + i, 10);
            expected.add("m" + i);
        }
        assertThat(home.timers()).isEqualTo(1);
        home.advance(10);
        home.advance(1);
        assertThat(bodies("queue")).isEqualTo(expected);
    }

    @Test
    void confirmsWhatItHolds() {
        publish("held", 1000);
        assertThat(publisher.confirmed).containsExactly(1L);
    }

    @Test
    void confirmsWhatItHoldsOnceTheCatalogHasTheExchange() {
        holdsBack = true;
        exchange = "new";
        virtualHost.declareExchange(
            new ExchangeDeclaration("new", "x-delayed-message", true, false, false, LIKE_DIRECT), client, home);
        publishPersistent("held", 1000);
        home.runAll();
        assertThat(publisher.confirmed).isEmpty();
        notStored.forEach(Runnable::run);
        home.runAll();
        assertThat(publisher.confirmed).containsExactly(1L);
    }

    @Test
    void confirmsWhatItHoldsOnceTheCatalogKnowsThatAPolicyDelays() {
        exchange = "usual";
        virtualHost.declareExchange(new ExchangeDeclaration("usual", "direct", true, false, false, FieldTable.EMPTY), client, home);
        holdsBack = true;
        virtualHost.changePolicies().set(new Policy("p", NamePattern.of("usual"), AppliesTo.EXCHANGES, 0,
            PolicyDefinition.ofUser(FieldTable.EMPTY.with("delayed-message", FieldValue.bool(true)))));
        publishPersistent("held", 1000);
        home.runAll();
        assertThat(publisher.confirmed).isEmpty();
        notStored.forEach(Runnable::run);
        home.runAll();
        assertThat(publisher.confirmed).containsExactly(1L);
    }

    @Test
    void routesByTheBindingsOfThatMoment() {
        publish("lost", 1000, "other");
        publish("found", 1000, "later");
        virtualHost.bindQueue("queue", "delayed", "later", FieldTable.EMPTY, client);
        home.advance(1000);
        assertThat(bodies("queue")).containsExactly("found");
    }

    @Test
    void saysHowLongTheMessageHasWaited() {
        publish("late", 1000);
        home.advance(1000);
        assertThat(get("queue").orElseThrow().message().message().properties().header("x-delay"))
            .contains(FieldValue.signedInt(-1000));
    }

    @Test
    void startsTheTimeToLiveInTheQueueOnly() {
        Message message = message("late", BasicProperties.builder().expiration("10")
            .headers(FieldTable.EMPTY.with("x-delay", FieldValue.signedInt(1000))).build(), "key");
        publish(message);
        home.advance(1000);
        assertThat(bodies("queue")).containsExactly("late");
    }

    @Test
    void holdsForAsLongAsAnybodyCanAsk() {
        publish("never", Long.MAX_VALUE);
        home.advance(315_360_000_000L);
        assertThat(bodies("queue")).isEmpty();
    }

    @Test
    void dropsWhatItHoldsWhenItIsDeleted() {
        publishPersistent("late", 1000);
        virtualHost.deleteExchange("delayed", false, client);
        assertThat(store.entries(1)).as("under the lock").containsExactly("append 1 due 1001000");
        home.advance(1000);
        assertThat(bodies("queue")).isEmpty();
        assertThat(store.entries(1)).containsExactly("append 1 due 1001000", "deleted");
    }

    @Test
    void dropsWhatItHoldsWithTheVirtualHost() {
        publishPersistent("late", 1000);
        virtualHost.end();
        virtualHost.deleteContents();
        assertThat(store.entries(1)).containsExactly("append 1 due 1001000", "deleted");
        assertThat(home.timers()).isZero();
    }

    @Test
    void letsAPersistentMessageLeaveTheLogTogetherWithTheArrivalOfItsCopies() {
        publishPersistent("late", 1000);
        store.holdBack = true;
        home.advance(1000);
        assertThat(store.entries(2)).containsExactly("part", "append 1", "end of part");
        assertThat(store.entries(1)).containsExactly("append 1 due 1001000", "part", "remove 1", "end of part");
        store.flush();
        home.runAll();
        assertThat(store.entries(1)).as("acknowledged, but gone from the log already").hasSize(4);
    }

    @Test
    void forgetsAPersistentMessageThatReachesNobody() {
        publishPersistent("late", 1000);
        virtualHost.unbindQueue("queue", "delayed", "key", FieldTable.EMPTY, client);
        home.advance(1000);
        assertThat(store.entries(1)).containsExactly("append 1 due 1001000", "remove 1");
    }

    @Test
    void mayBeDeletedBeforeItsQueueHasBegun() {
        virtualHost.declareExchange(
            new ExchangeDeclaration("short", "x-delayed-message", true, false, false, LIKE_DIRECT), client, home);
        virtualHost.deleteExchange("short", false, client);
        home.runAll();
        assertThat(store.entries(3)).containsExactly("deleted");
    }

    @Test
    void goesOnWhenAMessageCannotBeRoutedAndTriesThatAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<String> routed = new ArrayList<>();
        HoldingQueue held = new HoldingQueue(7, "/", "buggy", false, home, QueueStorage.NONE, (message, matches) -> {
            if (message.routingKey().equals("bad") && broken.get()) throw new IllegalStateException("a bug");
            routed.add(message.routingKey());
        });
        FieldTable second = FieldTable.EMPTY.with("x-delay", FieldValue.signedInt(1000));
        for (String key : List.of("first", "bad", "last")) {
            outbox.publish(held.queue(), message("", BasicProperties.builder().headers(second).build(), key), publisher, 1);
        }
        outbox.flush();
        home.runAll();
        home.advance(1000);
        assertThat(routed).containsExactly("first", "last");
        broken.set(false);
        home.advance(999);
        assertThat(routed).hasSize(2);
        home.advance(1);
        assertThat(routed).containsExactly("first", "last", "bad");
    }

    @Test
    void mayBeOfAnyTypeWhileAPolicySaysSo() {
        virtualHost.declareExchange(
            new ExchangeDeclaration("usual", "direct", true, false, false, FieldTable.EMPTY), client, home);
        virtualHost.bindQueue("queue", "usual", "key", FieldTable.EMPTY, client);
        virtualHost.changePolicies().set(new Policy("later", NamePattern.of("."), AppliesTo.EXCHANGES, 0,
            PolicyDefinition.ofUser(FieldTable.EMPTY.with("delayed-message", FieldValue.bool(true)))));
        assertThat(catalog).endsWith("HoldingQueueOpened", "PolicySet");
        home.runAll();
        exchange = "usual";
        publish("held", 1000);
        assertThat(bodies("queue")).isEmpty();
        virtualHost.changePolicies().clear("later");
        publish("at once", 1000);
        assertThat(bodies("queue")).containsExactly("at once");
        home.advance(1000);
        assertThat(bodies("queue")).containsExactly("held");
    }

    @Test
    void goesOnWhenAQueueRefuses() {
        declareQueue("full", FieldTable.EMPTY.with("x-max-length", FieldValue.signedInt(0))
            .with("x-overflow", FieldValue.longString("reject-publish")));
        virtualHost.bindQueue("full", "delayed", "key", FieldTable.EMPTY, client);
        publishPersistent("late", 1000);
        home.advance(1000);
        assertThat(bodies("queue")).containsExactly("late");
        assertThat(store.entries(1)).containsExactly("append 1 due 1001000", "part", "remove 1", "end of part");
    }

    @Test
    void needsNoTransactionWhereNothingOfTheExchangeIsWrittenDown() {
        virtualHost.declareExchange(
            new ExchangeDeclaration("passing", "x-delayed-message", false, false, false, LIKE_DIRECT), client, home);
        home.runAll();
        virtualHost.bindQueue("queue", "passing", "key", FieldTable.EMPTY, client);
        exchange = "passing";
        publishPersistent("late", 1000);
        home.advance(1000);
        assertThat(store.entries(2)).containsExactly("append 1");
        assertThat(store.begun).isZero();
        assertThat(bodies("queue")).containsExactly("late");
    }

    private void declareQueue(String name, FieldTable arguments) {
        virtualHost.declareQueue(new QueueDeclaration(name, true, false, false, arguments), client, home);
    }

    private void publish(String body, long delay) {
        publish(body, delay, "key");
    }

    private void publish(String body, long delay, String key) {
        FieldValue value = delay > Integer.MAX_VALUE ? FieldValue.longInt(delay) : FieldValue.signedInt(delay);
        FieldTable headers = FieldTable.EMPTY.with("x-delay", value);
        publish(message(body, BasicProperties.builder().headers(headers).build(), key));
    }

    private void publishPersistent(String body, long delay) {
        FieldTable headers = FieldTable.EMPTY.with("x-delay", FieldValue.signedInt(delay));
        publish(message(body, BasicProperties.builder().headers(headers).persistent().build(), "key"));
    }

    private void publish(Message message) {
        Matches<QueueRef> matches = new Matches<>();
        virtualHost.exchange(exchange).route(message, matches);
        published++;
        for (int i = 0; i < matches.size(); i++) outbox.publish(matches.queue(i), message, publisher, published);
        outbox.flush();
    }

    private static Message message(String body, BasicProperties properties, String key) {
        return new Message("delayed", key, properties, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> bodies(String queue) {
        List<String> bodies = new ArrayList<>();
        for (Optional<Got> got = get(queue); got.isPresent(); got = get(queue)) {
            bodies.add(new String(got.get().message().message().body().toByteArray(), StandardCharsets.UTF_8));
        }
        return bodies;
    }

    private Optional<Got> get(String queue) {
        List<Optional<Got>> answers = new ArrayList<>();
        virtualHost.queue(queue, client).get(true, timeout -> { }, new Answer<>() {
            @Override
            public void completed(Optional<Got> got) {
                answers.add(got);
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        });
        return answers.get(0);
    }

    /** Notes what kinds of changes it is told. */
    private final class Catalog implements CatalogStore {
        @Override
        public void append(List<CatalogChange> changes) {
            for (CatalogChange change : changes) catalog.add(change.getClass().getSimpleName());
        }

        @Override
        public void whenStored(Runnable task) {
            if (holdsBack) notStored.add(task);
            else task.run();
        }

        @Override
        public void close() {
        }
    }

    private static final class Publisher implements Confirmations {
        final List<Long> confirmed = new ArrayList<>();

        @Override
        public void confirmed(long first, long last) {
            for (long sequence = first; sequence <= last; sequence++) confirmed.add(sequence);
        }

        @Override
        public void rejected(long first, long last) {
            throw new IllegalStateException("nothing is to be rejected");
        }
    }

    /** Notes what is logged for each queue by its id: the exchange's own comes first. */
    private static final class Store extends StubStore {
        private final Map<Long, List<String>> entries = new HashMap<>();
        private final List<Runnable> waiting = new ArrayList<>();
        boolean holdBack;
        int begun;

        @Override
        public StoreTransaction begin() {
            begun++;
            return super.begin();
        }

        List<String> entries(long queueId) {
            return entries.get(queueId);
        }

        void flush() {
            waiting.forEach(Runnable::run);
            waiting.clear();
        }

        @Override
        public QueueLog open(long queueId, boolean durable, Loop home) {
            if (!durable) return QueueLog.NONE;
            List<String> log = entries.computeIfAbsent(queueId, id -> new ArrayList<>());
            return new StubLog() {
                @Override
                public void append(long position, Message message, long expiresAt) {
                    log.add("append " + position);
                }

                @Override
                public void appendDelayed(long position, Message message, long dueAt) {
                    log.add("append " + position + " due " + dueAt);
                }

                @Override
                public void remove(long position) {
                    log.add("remove " + position);
                }

                @Override
                public void enter(StoreTransaction transaction) {
                    log.add("part");
                }

                @Override
                public void leave(StoreTransaction transaction) {
                    log.add("end of part");
                }

                @Override
                public void whenDurable(Runnable task) {
                    if (holdBack) waiting.add(task);
                    else task.run();
                }

                @Override
                public void delete() {
                    log.add("deleted");
                }
            };
        }
    }
}
