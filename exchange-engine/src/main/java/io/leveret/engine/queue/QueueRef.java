package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.Mailbox;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.tap.Tap;
import io.leveret.engine.view.ClientConnection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The only way to a queue from anywhere but its home loop, and what never changes about it. Commands that one thread
 * gives run in the order given.
 */
public final class QueueRef implements Destination {

    private final long id;
    private final String virtualHost;
    private final QueueDeclaration declaration;
    private final Optional<ClientConnection> exclusiveOwner;
    private final Loop home;
    private final Mailbox mailbox;
    private final Queue queue;
    private volatile boolean isStored = true;
    private volatile boolean isPaused;
    private volatile Tap tap; // null as long as nobody looks on
    private final QueueType type;

    /**
     * @param id             never given to another queue
     * @param exclusiveOwner the connection that alone may use the queue
     * @param settings       what its arguments and the policies come to
     */
    public QueueRef(long id, String virtualHost, QueueDeclaration declaration,
                    Optional<ClientConnection> exclusiveOwner, QueueSettings settings, Loop home, QueueLog log,
                    QueueOwner owner) {
        this.id = id;
        this.virtualHost = virtualHost;
        this.declaration = declaration;
        this.exclusiveOwner = exclusiveOwner;
        this.type = settings.type();
        this.home = home;
        this.queue = new Queue(this, home, settings, log, owner);
        this.mailbox = new Mailbox(home, queue::endTurn);
        if (queue.hasKeysToLearn()) {
            mailbox.hold();
            home.execute(() -> queue.learnKeys(mailbox::release));
        }
        apply(() -> settings);
    }

    /** What only its loop can tell; answers on that. */
    public void census(Answer<QueueCensus> answer) {
        ask(answer, queue::census);
    }

    /** The loop that {@link #census} is answered on. */
    public Loop home() {
        return home;
    }

    public String virtualHost() {
        return virtualHost;
    }

    public long id() {
        return id;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public boolean isDurable() {
        return declaration.isDurable();
    }

    public boolean isAutoDelete() {
        return declaration.autoDelete();
    }

    public boolean isExclusive() {
        return declaration.exclusive();
    }

    /** What it was declared as. */
    public QueueDeclaration declaration() {
        return declaration;
    }

    public FieldTable arguments() {
        return declaration.arguments();
    }

    /** How error texts name the queue. */
    public String description() {
        return "queue '" + name() + "' in vhost '" + virtualHost + "'";
    }

    /** The connection that alone may use the queue, if it is exclusive. */
    public Optional<ClientConnection> exclusiveOwner() {
        return exclusiveOwner;
    }

    /** Of what kind it is. */
    public QueueType type() {
        return type;
    }

    /** What is counted; to be read by anybody. */
    public QueueStats stats() {
        return queue.stats();
    }

    /** @throws AmqpException 405 when the queue is exclusive to another connection */
    public void requireAccess(ClientConnection client) {
        if (exclusiveOwner.isPresent() && exclusiveOwner.get() != client) throw locked();
    }

    /** The answer to everybody who may not touch an exclusive queue, or declares it with another exclusiveness. */
    public AmqpException locked() {
        return new AmqpException(ReplyCode.RESOURCE_LOCKED, "cannot obtain exclusive access to locked " + description()
            + ". It could be originally declared on another connection or the exclusive property value does not match"
            + " that of the original declaration.");
    }

    AmqpException lockedForGet() {
        return new AmqpException(ReplyCode.RESOURCE_LOCKED, "cannot obtain access to locked " + description()
            + ". basic.get operations are not supported by quorum queues with single active consumer");
    }

    AmqpException tooMuchHeld() {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED, "cannot get from " + description()
            + ": clients hold so many unacknowledged messages that there is no memory for one more");
    }

    public void status(Answer<QueueStatus> answer) {
        ask(answer, queue::status);
    }

    /** As {@link #status}, for somebody who has declared the queue and relies on it from now on. */
    public void declared(Answer<QueueStatus> answer) {
        ask(answer, queue::declared);
    }

    /**
     * Answers once what has expired is out of the way; with nothing when the queue is empty then.
     *
     * @param getter told when it has the message too long; never, if it need not acknowledge
     */
    public void get(boolean noAck, Getter getter, Answer<Optional<Got>> answer) {
        mailbox.submit(() -> {
            if (queue.isExpiring()) queue.whenFlowing(() -> mailbox.post(() -> get(noAck, getter, answer)));
            else if (queue.isLoading()) queue.whenLoaded(() -> mailbox.post(() -> get(noAck, getter, answer)));
            else answer(answer, () -> queue.get(noAck, getter));
        });
    }

    /** Answers with the number of messages dropped. */
    public void purge(Answer<Long> answer) {
        ask(answer, queue::purge);
    }

    public void consume(ConsumerRequest request, Answer<ConsumerRef> answer) {
        ask(answer, () -> queue.consume(request));
    }

    /**
     * Asks whether the queue may be deleted, and if so has the name removed and deletes it, all in one step on its home
     * loop. Answers with the number of messages that were ready. A quorum queue takes no
     * condition, as RabbitMQ's does not.
     *
     * @param removal takes the queue out of its virtual host
     */
    public void delete(boolean ifUnused, boolean ifEmpty, Runnable removal, Answer<Long> answer) {
        ask(answer, () -> {
            if (queue.isDeleted()) return 0L; // somebody else was faster
            if (type == QueueType.QUORUM) requireNoCondition(ifUnused, ifEmpty);
            QueueStatus status = queue.status();
            if (ifUnused && status.consumers() > 0) throw preconditionFailed(" in use");
            if (ifEmpty && !queue.isEmpty()) throw preconditionFailed(" not empty");
            removal.run();
            queue.delete();
            return status.messages();
        });
    }

    /** Runs the task when the queue was deleted and all that it gave to others before is theirs. To be called before {@link #delete}. */
    public void whenGone(Runnable task) {
        queue.whenGone(task);
    }

    /** Has the queue hand out nothing, or go on; never at once: for a caller who holds a lock. */
    public void pause(boolean wanted) {
        isPaused = wanted;
        post(() -> queue.pause(wanted));
    }

    /** Whether it takes messages and hands out none. */
    public boolean isPaused() {
        return isPaused;
    }

    /**
     * What has died in the queue goes to queues up to this one only. To be called when the catalog is to be told that the queue
     * is deleted, before {@link #delete}: that waits until the dead letters have arrived, which in a newer queue they have
     * not before the catalog has that, and this waits for what the catalog was to be told before.
     */
    public void reachOnlyUpTo(long queueId) {
        queue.reachOnlyUpTo(queueId);
    }

    /** Shows somebody all that is enqueued, on the queue's home loop. */
    public synchronized void add(Tap added) {
        tap = Tap.with(tap, added);
    }

    public synchronized void remove(Tap gone) {
        tap = Tap.without(tap, gone);
    }

    /** Null as a rule. */
    Tap tap() {
        return tap;
    }

    /** Deletes a queue whose name is gone already. */
    public void delete() {
        submit(queue::delete);
    }

    /** It may go now, unless somebody uses it again. */
    public void endIfUnused() {
        submit(queue::endIfUnused);
    }

    /** As {@link #delete()}, and never at once: for a caller who holds a lock. */
    public void deleteLater() {
        post(queue::delete);
    }

    /** Has the queue follow new settings, which are asked for on its home loop: the latest ask gets the latest answer. */
    public void apply(Supplier<QueueSettings> settings) {
        submit(() -> queue.apply(settings.get()));
    }

    /**
     * The queue is new and durable: what it has is confirmed, and transactions with a part in it are complete, once
     * {@link #declarationStored} was called. To be called before anybody else knows the queue.
     */
    public void awaitDeclaration() {
        isStored = false;
        queue.awaitDeclaration();
    }

    /** Whether the catalog has the queue, or need not have it. */
    public boolean isStored() {
        return isStored;
    }

    /** The catalog has the queue; callable from any thread, and again. */
    public void declarationStored() {
        isStored = true;
        submit(queue::declarationStored);
    }

    /** Whether so much waits for the queue's loop, or for where its dead letters go, that publishers should pause. */
    public boolean isBusy() {
        return mailbox.isBusy() || queue.isStalled();
    }

    /** Runs the task on the queue's home loop when everything that waits there now is done, and dead letters flow. */
    public void whenDrained(Runnable task) {
        mailbox.post(() -> queue.whenFlowing(task));
    }

    /** Runs the task when what waits here now is taken: dead letters wait for no more, or two queues might wait for each other. */
    void whenTaken(Runnable task) {
        mailbox.post(task);
    }

    /** For those who look into the queue, or act on its messages, without being clients. */
    public QueueContents contents() {
        return new QueueContents(this);
    }

    void post(Runnable command) {
        mailbox.post(command);
    }

    void submit(Runnable command) {
        mailbox.submit(command);
    }

    Queue queue() {
        return queue;
    }

    AmqpException notFound() {
        return new AmqpException(ReplyCode.NOT_FOUND, "no " + description());
    }

    private void requireNoCondition(boolean ifUnused, boolean ifEmpty) {
        if (!ifUnused && !ifEmpty) return;
        throw new AmqpException(ReplyCode.NOT_IMPLEMENTED, "cannot delete " + description() + ". queue.delete operations with "
            + (ifUnused ? "if-unused" : "if-empty") + " flag set are not supported by quorum queues");
    }

    private AmqpException preconditionFailed(String what) {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED, description() + what);
    }

    <T> void ask(Answer<T> answer, Supplier<T> question) {
        mailbox.submit(() -> answer(answer, question));
    }

    private static <T> void answer(Answer<T> answer, Supplier<T> question) {
        T value;
        try {
            value = question.get();
        } catch (AmqpException error) {
            answer.failed(error);
            return;
        } catch (RuntimeException bug) {
            answer.failed(new AmqpException(ReplyCode.INTERNAL_ERROR, "see the broker's log"));
            throw bug; // the mailbox logs it
        }
        answer.completed(value);
    }

    @Override
    public String toString() {
        return description();
    }
}
