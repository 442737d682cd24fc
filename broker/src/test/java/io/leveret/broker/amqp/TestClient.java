package io.leveret.broker.amqp;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.FrameDecoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.ProtocolHeader;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A client without a socket: talks frames with a connection of its own, on a loop turned by hand. */
final class TestClient implements AutoCloseable {

    static final FieldTable CAPABLE = FieldTable.builder()
            .put("capabilities", FieldTable.builder()
                    .put("authentication_failure_close", true).put("consumer_cancel_notify", true)
                    .put("connection.blocked", true).build())
            .build();

    private final ManualLoop loop = new ManualLoop();
    private final Gathering gathering = new Gathering(0);
    private final CommandEncoder encoder = new CommandEncoder(0);
    private final FrameDecoder decoder = new FrameDecoder(0);
    private final MethodReader methods = new MethodReader();
    private final SlowSocket socket = new SlowSocket();
    private final List<Method> received = new ArrayList<>();
    private final EmbeddedChannel channel;
    private AmqpConnection connection;
    private int heartbeats;

    TestClient() {
        this(broker());
    }

    TestClient(Broker broker) {
        this(broker, new Alarms());
    }

    TestClient(Broker broker, Alarms alarms) {
        this(broker, connections(unlimited(), unlimited(), alarms));
    }

    static OpenConnections connections(SharedMemory heap, SharedMemory sockets, Alarms alarms) {
        return new OpenConnections(heap, sockets, alarms, new Strangers(Integer.MAX_VALUE, new StrangersLog(new ManualLoop())));
    }

    /** @param connections the others on the same listener */
    TestClient(Broker broker, OpenConnections connections) {
        channel = new EmbeddedChannel(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel accepted) {
                connection = new AmqpConnection(accepted, Peer.of(accepted), loop, gathering, AmqpSettings.defaults(), broker,
                        new Logins(broker.users()), connections);
                accepted.pipeline().addLast(socket, connection.reader());
            }
        });
    }

    private static SharedMemory unlimited() {
        return new SharedMemory(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** A broker that keeps nothing, where guest may log in. */
    static Broker broker() {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of("guest"), HashAlgorithm.SHA256, NodeLimits.NONE), store, QueueStorage.boundless(store));
        broker.putUser(new User("guest", PasswordHash.of("guest"), Set.of()));
        broker.permit("guest", "/", Permissions.all());
        return broker;
    }

    ManualLoop loop() {
        return loop;
    }

    AmqpConnection connection() {
        return connection;
    }

    SlowSocket socket() {
        return socket;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    Gathering gathering() {
        return gathering;
    }

    boolean isRead() {
        return channel.config().isAutoRead();
    }

    TestClient greet() {
        ByteBuf header = Unpooled.buffer();
        ProtocolHeader.write(header);
        return sendBytes(header);
    }

    TestClient logIn(String user, String password) {
        byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return send(0, new ConnectionMethod.StartOk(CAPABLE, "PLAIN", response, "en_US"));
    }

    /** All the way to an open connection; what was received is forgotten. */
    TestClient open() {
        greet().logIn("guest", "guest");
        send(0, new ConnectionMethod.TuneOk(2047, 131_072, 60), new ConnectionMethod.Open("/"));
        received();
        return this;
    }

    TestClient openChannel(int number) {
        send(number, new ChannelMethod.Open());
        received();
        return this;
    }

    TestClient send(int number, Method... methods) {
        ByteBuf bytes = Unpooled.buffer();
        for (Method method : methods) encoder.method(room -> bytes.ensureWritable(room), number, method);
        return sendBytes(bytes);
    }

    TestClient publish(int number, String queue, BasicProperties properties, String body) {
        ByteBuf bytes = Unpooled.buffer();
        encoder.content(room -> bytes.ensureWritable(room), number, new BasicMethod.Publish("", queue, true, false),
                properties, Body.of(body.getBytes(StandardCharsets.UTF_8)));
        return sendBytes(bytes);
    }

    TestClient sendBytes(ByteBuf bytes) {
        channel.writeInbound(bytes);
        loop.runAll();
        return this;
    }

    /** The methods received since this was last asked. */
    List<Method> received() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            try {
                decoder.decode(out, new Collector());
            } finally {
                out.release();
            }
        }
        List<Method> all = List.copyOf(received);
        received.clear();
        return all;
    }

    /** How many heartbeats have come so far. */
    int heartbeats() {
        received();
        return heartbeats;
    }

    /** The client shuts its socket, or its machine has gone. */
    void disconnect() {
        channel.close();
        loop.runAll();
    }

    /** Lets the socket take again what waits for it. */
    void readAgain() {
        socket.readAgain();
        loop.runAll();
    }

    ByteBuf receivedBytes() {
        return channel.readOutbound();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    private final class Collector implements FrameHandler {
        @Override
        public void method(int number, ByteBuf in, int length) {
            received.add(methods.read(in, length));
        }

        @Override
        public void header(int number, ByteBuf in, int length) {
            // contents are not what these tests look at
        }

        @Override
        public void body(int number, ByteBuf in, int length) {
            // as above
        }

        @Override
        public void heartbeat(int number, int length) {
            heartbeats++;
        }
    }
}
