package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What a burst of work leaves to be done once at its end: commands for queues are posted, confirms become acks, and
 * all that was written goes to the socket. A burst is what was read from the socket in one go, or what other loops had
 * for the connection in one turn. Lives on the connection's loop.
 */
final class Burst {

    private final Loop loop;
    private final Outbound outbound;
    private final ReadGate gate;
    private final Outbox outbox = new Outbox(this::onBusy);
    private final List<ConfirmHandler> confirming = new ArrayList<>(2);
    private final Runnable end = this::end;
    private boolean endIsSure;
    private boolean moreWork;

    Burst(Loop loop, Outbound outbound, ReadGate gate) {
        this.loop = loop;
        this.outbound = outbound;
        this.gate = gate;
    }

    /** Whoever calls this calls {@link #end()} as well. */
    void begin() {
        endIsSure = true;
    }

    /** Something was left here, perhaps outside of a burst: then one ends with the loop's turn. */
    void noteWork() {
        moreWork = true;
        if (endIsSure) return;
        endIsSure = true;
        loop.execute(end);
    }

    void end() {
        endIsSure = true;
        do {
            moreWork = false;
            outbox.flush();
            for (int i = 0; i < confirming.size(); i++) confirming.get(i).send();
            confirming.clear();
        } while (moreWork);
        endIsSure = false; // what a socket with room again asks for in the next line needs a burst of its own
        outbound.flush();
    }

    /** What is for queues; flush it before asking a queue anything. */
    Outbox outbox() {
        return outbox;
    }

    /** Has the confirms sent at the end; call once per burst. */
    void willConfirm(ConfirmHandler confirms) {
        confirming.add(confirms);
        noteWork();
    }

    /** Does not read on before the queue has worked off what waits there now. */
    private void onBusy(QueueRef queue) {
        gate.close();
        queue.whenDrained(() -> loop.execute(gate::open));
    }
}
