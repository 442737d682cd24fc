package io.leveret.perf.load;

import io.leveret.codec.value.BasicProperties;
import io.leveret.perf.client.ChannelUser;
import io.leveret.perf.client.ClientChannel;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers each call with its stamp. Lives on the connection's loop. */
final class RpcServer implements ChannelUser {
    private static final int MOST_REMEMBERED = 10_000;

    private final ClientChannel channel;
    private final int size;
    private final Map<BasicProperties, PublishFrames> answers = new HashMap<>();
    private BasicProperties call = BasicProperties.EMPTY;
    private long stamp = Stamp.NONE;

    /** @param size of an answer */
    RpcServer(ClientChannel channel, int size) {
        this.channel = channel;
        this.size = size;
    }

    @Override public void properties(ByteBuf in, int length) {
        if (!call.isNext(in, length)) call = BasicProperties.read(in, length);
    }

    @Override public void bodyBegins(ByteBuf in, int length) {
        stamp = Stamp.read(in, length);
    }

    @Override public void delivered(long deliveryTag) {
        if (call.replyTo().isEmpty()) return;
        if (answers.size() > MOST_REMEMBERED) answers.clear();
        answers.computeIfAbsent(call, this::answerTo).write(channel.connection(), 0, stamp);
    }

    @Override public void goOn() {
        channel.connection().flush();
    }

    private PublishFrames answerTo(BasicProperties properties) {
        BasicProperties answer = BasicProperties.builder().correlationId(properties.correlationId().orElse("")).build();
        return PublishFrames.of(new PublishFrames.Message("", List.of(properties.replyTo().orElseThrow()), false, answer, size),
                channel.number(), channel.connection().frameMax());
    }
}
