package io.leveret.broker.amqp;

import io.leveret.codec.Command;

/**
 * Room for the one command that has to wait for the answer to the command before it. While it stands here nothing more
 * is read, so there is never a second one. Lives on the connection's loop.
 */
final class Parking {

    private final ReadGate gate;
    private AmqpChannel channel;
    private Command command;

    Parking(ReadGate gate) {
        this.gate = gate;
    }

    void park(AmqpChannel waiting, Command next) {
        channel = waiting;
        command = next;
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
        channel = null;
        command = null;
    }
}
