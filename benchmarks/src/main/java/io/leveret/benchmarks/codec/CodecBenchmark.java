package io.leveret.benchmarks.codec;

import io.leveret.codec.Command;
import io.leveret.codec.CommandAssembler;
import io.leveret.codec.CommandEncoder;
import io.leveret.codec.FrameDecoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.FrameOutput;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.TimeUnit;

/** One message, whole: method, content header and body, between Netty's buffers and a command. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark implements FrameHandler {
    private static final int FRAME_MAX = 131072;
    private static final Method PUBLISH = new BasicMethod.Publish("orders", "orders.created.eu", false, false);
    private static final Method DELIVER =
            new BasicMethod.Deliver("amq.ctag-0123456789abcdefghijkl", 123456, false, "orders", "orders.created.eu");

    @Param({"16", "1024"})
    public int bodySize;

    @Param({"false", "true"})
    public boolean headers;

    private final FrameDecoder decoder = new FrameDecoder(FRAME_MAX);
    private final MethodReader methods = new MethodReader();
    private final CommandAssembler assembler = new CommandAssembler(FRAME_MAX);
    private final CommandEncoder encoder = new CommandEncoder(FRAME_MAX);

    private BasicProperties properties;
    private Body body;
    private ByteBuf publish;
    private ByteBuf deliver;
    private ByteBuf out;
    private FrameOutput output;
    private Command command;

    @Setup
    public void prepare() {
        BasicProperties.Builder builder = BasicProperties.builder().contentType("application/json").persistent();
        if (headers) {
            builder.headers(FieldTable.builder().put("tenant", "acme").put("attempt", FieldValue.signedInt(1))
                    .put("sent", FieldValue.timestamp(1_700_000_000)).build());
        }
        properties = builder.build();
        body = Body.of(new byte[bodySize]);
        publish = buffer();
        deliver = buffer();
        out = buffer();
        output = out::ensureWritable;
        encoder.content(room -> publish, 1, PUBLISH, properties, body);
        encoder.content(room -> deliver, 1, DELIVER, properties, body);
    }

    @TearDown
    public void release() {
        publish.release();
        deliver.release();
        out.release();
    }

    @Benchmark
    public Command decodePublish() {
        decoder.decode(publish.readerIndex(0), this);
        return command;
    }

    @Benchmark
    public Command decodeDeliver() {
        decoder.decode(deliver.readerIndex(0), this);
        return command;
    }

    @Benchmark
    public ByteBuf encodePublish() {
        return encode(PUBLISH);
    }

    @Benchmark
    public ByteBuf encodeDeliver() {
        return encode(DELIVER);
    }

    @Override public void method(int channel, ByteBuf in, int length) {
        command = assembler.method(methods.read(in, length));
    }

    @Override public void header(int channel, ByteBuf in, int length) {
        command = assembler.header(in, length);
    }

    @Override public void body(int channel, ByteBuf in, int length) {
        command = assembler.body(in, length);
    }

    @Override public void heartbeat(int channel, int length) {}

    private ByteBuf encode(Method method) {
        out.clear();
        encoder.content(output, 1, method, properties, body);
        return out;
    }

    private static ByteBuf buffer() {
        return PooledByteBufAllocator.DEFAULT.directBuffer(8192);
    }
}
