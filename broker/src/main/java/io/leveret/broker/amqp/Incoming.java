package io.leveret.broker.amqp;

import io.leveret.codec.Command;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.leveret.engine.view.ChannelInfo;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection's client sends, frame by frame: opens channels and gives them what is theirs, and the connection what
 * is its own. Lives on the connection's loop.
 */
final class Incoming implements FrameHandler {

    private static final Logger log = LoggerFactory.getLogger(Incoming.class);

    /** What a channel takes up of the heap. */
    private static final int CHANNEL_BYTES = 2048;

    private final AmqpConnection connection;
    private final Handshake handshake;
    private final PublisherBlock publisherBlock;
    private final Parking parking;
    private final MethodReader methods = new MethodReader();
    private final ChannelTable channels = new ChannelTable();
    private int channelMax;

    Incoming(AmqpConnection connection, Handshake handshake, PublisherBlock publisherBlock, Parking parking) {
        this.connection = connection;
        this.handshake = handshake;
        this.publisherBlock = publisherBlock;
        this.parking = parking;
    }

    void limitChannels(int agreed) {
        channelMax = agreed;
    }

    @Override
    public boolean isReady() {
        return connection.gate().isOpen() && !connection.phase().isDeaf();
    }

    @Override
    public void method(int number, ByteBuf in, int length) {
        int classId = in.getUnsignedShort(in.readerIndex());
        int methodId = in.getUnsignedShort(in.readerIndex() + 2);
        AmqpChannel channel = null;
        try {
            if (connection.phase().isRunning() && number != 0) {
                channel = channels.get(number);
                if (channel == null) openChannel(number, methods.read(in, length));
                else channel.onMethod(classId, methodId, in, length);
            } else {
                control(number, classId, in, length);
            }
        } catch (RuntimeException failure) {
            connection.ending().answer(failure, channel, classId, methodId);
        }
    }

    @Override
    public void header(int number, ByteBuf in, int length) {
        if (connection.phase().isClosing()) return;
        AmqpChannel channel = channels.get(number);
        try {
            requireForContent(channel).onHeader(in, length);
            publisherBlock.published();
        } catch (RuntimeException failure) {
            answerContent(failure, channel);
        }
    }

    @Override
    public void body(int number, ByteBuf in, int length) {
        if (connection.phase().isClosing()) return;
        AmqpChannel channel = channels.get(number);
        try {
            requireForContent(channel).onBody(in, length);
        } catch (RuntimeException failure) {
            answerContent(failure, channel);
        }
    }

    @Override
    public void heartbeat(int number, int length) {
        // that it came was noted with its bytes
    }

    /** Methods of the connection itself, and everything while it is being opened or closed. */
    private void control(int number, int classId, ByteBuf in, int length) {
        if (connection.phase().isClosing() && (number != 0 || classId != ConnectionMethod.CLASS)) return;
        if (connection.phase().isOpening() && number != 0) throw handshake.unexpected();
        Method method = methods.read(in, length);
        if (method instanceof ConnectionMethod.Close close) connection.ending().closedByClient(close);
        else if (connection.phase().isClosing()) endIfAnswered(method);
        else if (connection.phase().isOpening()) handshake.handle(method);
        else if (method instanceof ConnectionMethod.UpdateSecret) connection.send(new ConnectionMethod.UpdateSecretOk());
        else throw new AmqpException(ReplyCode.CHANNEL_ERROR, "unexpected method in connection state running");
    }

    private void endIfAnswered(Method method) {
        if (method instanceof ConnectionMethod.CloseOk) connection.ending().onCloseOk();
    }

    private void openChannel(int number, Method method) {
        if (!(method instanceof ChannelMethod.Open)) {
            throw new AmqpException(ReplyCode.CHANNEL_ERROR, "expected 'channel.open'");
        }
        connection.burst().noteChange();
        channels.requireFewerThan(channelMax);
        connection.session().openChannel();
        channels.add(new AmqpChannel(connection, number));
        connection.memory().note(CHANNEL_BYTES);
        connection.events().channelCreated(number);
        log.debug("{}, channel {} opened", connection, number);
        connection.sender().send(number, new ChannelMethod.OpenOk());
    }

    private static AmqpChannel requireForContent(AmqpChannel channel) {
        if (channel != null) return channel;
        throw new AmqpException(ReplyCode.UNEXPECTED_FRAME, "expected method frame, got non method frame instead");
    }

    private void answerContent(RuntimeException failure, AmqpChannel channel) {
        if (channel == null) connection.ending().answer(failure, null, 0, 0);
        else connection.ending().answer(failure, channel, channel.latestClassId(), channel.latestMethodId());
    }

    MethodReader methods() {
        return methods;
    }

    /** The number is free from now on. */
    void forget(AmqpChannel channel) {
        if (!channels.remove(channel)) return;
        connection.session().closeChannel();
        connection.memory().give(CHANNEL_BYTES);
        log.debug("{}, channel {} ended", connection, channel.number());
    }

    /** Callable from any thread. */
    int channelCount() {
        return channels.count();
    }

    /** @return the channel, or null */
    AmqpChannel channel(int number) {
        return channels.get(number);
    }

    List<ChannelInfo> channels() {
        return channels.all().stream().filter(channel -> !channel.isEnded()).map(AmqpChannel::info).toList();
    }

    /** Keeps the command that came while its channel waits for an answer. */
    void park(AmqpChannel waiting, Command next) {
        parking.park(waiting, next);
    }

    /** The channel has its answer: its parked command, if there is one, is next. */
    void answered(AmqpChannel channel) {
        connection.burst().noteWork();
        Command next = parking.leave(channel);
        if (next == null) return;
        try {
            channel.runParked(next);
        } catch (RuntimeException failure) {
            connection.ending().answer(failure, channel, next.method().classId(), next.method().methodId());
        }
    }

    /** The session ends, and no command that waits will be run. */
    void end() {
        parking.clear();
    }

    /** First all consumers, then what was delivered: what one channel gives back must not go to the next that ends. */
    void endChannels() {
        connection.burst().outbox().flush();
        List<AmqpChannel> ending = channels.removeAll();
        ending.forEach(AmqpChannel::endConsumers);
        ending.forEach(AmqpChannel::end);
        connection.memory().give((long) ending.size() * CHANNEL_BYTES);
    }
}
