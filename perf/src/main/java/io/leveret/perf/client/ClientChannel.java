package io.leveret.perf.client;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * A channel; lives on its connection's loop. What comes a million times a second (deliveries, confirms) is read where it lies, all
 * else by the codec.
 */
public final class ClientChannel {
    private static final int DELIVER = id(60, 60);
    private static final int ACK = id(60, 80);
    private static final int NACK = id(60, 120);
    private static final int BODY_SIZE = 4; // behind class and weight
    private static final int PROPERTIES = 12;

    private final ClientConnection connection;
    private final int number;
    private final Queue<CompletableFuture<Method>> awaited = new ArrayDeque<>(1);

    private ChannelUser user = new ChannelUser() {};
    private boolean closing;
    private boolean paused;
    private long deliveryTag;
    private boolean delivering;
    private boolean begun;
    private long remaining;

    ClientChannel(ClientConnection connection, int number) {
        this.connection = connection;
        this.number = number;
    }

    public void uses(ChannelUser someone) {
        user = someone;
    }

    public ClientConnection connection() {
        return connection;
    }

    public int number() {
        return number;
    }

    /** Sends a method, with the next flush. */
    public void send(Method method) {
        connection.send(number, method);
    }

    /** Sends a method at once; completes with its answer. Answers come in order. */
    public CompletableFuture<Method> call(Method method) {
        CompletableFuture<Method> answer = new CompletableFuture<>();
        awaited.add(answer);
        send(method);
        connection.flush();
        return answer;
    }

    public CompletableFuture<Method> close() {
        closing = true;
        return call(new ChannelMethod.Close(200, "", 0, 0)).whenComplete((answer, error) -> connection.forget(this));
    }

    /** Whether messages may be written now. */
    public boolean isWritable() {
        return !paused && connection.isWritable();
    }

    void method(ByteBuf in, int length, MethodReader reader) {
        int start = in.readerIndex();
        int id = in.getInt(start);
        if (id == DELIVER) {
            delivering = true;
            deliveryTag = in.getLong(start + 5 + in.getUnsignedByte(start + 4));
        } else if (id == ACK) {
            user.confirmed(in.getLong(start + 4), isMultiple(in, start));
        } else if (id == NACK) {
            user.refused(in.getLong(start + 4), isMultiple(in, start));
        } else {
            other(reader.read(in, length));
        }
    }

    void header(ByteBuf in, int length) {
        remaining = in.getLong(in.readerIndex() + BODY_SIZE);
        begun = false;
        if (delivering) {
            in.skipBytes(PROPERTIES);
            user.properties(in, length - PROPERTIES);
        }
        endOfContent();
    }

    void body(ByteBuf in, int length) {
        if (delivering && !begun) user.bodyBegins(in, length);
        begun = true;
        remaining -= length;
        endOfContent();
    }

    void goOn() {
        user.goOn();
    }

    void fail(PerfException trouble) {
        for (CompletableFuture<Method> answer = awaited.poll(); answer != null; answer = awaited.poll()) {
            answer.completeExceptionally(trouble);
        }
    }

    private void endOfContent() {
        if (remaining > 0 || !delivering) return;
        delivering = false;
        user.delivered(deliveryTag);
    }

    private void other(Method method) {
        if (method instanceof BasicMethod.Return) {
            delivering = false;
            user.returned();
        } else if (method instanceof ChannelMethod.Close close) {
            send(new ChannelMethod.CloseOk());
            connection.flush();
            closedBy(close);
        } else if (method instanceof ChannelMethod.Flow flow) {
            paused = !flow.active();
            send(new ChannelMethod.FlowOk(flow.active()));
            connection.flush();
        } else if (method instanceof BasicMethod.Cancel cancel) {
            connection.lose(Troubles.cancelled(cancel.consumerTag()));
        } else if (!awaited.isEmpty() && !(closing && !(method instanceof ChannelMethod.CloseOk))) {
            awaited.remove().complete(method);
        }
    }

    /** If somebody waits for an answer, that is theirs to judge: a passive declaration may well fail. */
    private void closedBy(ChannelMethod.Close close) {
        connection.forget(this);
        PerfException trouble = Troubles.channelClosed(number, close);
        if (awaited.isEmpty()) connection.lose(trouble);
        else fail(trouble);
    }

    private static boolean isMultiple(ByteBuf in, int start) {
        return (in.getByte(start + 12) & 1) != 0;
    }

    private static int id(int classId, int methodId) {
        return classId << 16 | methodId;
    }
}
