package io.leveret.broker.amqp;

/** Whether a connection reads, and why not: each reason closes the gate on its own. Lives on the connection's loop. */
final class ReadGate {

    enum Reason {
        /** A command has to wait for the answer to the one before it. */
        COMMAND_WAITS,
        /** A queue that the connection publishes to is behind. */
        QUEUE_BUSY,
        /** The client does not read what it asked for. */
        ANSWERS_UNREAD,
        /** Too many publishes wait for their confirms. */
        UNCONFIRMED,
        /** The login was refused, and says so in a moment. */
        LOGIN_REFUSED
    }

    private final ClientSocket socket;
    private final Runnable readOn;
    private int reasons;
    private boolean always;

    /** @param readOn told, in a later turn, when the gate has opened again */
    ReadGate(ClientSocket socket, Runnable readOn) {
        this.socket = socket;
        this.readOn = readOn;
    }

    boolean isOpen() {
        return reasons == 0;
    }

    void close(Reason reason) {
        if (always) return;
        if (isOpen()) socket.read(false);
        reasons |= 1 << reason.ordinal();
    }

    void open(Reason reason) {
        openFor(reasons & ~(1 << reason.ordinal()));
    }

    /** From now on everything is read: little of it counts any more. */
    void openForGood() {
        always = true;
        openFor(0);
    }

    private void openFor(int reasonsLeft) {
        boolean wasOpen = isOpen();
        reasons = reasonsLeft;
        if (wasOpen || !isOpen()) return;
        socket.read(true);
        readOn.run();
    }
}
