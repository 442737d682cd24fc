package io.leveret.broker.amqp;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.FrameDecoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.ProtocolHeader;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Whatever a client does on a connection to a broker of its own: if the first byte is odd from the first byte on, else when it has logged in
 * and opened a channel. The broker never answers that something went wrong on its side.
 */
public final class ConnectionInput implements FrameHandler {
    private static final int LATER_MILLIS = 3_600_000;
    private static final PasswordHash PASSWORD = PasswordHash.of("guest");

    private final ManualTime loop = new ManualTime();
    private final MethodReader methods = new MethodReader();
    private final EmbeddedChannel socket;

    private ConnectionInput(Broker broker) {
        SharedMemory unlimited = new SharedMemory(Long.MAX_VALUE, Long.MAX_VALUE);
        OpenConnections connections = new OpenConnections(unlimited, unlimited, new Alarms(),
                new Strangers(Integer.MAX_VALUE, new StrangersLog(new ManualTime())));
        socket = new EmbeddedChannel(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel accepted) {
                accepted.pipeline().addLast(new AmqpConnection(accepted, Peer.of(accepted), loop, new Gathering(0), AmqpSettings.defaults(),
                        broker, new Logins(broker.users()), connections).reader());
            }
        });
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) return;
        ConnectionInput client = new ConnectionInput(broker());
        if (bytes[0] % 2 == 0) client.open();
        client.send(Unpooled.copiedBuffer(bytes, 1, bytes.length - 1));
        client.loop.advance(LATER_MILLIS);
        client.hangUp();
    }

    private static Broker broker() {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of("guest"), HashAlgorithm.SHA256, -1), store, QueueStorage.boundless(store));
        broker.putUser(new User("guest", PASSWORD, Set.of()));
        broker.permit("guest", "/", Permissions.all());
        return broker;
    }

    private void open() {
        ByteBuf greeting = Unpooled.buffer();
        ProtocolHeader.write(greeting);
        send(greeting);
        byte[] response = "\0guest\0guest".getBytes(StandardCharsets.UTF_8);
        CommandEncoder encoder = new CommandEncoder(0);
        ByteBuf out = Unpooled.buffer();
        for (Method method : new Method[] {new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", response, "en_US"),
            new ConnectionMethod.TuneOk(100, 131_072, 60), new ConnectionMethod.Open("/")}) {
            encoder.method(room -> out.ensureWritable(room), 0, method);
        }
        encoder.method(room -> out.ensureWritable(room), 1, new ChannelMethod.Open());
        send(out);
    }

    private void send(ByteBuf bytes) {
        socket.writeInbound(bytes);
        loop.run();
        read();
    }

    private void hangUp() {
        socket.close();
        loop.run();
        read();
        socket.finishAndReleaseAll();
    }

    /** On the socket as it was closed there may be less than a frame, or what is no frame. */
    private void read() {
        FrameDecoder decoder = new FrameDecoder(0);
        for (ByteBuf out = socket.readOutbound(); out != null; out = socket.readOutbound()) {
            try {
                if (out.isReadable() && out.getByte(out.readerIndex()) != 'A') decoder.decode(out, this);
            } finally {
                out.release();
            }
        }
    }

    @Override
    public void method(int channel, ByteBuf in, int length) {
        Method method = methods.read(in, length);
        if (method instanceof ConnectionMethod.Close close && close.replyCode() == ReplyCode.INTERNAL_ERROR.code()) {
            throw new AssertionError(close);
        }
    }

    @Override
    public void header(int channel, ByteBuf in, int length) {}

    @Override
    public void body(int channel, ByteBuf in, int length) {}

    @Override
    public void heartbeat(int channel, int length) {}
}
