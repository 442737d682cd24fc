package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.engine.store.StubLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A queue with everything around it that a test needs to talk to it, one publisher included. */
final class TestQueue {

    final ManualLoop home;
    final TestOwner owner;
    final RecordingLog log = new RecordingLog();
    final RecordingPublisher publisher = new RecordingPublisher();
    final QueueRef ref;
    private final Outbox outbox = new Outbox(busy -> { });
    final List<Long> timeoutsOfGets = new ArrayList<>();
    private long sequence;

    private TestQueue(String name, boolean durable, boolean autoDelete, FieldTable arguments, ManualLoop home,
                      TestOwner owner) {
        this(name, durable, autoDelete, arguments, home, owner, null);
    }

    private TestQueue(String name, boolean durable, boolean autoDelete, FieldTable arguments, ManualLoop home,
                      TestOwner owner, QueueLog other) {
        this.home = home;
        this.owner = owner;
        QueueDeclaration declaration = new QueueDeclaration(name, durable, false, autoDelete, arguments);
        ref = new QueueRef(1, "/", declaration, Optional.empty(), QueueSettings.ofArguments(arguments, "queue"), home,
            other != null ? other : durable ? log : QueueLog.NONE, owner);
    }

    /** A durable queue with that log. */
    static TestQueue over(PagingLog log, FieldTable arguments, TestOwner owner) {
        return new TestQueue("q", true, false, arguments, log.home, owner, log);
    }

    /** A durable queue of the name {@code q}. */
    static TestQueue plain() {
        return with(FieldTable.EMPTY);
    }

    static TestQueue with(FieldTable arguments) {
        return new TestQueue("q", true, false, arguments, new ManualLoop(), new TestOwner());
    }

    static TestQueue with(String argument, long value) {
        return with(FieldTable.EMPTY.with(argument, FieldValue.longInt(value)));
    }

    static TestQueue autoDelete() {
        return new TestQueue("q", true, true, FieldTable.EMPTY, new ManualLoop(), new TestOwner());
    }

    /** Another queue on the same loop, in the same virtual host; not durable. */
    TestQueue beside(String name) {
        return beside(name, FieldTable.EMPTY);
    }

    TestQueue durableBeside(String name) {
        return new TestQueue(name, true, false, FieldTable.EMPTY, home, owner);
    }

    TestQueue beside(String name, FieldTable arguments) {
        return new TestQueue(name, false, false, arguments, home, owner);
    }

    void publish(String... bodies) {
        for (String body : bodies) outbox.publish(ref, message(body, BasicProperties.EMPTY), publisher, ++sequence);
        outbox.flush();
    }

    void publish(String body, BasicProperties properties) {
        outbox.publish(ref, message(body, properties), publisher, ++sequence);
        outbox.flush();
    }

    void publish(Message message) {
        outbox.publish(ref, message, publisher, ++sequence);
        outbox.flush();
    }

    void publishPersistent(String body) {
        publish(body, BasicProperties.builder().deliveryMode(2).build());
    }

    void publishPersistentTogether(String... bodies) {
        BasicProperties persistent = BasicProperties.builder().deliveryMode(2).build();
        for (String body : bodies) outbox.publish(ref, message(body, persistent), publisher, ++sequence);
        outbox.flush();
    }

    void settle(QueuedMessage message, Settlement settlement) {
        outbox.settle(ref, message, settlement);
        outbox.flush();
    }

    void consume(ConsumerRequest request, RecordingConsumer consumer) {
        Reply<ConsumerRef> reply = new Reply<>();
        ref.consume(request, reply);
        consumer.ref = reply.get();
    }

    void cancel(RecordingConsumer consumer) {
        consumer.ref.cancel(new Reply<>());
    }

    /** Ends the consumer as its channel does when it ends itself: with what it holds, in one go. */
    void endWithAllItHolds(RecordingConsumer consumer) {
        outbox.cancel(consumer.ref);
        for (QueuedMessage held : consumer.deliveries) outbox.settle(ref, held, Settlement.FAIL);
        outbox.flush();
    }

    Optional<Got> get(boolean noAck) {
        Reply<Optional<Got>> reply = new Reply<>();
        ref.get(noAck, timeout -> timeoutsOfGets.add(timeout), reply);
        if (reply.value == null) home.runAll(); // it may have to be read
        return reply.get();
    }

    /** The bodies of all ready messages, which are gone after that. */
    List<String> drain() {
        List<String> bodies = new ArrayList<>();
        for (Optional<Got> got = get(true); got.isPresent(); got = get(true)) bodies.add(RecordingConsumer.body(got.get().message()));
        return bodies;
    }

    QueueStatus status() {
        Reply<QueueStatus> reply = new Reply<>();
        ref.status(reply);
        if (reply.value == null) home.runAll();
        return reply.get();
    }

    static Message message(String body, BasicProperties properties) {
        return new Message("", "q", properties, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    static final class Reply<T> implements Answer<T> {
        T value;
        AmqpException error;

        @Override
        public void completed(T answer) {
            value = answer;
        }

        @Override
        public void failed(AmqpException failure) {
            error = failure;
        }

        T get() {
            if (error != null) throw error;
            return value;
        }
    }

    static final class RecordingPublisher implements Confirmations {
        final List<String> confirmed = new ArrayList<>();
        final List<String> rejected = new ArrayList<>();

        @Override
        public void confirmed(long first, long last) {
            confirmed.add(first + "-" + last);
        }

        @Override
        public void rejected(long first, long last) {
            rejected.add(first + "-" + last);
        }
    }

    static final class RecordingLog extends StubLog {
        final List<String> entries = new ArrayList<>();
        private final List<Runnable> waiting = new ArrayList<>();
        boolean holdBack;
        long failAt;

        @Override
        public void append(long position, Message message, long expiresAt) {
            if (position == failAt) throw new IllegalStateException("meant to fail");
            entries.add("append " + position);
        }

        @Override
        public void appendDelayed(long position, Message message, long dueAt) {
            append(position, message, Long.MAX_VALUE);
        }

        @Override
        public void remove(long position) {
            entries.add("remove " + position);
        }

        @Override
        public void enter(StoreTransaction transaction) {
            entries.add("part of " + transaction);
        }

        @Override
        public void leave(StoreTransaction transaction) {
            entries.add("end of part");
        }

        @Override
        public void whenDurable(Runnable task) {
            if (entries.contains("deleted")) entries.add("asked too late");
            if (holdBack) waiting.add(task);
            else task.run();
        }

        @Override
        public void delete() {
            entries.add("deleted");
        }

        void flush() {
            waiting.forEach(Runnable::run);
            waiting.clear();
        }
    }
}
