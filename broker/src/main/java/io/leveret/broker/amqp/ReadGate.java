package io.leveret.broker.amqp;

/**
 * Whether a connection reads, and why not. Whoever closes the gate opens it again; it is open when nobody holds it
 * closed. Lives on the connection's loop; others may look.
 */
final class ReadGate {

    private final ClientSocket socket;
    private final Runnable readOn;
    private volatile int closers;
    private volatile boolean forGood;

    /** @param readOn told when the gate has opened again */
    ReadGate(ClientSocket socket, Runnable readOn) {
        this.socket = socket;
        this.readOn = readOn;
    }

    boolean isOpen() {
        return closers == 0 || forGood;
    }

    void close() {
        if (isOpen() && !forGood) socket.read(false);
        closers = closers + 1;
    }

    void open() {
        closers = closers - 1;
        if (closers == 0 && !forGood) letThrough();
    }

    /** From now on everything is read: little of it counts any more. */
    void openForGood() {
        boolean wasOpen = isOpen();
        forGood = true;
        if (!wasOpen) letThrough();
    }

    private void letThrough() {
        socket.read(true);
        readOn.run();
    }
}
