package io.leveret.perf.load;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.perf.client.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The frames of a message, encoded once: all that differs from one to the next is the routing key, which is one of a few, and the stamp
 * in the body. Of a large body only the beginning is copied.
 */
final class PublishFrames {
    private static final int FRAME_HEAD = 7;
    private static final int WORTH_SHARING = 8192;

    private final byte[][] methods; // one for each routing key
    private final byte[] content; // what is copied of header and body
    private final ByteBuf shared; // what is not
    private final int stampIndex;
    private int nextKey;

    private PublishFrames(byte[][] methods, byte[] content, ByteBuf shared, int stampIndex) {
        this.methods = methods;
        this.content = content;
        this.shared = shared;
        this.stampIndex = stampIndex;
    }

    /** What is published: where to, and what. */
    record Message(String exchange, List<String> keys, boolean mandatory, BasicProperties properties, int size) {}

    /** @param frameMax what was agreed with the broker */
    static PublishFrames of(Message message, int channel, int frameMax) {
        byte[][] methods = new byte[message.keys().size()][];
        for (int i = 0; i < methods.length; i++) {
            ByteBuf out = Unpooled.buffer();
            new CommandEncoder(frameMax).method(bytes -> out, channel, publish(message, i));
            methods[i] = ByteBufUtil.getBytes(out);
        }
        ByteBuf whole = Unpooled.buffer(message.size() + 1024);
        new CommandEncoder(frameMax).content(bytes -> whole, channel, publish(message, 0), message.properties(),
                Body.of(new byte[Math.max(Stamp.LENGTH, message.size())]));
        whole.skipBytes(methods[0].length);
        int headerFrame = FRAME_HEAD + whole.getInt(whole.readerIndex() + 3) + 1;
        int stampIndex = headerFrame + FRAME_HEAD;
        int copied = whole.readableBytes() > WORTH_SHARING ? stampIndex + Stamp.LENGTH : whole.readableBytes();
        byte[] content = new byte[copied];
        whole.readBytes(content);
        return new PublishFrames(methods, content, shared(whole), stampIndex);
    }

    /** Memory that goes with the last who knows it, and that the socket takes as it is. */
    private static ByteBuf shared(ByteBuf rest) {
        ByteBuffer memory = ByteBuffer.allocateDirect(rest.readableBytes());
        rest.readBytes(memory);
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory.flip()));
    }

    /** Bytes of a message on the wire. */
    int length() {
        return methods[nextKey].length + content.length + shared.readableBytes();
    }

    /** Writes the next message; it leaves with the next flush. */
    void write(ClientConnection connection, int number, long stamp) {
        byte[] method = methods[nextKey];
        if (++nextKey == methods.length) nextKey = 0;
        ByteBuf out = connection.room(method.length + content.length);
        out.writeBytes(method);
        int start = out.writerIndex();
        out.writeBytes(content);
        Stamp.set(out, start + stampIndex, number, stamp);
        if (shared.isReadable()) connection.append(shared.retainedDuplicate());
    }

    private static BasicMethod.Publish publish(Message message, int key) {
        return new BasicMethod.Publish(message.exchange(), message.keys().get(key), message.mandatory(), false);
    }
}
