package io.leveret.broker.amqp;

import io.leveret.codec.Command;
import io.leveret.codec.CommandAssembler;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.AccessMethod;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.ExchangeMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.method.TxMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.CatchUp;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import io.leveret.engine.view.ChannelInfo;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A channel: puts its frames together to commands, runs them one after the other, and owns what it has delivered. Lives
 * on its connection's loop.
 */
final class AmqpChannel {

    /** Type, channel, size and end. */
    private static final int FRAME_OVERHEAD = 8;

    /** Class, weight and body size, before the properties. */
    private static final int BEFORE_PROPERTIES = 12;

    private final AmqpConnection connection;
    private final int number;
    private final CommandAssembler assembler;
    private final UnackedDeliveries unacked = new UnackedDeliveries();
    private final UnackedDeliveries.Receiver fail = (tag, queue, message) -> requeue(queue, message, Settlement.FAIL);
    private final UnackedDeliveries.Receiver giveBack = (tag, queue, message) -> giveBack(queue, message);
    private final BasicHandler basic;
    private final QueueHandler queues;
    private final ExchangeHandler exchanges;
    private final ConfirmHandler confirm;
    private final TxHandler tx;
    private final ChannelTrace trace;
    private final ChannelStats stats;
    private final Answers answers = new Answers(this);

    private long latestTag;
    private int latestClassId;
    private int latestMethodId;

    /** The broker has sent close: only close and close-ok still mean something. */
    private boolean closing;
    private boolean ended;

    AmqpChannel(AmqpConnection connection, int number) {
        this.connection = connection;
        this.number = number;
        this.assembler = new CommandAssembler(connection.settings().maxMessageSize(), connection.memory());
        this.trace = new ChannelTrace(this);
        this.stats = new ChannelStats(connection.channelName(number), connection.virtualHost(),
                connection.virtualHost().stats().intake().of(connection.loop()));
        this.confirm = new ConfirmHandler(this);
        this.tx = new TxHandler(this);
        this.queues = new QueueHandler(this);
        this.exchanges = new ExchangeHandler(this);
        this.basic = new BasicHandler(this, queues);
    }

    void onMethod(int classId, int methodId, ByteBuf in, int length) {
        if (closing) {
            if (classId == ChannelMethod.CLASS) whileClosing(connection.incoming().methods().read(in, length));
            return;
        }
        latestClassId = classId;
        latestMethodId = methodId;
        accept(assembler.method(connection.incoming().methods().read(in, length)));
    }

    void onHeader(ByteBuf in, int length) {
        if (closing) return;
        requireThatItCanLeave(length);
        accept(assembler.header(in, length));
    }

    /** Frames are taken a little above the limit, but this one will be sent to others as it is. */
    private void requireThatItCanLeave(int headerLength) {
        int frame = headerLength + FRAME_OVERHEAD;
        if (frame <= connection.frameMax()) return;
        throw new AmqpException(ReplyCode.CONTENT_TOO_LARGE, "content header takes a frame of " + frame
                + " bytes, negotiated are " + connection.frameMax());
    }

    void onBody(ByteBuf in, int length) {
        if (!closing) accept(assembler.body(in, length));
    }

    private void accept(Command command) {
        if (command == null) return;
        if (!(command.method() instanceof BasicMethod.Publish)) connection.streaming().asked();
        if (answers.areComplete()) run(command);
        else if (answers.letRun(command.method())) runAhead(command);
        else connection.incoming().park(this, command);
    }

    /** Before the replies to earlier commands, which its error must not overtake either. */
    private void runAhead(Command command) {
        try {
            run(command);
        } catch (RuntimeException failure) {
            answers.fail(failure, latestClassId, latestMethodId);
        }
    }

    /** Runs a command that had to wait for the answer to the one before it, which may have cost the channel. */
    void runParked(Command command) {
        if (!closing) run(command);
        else if (command.method() instanceof ChannelMethod method) whileClosing(method);
    }

    private void run(Command command) {
        switch (command.method().classId()) {
            case BasicMethod.CLASS    -> basic.handle(command);
            case QueueMethod.CLASS    -> queues.handle(command.method());
            case ExchangeMethod.CLASS -> exchanges.handle(command.method());
            case ChannelMethod.CLASS  -> handle(command.method());
            case ConfirmMethod.CLASS  -> confirm.handle(command.method());
            case TxMethod.CLASS       -> tx.handle(command.method());
            case AccessMethod.CLASS   -> grantAccess(command.method());
            default                   -> throw Method.unexpected(command.method());
        }
    }

    private void handle(Method method) {
        if (method instanceof ChannelMethod.Close) closedByClient();
        else if (method instanceof ChannelMethod.Flow flow) flow(flow);
        else if (method instanceof ChannelMethod.Open) throw openTwice();
        else throw Method.unexpected(method);
    }

    private static AmqpException openTwice() {
        return new AmqpException(ReplyCode.CHANNEL_ERROR, "second 'channel.open' seen");
    }

    private void flow(ChannelMethod.Flow flow) {
        if (!flow.active()) throw new AmqpException(ReplyCode.NOT_IMPLEMENTED, "active=false");
        send(new ChannelMethod.FlowOk(true));
    }

    /** Of older protocol versions: every client gets every access. */
    private void grantAccess(Method method) {
        if (!(method instanceof AccessMethod.Request)) throw Method.unexpected(method);
        send(new AccessMethod.RequestOk(1));
    }

    /** Tells the client why the channel ends, and waits for its close-ok; the number is taken until then. */
    void close(AmqpException error, int classId, int methodId) {
        end();
        closing = true;
        send(new ChannelMethod.Close(error.code().code(), error.replyText(), classId, methodId));
    }

    private void closedByClient() {
        end();
        connection.incoming().forget(this);
        send(new ChannelMethod.CloseOk());
    }

    private void whileClosing(Method method) {
        if (method instanceof ChannelMethod.Close) send(new ChannelMethod.CloseOk());
        else if (method instanceof ChannelMethod.CloseOk) connection.incoming().forget(this);
    }

    /** Nothing more is to be delivered; what the client has got is still its own. */
    void endConsumers() {
        consuming().end();
    }

    /** Cancels the consumers and gives back what is unacked, in the order it was delivered. */
    void end() {
        if (ended) return;
        ended = true;
        answers.end();
        assembler.drop();
        tx.rollback();
        outbox().flush();
        endConsumers();
        unacked.takeAll(fail);
        outbox().flush();
        confirm.end();
        stats.end();
        connection.events().channelClosed(number);
    }

    boolean isEnded() {
        return ended;
    }

    /** Asks something; what was sent before is done first, and no other command runs before the answer is in. */
    <T> Question<T> ask(Consumer<T> onAnswer) {
        outbox().flush();
        return answers.ask(onAnswer);
    }

    /**
     * Replies when every change made so far is durable, and what was to be replied before has been.
     *
     * @param noWait whether the client wants no reply: that is no way to have more changes wait for the disk than others may
     */
    void whenStored(boolean noWait, Runnable reply) {
        outbox().flush();
        answers.whenStored(noWait ? () -> { } : reply);
    }

    /** Goes on when a new binding's destination has what it missed. */
    void send(CatchUp missed, Runnable next) {
        if (missed.isEmpty()) {
            next.run();
            return;
        }
        Question<Void> question = ask(sent -> next.run());
        missed.send(loop(), () -> question.completed(null));
    }

    void answered(Question<?> question, Runnable action, Runnable otherwise) {
        answers.answered(question, ended ? otherwise : action);
    }

    int number() {
        return number;
    }

    int latestClassId() {
        return latestClassId;
    }

    int latestMethodId() {
        return latestMethodId;
    }

    AmqpConnection connection() {
        return connection;
    }

    Loop loop() {
        return connection.loop();
    }

    VirtualHost virtualHost() {
        return connection.virtualHost();
    }

    Outbox outbox() {
        return connection.burst().outbox();
    }

    /** For what it holds outside of queues. */
    SharedMemory.Share memory() {
        return connection.memory();
    }

    UnackedDeliveries unacked() {
        return unacked;
    }

    ConfirmHandler confirm() {
        return confirm;
    }

    TxHandler tx() {
        return tx;
    }

    ChannelTrace trace() {
        return trace;
    }

    ChannelStats stats() {
        return stats;
    }

    /** As it is now. */
    ChannelInfo info() {
        return new ChannelInfo(stats.name(), virtualHost().name(), connection.gate().isOpen(), tx.isSelected(),
                confirm.isSelected(), consuming().prefetch(), consuming().sharedPrefetch(), consuming().count(), unacked.size(),
                confirm.unanswered(), tx.heldPublishes(), tx.heldSettlements(), stats.history(), stats.publishes(),
                stats.deliveries());
    }

    long nextTag() {
        return ++latestTag;
    }

    void send(Method method) {
        connection.sender().send(number, method);
    }

    /** The properties that fit into a frame. */
    int longestProperties() {
        return connection.frameMax() - FRAME_OVERHEAD - BEFORE_PROPERTIES;
    }

    /** Sends a method with its content. */
    void send(Method method, BasicProperties properties, Body body) {
        connection.sender().send(number, method, properties, body);
    }

    /**
     * Sends a delivery; whoever delivers sees to the end of the burst, and need not handle what goes wrong. That is
     * answered later: this may be the turn of a queue, and a channel that ends gives back to others, whose consumers may
     * fail as well.
     */
    void deliver(BasicMethod.Deliver deliver, BasicProperties properties, Body body) {
        try {
            connection.sender().send(number, deliver, properties, body);
        } catch (RuntimeException failure) {
            loop().execute(() -> cannotDeliver(deliver, failure));
        }
    }

    private void cannotDeliver(BasicMethod.Deliver deliver, RuntimeException failure) {
        if (!ended) connection.ending().answer(failure, this, deliver.classId(), deliver.methodId());
        noteWork();
    }

    /** Gives a message back that the client did not try, or was yet to get. */
    void giveBack(QueueRef queue, QueuedMessage message) {
        requeue(queue, message, Settlement.RETURN);
    }

    void giveBackAll() {
        unacked.takeAll(giveBack);
    }

    private void requeue(QueueRef queue, QueuedMessage message, Settlement settlement) {
        outbox().settle(queue, message, settlement);
        connection.burst().noteWork();
    }

    /** Returns a message that reached no queue to its publisher. */
    void giveBack(Message message) {
        basic.publishing().giveBack(message);
    }

    /** The name that replies to this channel are sent to, while it consumes them. */
    Optional<String> replyName() {
        return basic.consuming().replyName();
    }

    /** A consumer has lost a message that it held too long, and with it its place. */
    void consumerTimedOut(ChannelConsumer consumer, long timeout) {
        if (!consuming().cancelled(consumer)) closeOverTimeout(timeout);
    }

    /** A message that was got is lost, which nothing but the end of the channel can tell. Called on the queue's loop, in its turn. */
    void getTimedOut(long timeout) {
        loop().execute(() -> {
            if (!ended) closeOverTimeout(timeout);
            noteWork();
        });
    }

    private void closeOverTimeout(long timeout) {
        connection.ending().answer(new AmqpException(ReplyCode.PRECONDITION_FAILED, "delivery acknowledgement on channel " + number
                + " timed out. Timeout value used: " + timeout + " ms. This timeout value can be configured, see consumers"
                + " doc guide to learn more"), this, 0, 0);
    }

    ConsumeHandler consuming() {
        return basic.consuming();
    }

    void consumerCancelled(ChannelConsumer consumer) {
        basic.consuming().cancelled(consumer);
    }

    /** Whether deliveries may be written. */
    boolean isWritable() {
        return connection.sender().outbound().isWritable();
    }

    /** Stands in line for the socket to take deliveries again. */
    void lineUp(Backlog.Source deliveries) {
        connection.sender().backlog().add(deliveries);
    }

    /** Something was written or left for a queue. */
    void noteWork() {
        connection.burst().noteWork();
    }
}
