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
import io.leveret.engine.queue.DeliveryTarget;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStatus;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A virtual host with a loop that is turned by hand, two clients, and a catalog that shows what it was told. */
final class TestHost {

    final ManualLoop home = new ManualLoop();
    final RecordingCatalog catalog = new RecordingCatalog();
    final VirtualHost virtualHost = new VirtualHost("/", catalog, QueueStorage.NONE, () -> 7, new Events(Clock.systemUTC()));
    final ClientConnection alice = new Client("alice");
    final ClientConnection bob = new Client("bob");

    static void publish(QueueRef queue, int messages) {
        Outbox outbox = new Outbox(busy -> { });
        for (int i = 0; i < messages; i++) {
            outbox.publish(queue, new Message("", "", BasicProperties.EMPTY, Body.EMPTY), Confirmations.NONE, 0);
        }
        outbox.flush();
    }

    static long messages(QueueRef queue) {
        Ignored<QueueStatus> status = new Ignored<>();
        queue.status(status);
        return status.value.messages();
    }

    List<QueueRef> route(String exchange, String key) {
        Matches<QueueRef> matches = new Matches<>();
        virtualHost.exchange(exchange).route(new Message(exchange, key, BasicProperties.EMPTY, Body.EMPTY), matches);
        List<QueueRef> found = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) found.add(matches.queue(i));
        return found;
    }

    QueueRef declareQueue(String name) {
        return virtualHost.declareQueue(declaration(name, true, false, false, FieldTable.EMPTY), alice, home);
    }

    void declareQuorum(String name, boolean durable, boolean exclusive, boolean autoDelete) {
        FieldTable quorum = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum"));
        virtualHost.declareQueue(declaration(name, durable, exclusive, autoDelete, quorum), alice, home);
    }

    void declareExchange(String name, String type, boolean autoDelete) {
        virtualHost.declareExchange(new ExchangeDeclaration(name, type, true, autoDelete, false, FieldTable.EMPTY), alice,
            home);
    }

    void delete(String queue) {
        virtualHost.deleteQueue(queue, false, false, alice, new Ignored<>());
    }

    static QueueDeclaration declaration(String name, boolean durable, boolean exclusive, boolean autoDelete,
                                                FieldTable arguments) {
        return new QueueDeclaration(name, durable, exclusive, autoDelete, arguments);
    }

    static void assertRefused(ReplyCode code, String explanation, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AmqpException.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.replyText()).isEqualTo(new AmqpException(code, explanation).replyText());
        });
    }

    record Client(String name) implements ClientConnection {
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

    static final class NoTarget implements DeliveryTarget {
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

    static final class Ignored<T> implements Answer<T> {
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

    static final class RecordingCatalog implements CatalogStore {
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
