package io.leveret.persistence.message;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.ExchangeDeclaration;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * A broker whose messages are in a journal in memory, and whose catalog stores nothing before it is told to. A crash takes
 * what neither of them has stored. A queue lives {@code here} unless its name begins with an {@code x}.
 */
final class TestBroker implements ClientConnection {

    private static final Broker.Admission ADMISSION = new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE);

    final HeldCatalog catalog;
    final TestStore store;
    final VirtualHost virtualHost;
    final List<String> told = new ArrayList<>();
    private final Broker broker;
    private final MemoryFiles files;
    private final Outbox outbox = new Outbox(busy -> { });

    private TestBroker(MemoryFiles files, List<CatalogChange> kept) throws IOException {
        this.files = files;
        this.catalog = new HeldCatalog(kept);
        this.store = TestStore.open(files);
        long highestId = kept.stream().mapToLong(TestBroker::idOf).max().orElse(0);
        this.broker = Broker.restored(ADMISSION, catalog, QueueStorage.boundless(store.store),
            new CatalogContents(List.copyOf(kept), highestId), List.of(store.here, store.there));
        this.virtualHost = broker.virtualHost("/");
    }

    static TestBroker start() throws IOException {
        return new TestBroker(new MemoryFiles(1), List.of(new CatalogChange.VirtualHostCreated("/")));
    }

    /** What comes up again after the process was killed now. */
    TestBroker afterKill() throws IOException {
        return new TestBroker(files.afterKill(), catalog.stored);
    }

    QueueRef declare(String name, FieldTable arguments) {
        return virtualHost.declareQueue(new QueueDeclaration(name, true, false, false, arguments), this,
            name.startsWith("x") ? store.there : store.here);
    }

    /** One that delays, and lives here. */
    void declareDelayingExchange(String name) {
        FieldTable fanout = FieldTable.EMPTY.with("x-delayed-type", FieldValue.longString("fanout"));
        virtualHost.declareExchange(new ExchangeDeclaration(name, "x-delayed-message", true, false, false, fanout), this,
            store.here);
    }

    void bind(String queue, String exchange) {
        virtualHost.bindQueue(queue, exchange, "", FieldTable.EMPTY, this);
    }

    void delete(String queue) {
        virtualHost.deleteQueue(queue, false, false, this, answer("deleted " + queue));
    }

    void purge(String queue) {
        virtualHost.queue(queue, this).purge(answer("purged " + queue));
    }

    /** A persistent message. */
    void publish(String exchange, String key, String body, FieldTable headers) {
        Message message = new Message(exchange, key, BasicProperties.builder().persistent().headers(headers).build(),
            Body.of(body.getBytes()));
        Matches<QueueRef> matches = new Matches<>();
        virtualHost.exchange(exchange).route(message, matches);
        outbox.publishAll(message, matches, confirming(body), 1);
        outbox.flush();
    }

    void publish(String queue, String body) {
        publish("", queue, body, FieldTable.EMPTY);
    }

    /** Takes the next message of a queue and rejects it. */
    void reject(String queue) {
        QueueRef ref = virtualHost.queue(queue, this);
        settle(ref, get(queue).orElseThrow(), Settlement.DISCARD);
    }

    void settle(QueueRef queue, QueuedMessage message, Settlement settlement) {
        outbox.settle(queue, message, settlement);
        outbox.flush();
    }

    Optional<QueuedMessage> get(String queue) {
        List<Optional<Got>> answers = new ArrayList<>();
        virtualHost.queue(queue, this).get(false, timeout -> { }, new Answer<>() {
            @Override
            public void completed(Optional<Got> got) {
                answers.add(got);
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        });
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            if (answers.isEmpty()) store.settle(); // it may have to be read
            return !answers.isEmpty();
        });
        return answers.get(0).map(Got::message);
    }

    /** The bodies of all messages in a queue; none if there is no such queue. */
    List<String> drain(String queue) {
        List<String> bodies = new ArrayList<>();
        try {
            for (Optional<QueuedMessage> next = get(queue); next.isPresent(); next = get(queue)) {
                bodies.add(new String(next.get().message().body().toByteArray()));
            }
        } catch (AmqpException noQueue) {
            return bodies;
        }
        return bodies;
    }

    /** What a queue has once something is in it, after two seconds in which delayed messages fall due. */
    List<String> drainLater(String queue) {
        store.here.pass(2000);
        store.there.pass(2000);
        List<String> bodies = new ArrayList<>();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            store.settle();
            bodies.addAll(drain(queue));
            return !bodies.isEmpty();
        });
        return bodies;
    }

    void deleteVirtualHost() {
        broker.deleteVirtualHost("/");
    }

    Confirmations confirming(String what) {
        return new Confirmations() {
            @Override
            public void confirmed(long first, long last) {
                told.add("confirmed " + what);
            }

            @Override
            public void rejected(long first, long last) {
                told.add("rejected " + what);
            }
        };
    }

    private Answer<Long> answer(String what) {
        return new Answer<>() {
            @Override
            public void completed(Long messages) {
                told.add(what);
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        };
    }

    private static long idOf(CatalogChange change) {
        if (change instanceof CatalogChange.QueueDeclared queue) return queue.id();
        return change instanceof CatalogChange.HoldingQueueOpened queue ? queue.id() : 0;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String userName() {
        return "guest";
    }

    @Override
    public Rights rights() {
        return Rights.ALL;
    }

    @Override
    public void close(String reason) {
    }

    /** Stores in the order of the changes what it is told to. */
    static final class HeldCatalog implements CatalogStore {
        final List<CatalogChange> stored;
        private final List<Object> waiting = new ArrayList<>(); // changes and tasks

        HeldCatalog(List<CatalogChange> kept) {
            stored = new ArrayList<>(kept);
        }

        @Override
        public void append(List<CatalogChange> changes) {
            waiting.addAll(changes);
        }

        @Override
        public void whenStored(Runnable task) {
            if (waiting.isEmpty()) task.run();
            else waiting.add(task);
        }

        void store() {
            while (!waiting.isEmpty()) {
                Object next = waiting.remove(0);
                if (next instanceof CatalogChange change) apply(change);
                else ((Runnable) next).run();
            }
        }

        private void apply(CatalogChange change) {
            if (change instanceof CatalogChange.QueueDeleted gone) {
                stored.removeIf(made -> made instanceof CatalogChange.QueueDeclared queue && queue.name().equals(gone.name())
                    || made instanceof CatalogChange.Bound bound && bound.destination().name().equals(gone.name()));
            } else if (change instanceof CatalogChange.ExchangeDeleted gone) {
                stored.removeIf(made -> made instanceof CatalogChange.ExchangeDeclared exchange && exchange.name().equals(gone.name())
                    || made instanceof CatalogChange.ExchangeDeclaredBy declared && declared.exchange().equals(gone.name())
                    || made instanceof CatalogChange.HoldingQueueOpened queue && queue.exchange().equals(gone.name())
                    || made instanceof CatalogChange.Bound bound && bound.source().equals(gone.name()));
            } else if (change instanceof CatalogChange.VirtualHostDeleted) {
                stored.clear();
            } else {
                stored.add(change);
            }
        }

        @Override
        public void close() {
        }
    }
}
