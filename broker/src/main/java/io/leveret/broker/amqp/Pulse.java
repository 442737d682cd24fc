package io.leveret.broker.amqp;

/** A connection as its {@link Heartbeats} see it. */
final class Pulse implements Heartbeats.Line {

    private final Sender sender;
    private final ReadGate gate;
    private final Farewell farewell;
    private boolean silent = true;
    private boolean received;

    Pulse(Sender sender, ReadGate gate, Farewell farewell) {
        this.sender = sender;
        this.gate = gate;
        this.farewell = farewell;
    }

    void bytesCame() {
        silent = false;
        received = true;
    }

    /** Whether nothing has ever come. */
    boolean isSilent() {
        return silent;
    }

    @Override
    public boolean takeSent() {
        return sender.outbound().takeSent();
    }

    @Override
    public boolean takeReceived() {
        boolean some = received || !gate.isOpen();
        received = false;
        return some;
    }

    @Override
    public void sendHeartbeat() {
        if (!sender.outbound().isWritable()) return; // behind what the client does not read, it would tell nothing
        sender.heartbeat();
    }

    @Override
    public void clientSilent() {
        farewell.now("missed heartbeats");
    }
}
