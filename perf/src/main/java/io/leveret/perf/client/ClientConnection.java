package io.leveret.perf.client;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A connection to a broker; lives on its event loop. */
public final class ClientConnection implements FrameHandler {
    private final Channel socket;
    private final AmqpUri uri;
    private final LongSupplier clock;
    private final Consumer<PerfException> whenLost;
    private final Consumer<String> notes;
    private final Handshake handshake;
    private final Outgoing out;
    private final CommandEncoder encoder = new CommandEncoder(0);
    private final MethodReader reader = new MethodReader();
    private final List<ClientChannel> channels = new ArrayList<>(2); // by number, from 1 on; null where one was closed
    private final CompletableFuture<ClientConnection> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private int channelMax;
    private int frameMax;
    private boolean blocked;
    private boolean closing;
    private boolean lost;
    private long lastArrival;

    /**
     * @param whenLost told once, unless the connection was closed by {@link #close}
     * @param frameMax the largest frame to ask for, 0 for the broker's
     * @param notes    gets what the user may want to know
     */
    ClientConnection(Channel socket, AmqpUri uri, int frameMax, LongSupplier clock, Consumer<PerfException> whenLost,
            Consumer<String> notes) {
        this.socket = socket;
        this.uri = uri;
        this.clock = clock;
        this.whenLost = whenLost;
        this.notes = notes;
        this.handshake = new Handshake(this, uri, frameMax);
        this.out = new Outgoing(socket);
        socket.pipeline().addLast(new FrameReader(this));
    }

    /** Completes when channels can be opened, or with a {@link PerfException}. */
    CompletableFuture<ClientConnection> whenOpen() {
        return opened;
    }

    public EventLoop loop() {
        return socket.eventLoop();
    }

    /** The largest frame, head and end included; 0 for no limit. */
    public int frameMax() {
        return frameMax;
    }

    /** When what is being read came in, in nanoseconds. */
    public long lastArrival() {
        return lastArrival;
    }

    public CompletableFuture<ClientChannel> openChannel() {
        int free = channels.indexOf(null);
        int number = free < 0 ? channels.size() + 1 : free + 1;
        if (number > channelMax) {
            return CompletableFuture.failedFuture(new PerfException("the broker allows " + channelMax + " channels on a connection"));
        }
        ClientChannel channel = new ClientChannel(this, number);
        if (free < 0) channels.add(channel);
        else channels.set(free, channel);
        return channel.call(new ChannelMethod.Open()).thenApply(answer -> channel);
    }

    /** Completes when the broker has agreed and the socket is closed. */
    public CompletableFuture<Void> close() {
        if (!closing && !lost) {
            closing = true;
            send(0, new ConnectionMethod.Close(200, "", 0, 0));
            flush();
        }
        return closed;
    }

    public void send(int channel, Method method) {
        if (!lost) encoder.method(out, channel, method);
    }

    /** A buffer with room for so many bytes, for frames. */
    public ByteBuf room(int bytes) {
        return out.room(bytes);
    }

    /** Sends a buffer as it is. */
    public void append(ByteBuf frames) {
        out.append(frames);
    }

    public void flush() {
        if (lost) out.discard();
        else out.flush();
    }

    /** Whether the socket takes more, and the broker wants more. */
    public boolean isWritable() {
        return !blocked && !lost && !closing && socket.isWritable();
    }

    public boolean isBlocked() {
        return blocked;
    }

    @Override public void method(int channel, ByteBuf in, int length) {
        if (channel == 0) connectionMethod((ConnectionMethod) reader.read(in, length));
        else if (isThere(channel)) channels.get(channel - 1).method(in, length, reader);
    }

    @Override public void header(int channel, ByteBuf in, int length) {
        if (isThere(channel)) channels.get(channel - 1).header(in, length);
    }

    @Override public void body(int channel, ByteBuf in, int length) {
        if (isThere(channel)) channels.get(channel - 1).body(in, length);
    }

    @Override public void heartbeat(int channel, int length) {}

    boolean isOpening() {
        return !opened.isDone();
    }

    void somethingCame() {
        lastArrival = clock.getAsLong();
    }

    void goOn() {
        for (int i = 0; i < channels.size(); i++) {
            ClientChannel channel = channels.get(i);
            if (channel != null) channel.goOn();
        }
    }

    void tuned(int channelsAllowed, int largestFrame) {
        channelMax = channelsAllowed;
        frameMax = largestFrame;
        encoder.setFrameMax(largestFrame);
    }

    void opened() {
        opened.complete(this);
    }

    void forget(ClientChannel channel) {
        if (isThere(channel.number())) channels.set(channel.number() - 1, null);
    }

    void answeredWithHeader() {
        failed(Troubles.noBroker(uri, "it answers with another version"));
    }

    void disconnected() {
        if (closing) finish(Troubles.lost(uri));
        else lose(isOpening() ? Troubles.hungUpWhileOpening(uri) : Troubles.lost(uri));
    }

    void failed(Throwable cause) {
        if (closing) socket.close();
        else lose(isOpening() ? Troubles.whileOpening(uri, cause) : Troubles.broken(uri, cause));
    }

    /** Ends the connection for a reason that the user has to know. */
    void lose(PerfException trouble) {
        if (lost) return;
        finish(trouble);
        socket.close();
        if (!opened.completeExceptionally(trouble)) whenLost.accept(trouble);
    }

    private void finish(PerfException trouble) {
        lost = true;
        out.discard();
        for (ClientChannel channel : present()) channel.fail(trouble);
        closed.complete(null);
    }

    private void connectionMethod(ConnectionMethod method) {
        if (isOpening()) {
            handshake.received(method);
        } else if (method instanceof ConnectionMethod.Close close) {
            send(0, new ConnectionMethod.CloseOk());
            flush();
            lose(Troubles.connectionClosed(close));
        } else if (method instanceof ConnectionMethod.CloseOk) {
            socket.close();
        } else if (method instanceof ConnectionMethod.Blocked pause) {
            blocked = true;
            notes.accept("the broker blocks publishers: " + pause.reason());
        } else if (method instanceof ConnectionMethod.Unblocked) {
            blocked = false;
            notes.accept("the broker blocks publishers no more"); // goOn() comes when all that was read has been looked at
        }
    }

    private boolean isThere(int channel) {
        return channel <= channels.size() && channels.get(channel - 1) != null;
    }

    private List<ClientChannel> present() {
        return channels.stream().filter(Objects::nonNull).toList();
    }
}
