package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.Method;

/** Class 85, and what follows from it: acks and nacks for publishes. Lives on the connection's loop. */
final class ConfirmHandler implements PublisherConfirms.Publisher {

    /** A channel with more publishes unanswered than this is not read from. */
    private static final int MOST_UNANSWERED = 100_000;

    private final AmqpChannel channel;
    private PublisherConfirms confirms;
    private boolean ready;
    private boolean paused;

    ConfirmHandler(AmqpChannel channel) {
        this.channel = channel;
    }

    void handle(Method method) {
        if (!(method instanceof ConfirmMethod.Select select)) throw Method.unexpected(method);
        if (channel.tx().isSelected()) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "cannot switch from tx to confirm mode");
        }
        if (confirms == null) {
            confirms = new PublisherConfirms(channel.loop(), this);
            channel.stats().awaitConfirms();
        }
        if (!select.noWait()) channel.send(new ConfirmMethod.SelectOk());
    }

    boolean isSelected() {
        return confirms != null;
    }

    /** Publishes that are not answered yet. */
    long unanswered() {
        return confirms == null ? 0 : confirms.unanswered();
    }

    PublisherConfirms confirms() {
        return confirms;
    }

    /** Counts a publish that so many queues will report on. */
    long next(int queues) {
        long sequence = confirms.next(queues);
        if (!paused && confirms.unanswered() > MOST_UNANSWERED) {
            paused = true;
            channel.connection().gate().close();
        }
        return sequence;
    }

    @Override
    public void confirmsReady() {
        if (ready) return;
        ready = true;
        channel.connection().burst().willConfirm(this);
    }

    /** Called at the end of a burst. */
    void send() {
        ready = false;
        if (channel.isEnded()) return;
        long before = confirms.unanswered();
        long refusedBefore = confirms.refused();
        confirms.send();
        channel.stats().answered(before - confirms.unanswered(), confirms.refused() - refusedBefore);
        if (paused && confirms.unanswered() < MOST_UNANSWERED / 2) goOn();
    }

    @Override
    public void ack(long sequence, boolean multiple) {
        channel.send(new BasicMethod.Ack(sequence, multiple));
    }

    @Override
    public void nack(long sequence, boolean multiple) {
        channel.send(new BasicMethod.Nack(sequence, multiple, false));
    }

    /** Nobody waits for answers any more. */
    void end() {
        if (paused) goOn();
    }

    private void goOn() {
        paused = false;
        channel.connection().gate().open();
    }
}
