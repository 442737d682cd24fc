package io.leveret.broker.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.ProtocolHeader;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client who logs in, publishes with confirms, consumes, acknowledges, and goes. */
public final class AmqpVisit implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int FRAME_MAX = 131_072;
    private static final int METHOD_FRAME = 1;
    private static final int CHANNEL = 1;
    private static final int SUCCESS = 200;

    private static final String QUEUE = "rehearsal";
    private static final String EXCHANGE = "amq.topic";
    private static final int BURSTS = 10;
    private static final int BURST = 200;
    private static final int PERSISTENT = 2;
    private static final int TRANSIENT = 1;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final ByteBuf out = Unpooled.buffer();
    private final CommandEncoder encoder = new CommandEncoder(FRAME_MAX);
    private final MethodReader methods = new MethodReader();

    private AmqpVisit(InetSocketAddress address) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Pays a visit, which leaves nothing behind. */
    public static void pay(InetSocketAddress address, String user, String password) throws IOException {
        try (AmqpVisit visit = new AmqpVisit(address)) {
            visit.logIn(user, password);
            visit.settleIn();
            for (int i = 0; i < BURSTS; i++) {
                visit.exchange("", QUEUE, PERSISTENT);
                visit.exchange(EXCHANGE, QUEUE + ".any", TRANSIENT);
            }
            visit.leave();
        }
    }

    private void logIn(String user, String password) throws IOException {
        ProtocolHeader.write(out);
        await(ConnectionMethod.Start.class);
        write(0, new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", ("\0" + user + "\0" + password).getBytes(UTF_8), "en_US"));
        ConnectionMethod.Tune proposed = await(ConnectionMethod.Tune.class);
        write(0, new ConnectionMethod.TuneOk(proposed.channelMax(), FRAME_MAX, 0));
        write(0, new ConnectionMethod.Open("/"));
        await(ConnectionMethod.OpenOk.class);
    }

    private void settleIn() throws IOException {
        write(CHANNEL, new ChannelMethod.Open());
        write(CHANNEL, new ConfirmMethod.Select(false));
        write(CHANNEL, new QueueMethod.Declare(QUEUE, false, true, false, false, false, FieldTable.EMPTY));
        write(CHANNEL, new QueueMethod.Bind(QUEUE, EXCHANGE, QUEUE + ".#", false, FieldTable.EMPTY));
        write(CHANNEL, new BasicMethod.Get(QUEUE, false));
        await(BasicMethod.GetEmpty.class);
        write(CHANNEL, new BasicMethod.Qos(0, BURST, false));
        write(CHANNEL, new BasicMethod.Consume(QUEUE, "", false, false, false, false, FieldTable.EMPTY));
        await(BasicMethod.ConsumeOk.class);
    }

    /** Publishes some messages, and takes them. */
    private void exchange(String exchange, String key, int deliveryMode) throws IOException {
        BasicProperties properties = BasicProperties.builder().deliveryMode(deliveryMode).contentType("text/plain").build();
        Body body = Body.of("a message of the rehearsal, as short as many are".getBytes(UTF_8));
        for (int i = 0; i < BURST; i++) {
            encoder.content(this::room, CHANNEL, new BasicMethod.Publish(exchange, key, false, false), properties, body);
        }
        BasicMethod.Deliver delivered = null;
        for (int i = 0; i < BURST; i++) delivered = await(BasicMethod.Deliver.class);
        write(CHANNEL, new BasicMethod.Ack(delivered.deliveryTag(), true));
    }

    private void leave() throws IOException {
        write(CHANNEL, new QueueMethod.Delete(QUEUE, false, false, false));
        await(QueueMethod.DeleteOk.class);
        write(CHANNEL, new ChannelMethod.Close(SUCCESS, "", 0, 0));
        await(ChannelMethod.CloseOk.class);
        write(0, new ConnectionMethod.Close(SUCCESS, "", 0, 0));
        await(ConnectionMethod.CloseOk.class);
    }

    private void write(int channel, Method method) {
        encoder.method(this::room, channel, method);
    }

    private ByteBuf room(int bytes) {
        return out.ensureWritable(bytes);
    }

    /** Sends what was written, and reads until such a method comes. */
    private <M extends Method> M await(Class<M> wanted) throws IOException {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
        out.clear();
        while (true) {
            int type = in.readUnsignedByte();
            in.readUnsignedShort(); // channel
            byte[] payload = in.readNBytes(in.readInt());
            in.readUnsignedByte(); // end of the frame
            if (type != METHOD_FRAME) continue;
            Method method = methods.read(Unpooled.wrappedBuffer(payload), payload.length);
            if (wanted.isInstance(method)) return wanted.cast(method);
            if (method instanceof ConnectionMethod.Close refusal) throw new IOException(refusal.replyText());
            if (method instanceof ChannelMethod.Close refusal) throw new IOException(refusal.replyText());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
