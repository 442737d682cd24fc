package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame as it is on the wire, without its end octet. */
public record WireFrame(int type, int channel, byte[] payload) {
    static final int METHOD = 1;
    static final int HEADER = 2;
    static final int BODY = 3;
    static final int HEARTBEAT = 8;
    static final int END = 0xCE;

    /** Bits of queue.declare. */
    static final int PASSIVE = 1;
    static final int DURABLE = 2;
    static final int EXCLUSIVE = 4;

    static WireFrame method(int channel, MethodId method, WireBytes arguments) {
        return method(channel, method.classId(), method.number(), arguments);
    }

    static WireFrame method(int channel, int classId, int methodId, WireBytes arguments) {
        return new WireFrame(METHOD, channel,
                WireBytes.of().shortInt(classId).shortInt(methodId).raw(arguments).toByteArray());
    }

    /** A content header without properties. */
    static WireFrame header(int channel, long bodySize) {
        return header(channel, 60, 0, bodySize);
    }

    static WireFrame header(int channel, int classId, int weight, long bodySize) {
        return new WireFrame(HEADER, channel,
                WireBytes.of().shortInt(classId).shortInt(weight).longLong(bodySize).shortInt(0).toByteArray());
    }

    static WireFrame body(int channel, String text) {
        return new WireFrame(BODY, channel, text.getBytes(StandardCharsets.UTF_8));
    }

    static WireFrame heartbeat(int channel) {
        return new WireFrame(HEARTBEAT, channel, new byte[0]);
    }

    static WireFrame publish(int channel, String exchange, String routingKey) {
        return method(channel, MethodId.BASIC_PUBLISH,
                WireBytes.of().shortInt(0).shortString(exchange).shortString(routingKey).octet(0));
    }

    static WireFrame queueDeclare(int channel, String queue, int bits) {
        return method(channel, MethodId.QUEUE_DECLARE,
                WireBytes.of().shortInt(0).shortString(queue).octet(bits).emptyTable());
    }

    /** A command that costs its channel a 404. */
    static WireFrame missingQueue(int channel) {
        return queueDeclare(channel, "it-missing", PASSIVE);
    }

    static WireFrame channelOpen(int channel) {
        return method(channel, MethodId.CHANNEL_OPEN, WireBytes.of().shortString(""));
    }

    static WireFrame channelClose(int channel) {
        return method(channel, 20, 40, close());
    }

    static WireFrame channelCloseOk(int channel) {
        return method(channel, 20, 41, WireBytes.of());
    }

    static WireFrame connectionClose() {
        return method(0, 10, 50, close());
    }

    static WireFrame connectionCloseOk() {
        return method(0, 10, 51, WireBytes.of());
    }

    private static WireBytes close() {
        return WireBytes.of().shortInt(200).shortString("Goodbye").shortInt(0).shortInt(0);
    }

    byte[] toByteArray() {
        return WireBytes.of().octet(type).shortInt(channel).longString(payload).octet(END).toByteArray();
    }

    boolean isMethod(int classId, int methodId) {
        if (type != METHOD || payload.length < 4) return false;
        ByteBuffer ids = ByteBuffer.wrap(payload);
        return ids.getShort() == classId && ids.getShort() == methodId;
    }

    /** The arguments of the method that this frame must be. */
    ByteBuffer arguments(int classId, int methodId) {
        assertThat(isMethod(classId, methodId)).as("%s is method %d.%d", this, classId, methodId).isTrue();
        return ByteBuffer.wrap(payload).position(4);
    }

    /** The close that this frame must be. */
    Refusal refusal() {
        ByteBuffer arguments = channel == 0 ? arguments(10, 50) : arguments(20, 40);
        return new Refusal(arguments.getShort() & 0xFFFF, shortString(arguments), arguments.getShort(), arguments.getShort());
    }

    static String shortString(ByteBuffer in) {
        byte[] text = new byte[in.get() & 0xFF];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("frame of type " + type + " on channel " + channel);
        if (type == METHOD && payload.length >= 4) {
            ByteBuffer ids = ByteBuffer.wrap(payload);
            text.append(", method ").append(ids.getShort()).append('.').append(ids.getShort());
        }
        return text.append(": '").append(new String(payload, StandardCharsets.ISO_8859_1)).append('\'').toString();
    }
}
