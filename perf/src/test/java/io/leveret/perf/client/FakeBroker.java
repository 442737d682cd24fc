package io.leveret.perf.client;

import io.leveret.codec.Command;
import io.leveret.codec.CommandAssembler;
import io.leveret.codec.CommandEncoder;
import io.leveret.codec.FrameDecoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.ProtocolHeader;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The other end of a connection, without sockets, threads or a clock that goes by itself. */
public final class FakeBroker {
    public static final AmqpUri URI = new AmqpUri(false, "broker.test", 5672, "alice", "secret", "shop");

    private final EmbeddedChannel socket;
    private final FrameDecoder decoder = new FrameDecoder(0);
    private final Map<Integer, CommandAssembler> assemblers = new HashMap<>();
    private final List<PerfException> losses = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final ByteBuf received = Unpooled.buffer();
    private ClientConnection connection;
    private long now;
    private boolean greeted;

    /** What a client has sent on a channel. */
    public record Sent(int channel, Command command) {
        public Method method() {
            return command.method();
        }
    }

    public FakeBroker() {
        socket = new EmbeddedChannel(new ChannelInitializer<>() {
            @Override protected void initChannel(Channel channel) {
                connection = new ClientConnection(channel, URI, 0, () -> now, losses::add, notes::add);
            }
        });
        socket.freezeTime();
    }

    /** A connection that is open, with an agreed largest frame. */
    public static FakeBroker open(int frameMax) {
        FakeBroker broker = new FakeBroker();
        broker.send(0, new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "PLAIN AMQPLAIN", "en_US"));
        broker.send(0, new ConnectionMethod.Tune(0, frameMax, 60));
        broker.send(0, new ConnectionMethod.OpenOk());
        broker.sent();
        return broker;
    }

    public ClientConnection connection() {
        return connection;
    }

    /** Opens a channel and answers that it is. */
    public ClientChannel channel() {
        CompletableFuture<ClientChannel> opening = connection.openChannel();
        int number = sent().get(0).channel();
        send(number, new ChannelMethod.OpenOk());
        return opening.join();
    }

    public void send(int channel, Method method) {
        send(new Recording().add(channel, method).bytes());
    }

    public void send(int channel, Method method, BasicProperties properties, byte[] body) {
        send(new Recording().add(channel, method, properties, body).bytes());
    }

    public void send(ByteBuf bytes) {
        socket.writeInbound(bytes);
        runTasks();
    }

    /** All that has come since the last time. */
    public List<Sent> sent() {
        drain();
        if (!greeted && received.readableBytes() >= ProtocolHeader.LENGTH) {
            ProtocolHeader.read(received);
            greeted = true;
        }
        List<Sent> commands = new ArrayList<>();
        decoder.decode(received, new Reading(commands));
        return commands;
    }

    /** Lets time pass, for the clock and for what is scheduled. */
    public void pass(long nanos) {
        now += nanos;
        socket.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        socket.runScheduledPendingTasks();
        runTasks();
    }

    public long now() {
        return now;
    }

    public void runTasks() {
        socket.runPendingTasks();
        drain();
    }

    public void hangUp() {
        socket.close();
    }

    public boolean isHungUp() {
        return !socket.isOpen();
    }

    public List<String> losses() {
        return losses.stream().map(PerfException::getMessage).toList();
    }

    public List<String> notes() {
        return notes;
    }

    private void drain() {
        for (ByteBuf next = socket.readOutbound(); next != null; next = socket.readOutbound()) {
            received.writeBytes(next);
            next.release();
        }
    }

    /** Commands as the bytes that they are on the wire. */
    public static final class Recording {
        private final CommandEncoder encoder = new CommandEncoder(0);
        private final ByteBuf bytes = Unpooled.buffer();

        public Recording add(int channel, Method method) {
            encoder.method(room -> bytes, channel, method);
            return this;
        }

        public Recording add(int channel, Method method, BasicProperties properties, byte[] body) {
            encoder.content(room -> bytes, channel, method, properties, Body.of(body));
            return this;
        }

        public ByteBuf bytes() {
            return bytes;
        }
    }

    private final class Reading implements FrameHandler {
        private final List<Sent> commands;
        private final MethodReader reader = new MethodReader();

        Reading(List<Sent> commands) {
            this.commands = commands;
        }

        @Override public void method(int channel, ByteBuf in, int length) {
            add(channel, assembler(channel).method(reader.read(in, length)));
        }

        @Override public void header(int channel, ByteBuf in, int length) {
            add(channel, assembler(channel).header(in, length));
        }

        @Override public void body(int channel, ByteBuf in, int length) {
            add(channel, assembler(channel).body(in, length));
        }

        @Override public void heartbeat(int channel, int length) {}

        private void add(int channel, Command command) {
            if (command != null) commands.add(new Sent(channel, command));
        }

        private CommandAssembler assembler(int channel) {
            return assemblers.computeIfAbsent(channel, number -> new CommandAssembler(1 << 24));
        }
    }
}
