package io.leveret.broker.amqp;

import io.leveret.codec.method.ConnectionMethod;

/**
 * Keeps a client that publishes from going on while the broker is short of something: nothing more is read from it, and it
 * is told why if it wants to know. A client that does not publish never notices. Lives on the connection's loop.
 */
final class PublisherBlock {

    private final Alarms alarms;
    private final ReadGate gate;
    private final Sender sender;
    private boolean wantsNotice;
    private volatile boolean blocked;
    private boolean ended;

    PublisherBlock(Alarms alarms, ReadGate gate, Sender sender) {
        this.alarms = alarms;
        this.gate = gate;
        this.sender = sender;
    }

    /** What the client said it understands is known. */
    void open(ClientProperties client) {
        wantsNotice = client.wantsBlockedNotice();
    }

    /** A message begins to come in. */
    void published() {
        if (blocked || ended || !alarms.isAny()) return;
        blocked = true;
        gate.close();
        alarms.reason().filter(reason -> wantsNotice)
                .ifPresent(reason -> sender.send(0, new ConnectionMethod.Blocked(reason)));
    }

    /** There is another alarm, or one less: only that there is none any more makes a difference. */
    void alarmsChanged() {
        if (!blocked || alarms.isAny()) return;
        blocked = false;
        if (wantsNotice && !ended) sender.send(0, new ConnectionMethod.Unblocked());
        gate.open();
    }

    boolean isBlocked() {
        return blocked;
    }

    /** The connection is being closed, and says nothing more of this. */
    void end() {
        ended = true;
    }
}
