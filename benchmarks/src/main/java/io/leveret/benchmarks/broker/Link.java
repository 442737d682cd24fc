package io.leveret.benchmarks.broker;

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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection with one channel, on a blocking socket; one thread writes, one reads. */
final class Link implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final int CHANNEL = 1;

    private final Socket socket = new Socket();
    private final CommandEncoder encoder = new CommandEncoder(128 * 1024);
    private final FrameDecoder decoder = new FrameDecoder(0);
    private final MethodReader methods = new MethodReader();
    private final ByteBuf out;
    private final ByteBuf in;
    private final int buffer;

    Link(int port) throws IOException {
        this(port, BUFFER);
    }

    /** @param buffer bytes for each direction; few for one of thousands that have nothing to do */
    Link(int port, int buffer) throws IOException {
        this.buffer = buffer;
        out = Unpooled.buffer(buffer);
        in = Unpooled.buffer(buffer);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        ProtocolHeader.write(out);
        flush();
        ask(0, null);
        byte[] response = "\0guest\0guest".getBytes(StandardCharsets.UTF_8);
        ask(0, new ConnectionMethod.StartOk(FieldTable.EMPTY, "PLAIN", response, "en_US"));
        write(0, new ConnectionMethod.TuneOk(2047, 128 * 1024, 0));
        ask(0, new ConnectionMethod.Open("/"));
        ask(CHANNEL, new ChannelMethod.Open());
    }

    /** Sends the method and waits for the next one to come. */
    Method ask(Method method) throws IOException {
        return ask(CHANNEL, method);
    }

    void write(Method method) {
        write(CHANNEL, method);
    }

    void write(byte[] frames) {
        out.writeBytes(frames);
    }

    /** Bytes written and not yet sent. */
    int unsent() {
        return out.readableBytes();
    }

    void flush() throws IOException {
        socket.getOutputStream().write(out.array(), out.readerIndex(), out.readableBytes());
        out.clear();
    }

    /** Waits for bytes, and hands on all whole frames. */
    void read(FrameHandler handler) throws IOException {
        in.discardReadBytes();
        in.ensureWritable(buffer / 2);
        int count = socket.getInputStream().read(in.array(), in.writerIndex(), in.writableBytes());
        if (count < 0) throw new IOException("the broker has closed the connection");
        in.writerIndex(in.writerIndex() + count);
        decoder.decode(in, handler);
    }

    /** The frames of a publish, to be written as often as wanted. */
    static byte[] frames(Method publish, BasicProperties properties, byte[] body) {
        ByteBuf frames = Unpooled.buffer(body.length + 256);
        new CommandEncoder(128 * 1024).content(bytes -> frames.ensureWritable(bytes), CHANNEL, publish, properties, Body.of(body));
        byte[] array = new byte[frames.readableBytes()];
        frames.readBytes(array);
        return array;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void write(int channel, Method method) {
        encoder.method(bytes -> out.ensureWritable(bytes), channel, method);
    }

    private Method ask(int channel, Method method) throws IOException {
        if (method != null) write(channel, method);
        flush();
        Answer answer = new Answer();
        while (answer.method == null) read(answer);
        return answer.method;
    }

    private final class Answer implements FrameHandler {
        private Method method;

        @Override
        public void method(int channel, ByteBuf bytes, int length) {
            method = methods.read(bytes, length);
        }

        @Override
        public void header(int channel, ByteBuf bytes, int length) {
        }

        @Override
        public void body(int channel, ByteBuf bytes, int length) {
        }

        @Override
        public void heartbeat(int channel, int length) {
        }

        @Override
        public boolean isReady() {
            return method == null;
        }
    }
}
