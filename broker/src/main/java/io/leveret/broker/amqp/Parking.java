package io.leveret.broker.amqp;

import io.leveret.codec.Command;

/**
 * Room for the one command that has to wait for the answer to the command before it. While it stands here nothing more
 * is read, so there is never a second one; its content counts as memory that the connection takes up. Lives on the
 * connection's loop.
 */
final class Parking {

    private final ReadGate gate;
    private final SharedMemory.Share memory;
    private AmqpChannel channel;
    private Command command;

    Parking(ReadGate gate, SharedMemory.Share memory) {
        this.gate = gate;
        this.memory = memory;
    }

    void park(AmqpChannel waiting, Command next) {
        channel = waiting;
        command = next;
        memory.note(size(next));
        gate.close();
    }

    /** @return the command of the channel that waited here, or null */
    Command leave(AmqpChannel answered) {
        if (channel != answered) return null;
        Command next = command;
        clear();
        gate.open();
        return next;
    }

    void clear() {
        if (command != null) memory.give(size(command));
        channel = null;
        command = null;
    }

    private static long size(Command command) {
        return command.content().body().size() + command.content().properties().length();
    }
}
