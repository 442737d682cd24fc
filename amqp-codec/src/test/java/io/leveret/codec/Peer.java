package io.leveret.codec;

import io.leveret.codec.method.Method;
import io.leveret.codec.method.MethodReader;
import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One end of a connection: everything that it understands of what it receives. */
final class Peer implements FrameHandler {
    final List<Command> commands = new ArrayList<>();
    final List<Integer> channels = new ArrayList<>();
    int heartbeats;

    private final FrameDecoder decoder;
    private final MethodReader methods = new MethodReader();
    private final Map<Integer, CommandAssembler> assemblers = new HashMap<>();
    private final long maxMessageSize;

    Peer(int frameMax, long maxMessageSize) {
        this.decoder = new FrameDecoder(frameMax);
        this.maxMessageSize = maxMessageSize;
    }

    Peer() {
        this(131072, 16 << 20);
    }

    Peer receive(ByteBuf in) {
        decoder.decode(in, this);
        return this;
    }

    Command onlyCommand() {
        if (commands.size() != 1) throw new AssertionError(commands);
        return commands.get(0);
    }

    List<Method> methods() {
        return commands.stream().map(Command::method).toList();
    }

    @Override public void method(int channel, ByteBuf in, int length) {
        add(channel, assembler(channel).method(methods.read(in, length)));
    }

    @Override public void header(int channel, ByteBuf in, int length) {
        add(channel, assembler(channel).header(in, length));
    }

    @Override public void body(int channel, ByteBuf in, int length) {
        add(channel, assembler(channel).body(in, length));
    }

    @Override public void heartbeat(int channel, int length) {
        heartbeats++;
    }

    private CommandAssembler assembler(int channel) {
        return assemblers.computeIfAbsent(channel, number -> new CommandAssembler(maxMessageSize));
    }

    private void add(int channel, Command command) {
        if (command == null) return;
        commands.add(command);
        channels.add(channel);
    }
}
