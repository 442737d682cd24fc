package io.leveret.broker.amqp;

import io.leveret.codec.Command;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.Method;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import java.util.Optional;

/** Class 60: messages are published, fetched and settled. Lives on the connection's loop. */
final class BasicHandler {

    private final AmqpChannel channel;
    private final QueueHandler queues;
    private final PublishHandler publishing;
    private final ConsumeHandler consuming;
    private final ChannelGetter getter;
    private final UnackedDeliveries.Receiver ack = this::ack;
    private final UnackedDeliveries.Receiver discard =
            (tag, queue, message) -> settle(tag, queue, message, Settlement.DISCARD);
    private final UnackedDeliveries.Receiver giveBack =
            (tag, queue, message) -> settle(tag, queue, message, Settlement.RETURN);
    private final UnackedDeliveries.Receiver fail =
            (tag, queue, message) -> settle(tag, queue, message, Settlement.FAIL);

    BasicHandler(AmqpChannel channel, QueueHandler queues) {
        this.channel = channel;
        this.queues = queues;
        this.getter = new ChannelGetter(channel);
        this.publishing = new PublishHandler(channel);
        this.consuming = new ConsumeHandler(channel, queues);
    }

    void handle(Command command) {
        Method method = command.method();
        if (method instanceof BasicMethod.Publish publish) publishing.publish(publish, command.content());
        else if (method instanceof BasicMethod.Ack done) take(done.deliveryTag(), done.multiple(), ack);
        else if (method instanceof BasicMethod.Get get) get(get);
        else if (method instanceof BasicMethod.Nack nack) take(nack.deliveryTag(), nack.multiple(), nack.requeue() ? giveBack : discard);
        else if (method instanceof BasicMethod.Reject reject) take(reject.deliveryTag(), false, reject.requeue() ? fail : discard);
        else if (method instanceof BasicMethod.Consume consume) consuming.consume(consume);
        else if (method instanceof BasicMethod.Cancel cancel) consuming.cancel(cancel.consumerTag(), cancel.noWait());
        else if (method instanceof BasicMethod.CancelOk cancelOk) consuming.cancel(cancelOk.consumerTag(), true);
        else if (method instanceof BasicMethod.Qos qos) consuming.limit(qos);
        else if (method instanceof BasicMethod.Recover recover) recover(recover);
        else if (method instanceof BasicMethod.RecoverAsync recover) recoverAll(recover.requeue());
        else throw Method.unexpected(method);
    }

    PublishHandler publishing() {
        return publishing;
    }

    ConsumeHandler consuming() {
        return consuming;
    }

    private void take(long tag, boolean multiple, UnackedDeliveries.Receiver receiver) {
        channel.unacked().take(tag, multiple, receiver);
    }

    private void ack(long tag, QueueRef queue, QueuedMessage message) {
        channel.stats().acked(queue);
        settle(tag, queue, message, Settlement.ACK);
    }

    private void settle(long tag, QueueRef queue, QueuedMessage message, Settlement settlement) {
        if (channel.tx().isSelected()) channel.tx().hold(tag, queue, message, settlement);
        else channel.outbox().settle(queue, message, settlement);
    }

    private void get(BasicMethod.Get get) {
        QueueRef queue = channel.virtualHost().queue(queues.nameOrLatest(get.queue()), channel.connection());
        boolean noAck = get.noAck();
        Question<Optional<Got>> question = channel.ask(got -> got(queue, got, noAck));
        queue.get(noAck, getter, question.ifTooLate(got -> {
            if (!noAck) got.ifPresent(lost -> channel.giveBack(queue, lost.message()));
        }));
    }

    private void got(QueueRef queue, Optional<Got> answer, boolean noAck) {
        if (answer.isEmpty()) {
            channel.stats().gotNothing(queue);
            channel.send(new BasicMethod.GetEmpty());
            return;
        }
        Got got = answer.get();
        Message message = got.message().message();
        long tag = channel.nextTag();
        if (!noAck) channel.unacked().add(tag, queue, got.message());
        channel.send(new BasicMethod.GetOk(tag, got.message().isRedelivered(), message.exchange(), message.routingKey(),
                got.remaining()), got.message().deliveredProperties(channel.longestProperties()), message.body());
        channel.trace().delivered(queue, got.message());
        channel.stats().got(queue, got.message(), noAck);
        got.written();
    }

    private void recover(BasicMethod.Recover recover) {
        recoverAll(recover.requeue());
        channel.send(new BasicMethod.RecoverOk());
    }

    /** Gives everything back that is unacked. */
    private void recoverAll(boolean back) {
        if (!back) throw new AmqpException(ReplyCode.NOT_IMPLEMENTED, "requeue=false");
        channel.giveBackAll();
    }
}
