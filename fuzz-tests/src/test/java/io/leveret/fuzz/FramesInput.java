package io.leveret.fuzz;

import io.leveret.codec.CommandAssembler;
import io.leveret.codec.CommandEncoder;
import io.leveret.codec.FrameDecoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;

/** What a client sends: frames, methods and contents. The answer to what makes no sense is an {@link AmqpException}. */
public final class FramesInput implements FrameHandler {
    private static final int FRAME_MAX = 4096;
    private static final int LARGEST_MESSAGE = 1 << 20;

    private final MethodReader methods = new MethodReader();
    private final Map<Integer, CommandAssembler> assemblers = new HashMap<>();

    private FramesInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FramesInput frames = new FramesInput();
        FrameDecoder decoder = new FrameDecoder(FRAME_MAX);
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        boolean isMore = true;
        while (isMore) {
            int before = in.readableBytes();
            try {
                decoder.decode(in, frames);
                isMore = false;
            } catch (AmqpException refused) {
                if (in.readableBytes() == before) throw new AssertionError("it stands still");
            }
        }
    }

    @Override
    public void method(int channel, ByteBuf in, int length) {
        Method method = methods.read(in, length);
        writeAndReadBack(channel, method);
        assembler(channel).method(method);
    }

    @Override
    public void header(int channel, ByteBuf in, int length) {
        assembler(channel).header(in, length);
    }

    @Override
    public void body(int channel, ByteBuf in, int length) {
        assembler(channel).body(in, length);
    }

    @Override
    public void heartbeat(int channel, int length) {}

    private CommandAssembler assembler(int channel) {
        return assemblers.computeIfAbsent(channel, number -> new CommandAssembler(LARGEST_MESSAGE));
    }

    /** What was understood once is understood again, as the same. */
    private static void writeAndReadBack(int channel, Method method) {
        ByteBuf written = written(channel, method);
        Method[] read = new Method[1];
        new FrameDecoder(0).decode(written.duplicate(), new Reading(read));
        if (!written(channel, read[0]).equals(written)) throw new AssertionError(method + " was read back as " + read[0]);
    }

    private static ByteBuf written(int channel, Method method) {
        ByteBuf out = Unpooled.buffer();
        new CommandEncoder(0).method(room -> out.ensureWritable(room), channel, method);
        return out;
    }

    private record Reading(Method[] read) implements FrameHandler {
        @Override
        public void method(int channel, ByteBuf in, int length) {
            read[0] = new MethodReader().read(in, length);
        }

        @Override
        public void header(int channel, ByteBuf in, int length) {}

        @Override
        public void body(int channel, ByteBuf in, int length) {}

        @Override
        public void heartbeat(int channel, int length) {}
    }
}
