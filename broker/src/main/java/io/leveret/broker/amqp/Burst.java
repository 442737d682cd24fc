package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.store.MessageStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What a burst of work leaves to be done once at its end: commands for queues are posted, confirms become acks, and
 * all that was written goes to the socket. A burst is what was read from the socket in one go, or what other loops had
 * for the connection in one turn. Lives on the connection's loop.
 */
final class Burst {

    /**
     * Copies of messages that go to queues before others have their turn on the loop. A few bytes can mean ten thousand of them, where an
     * exchange is bound to as many queues; this many take milliseconds.
     */
    private static final int MOST_COPIES = 16_384;

    /** Copies that take as long as to declare a queue, to bind it, or to consume from it; thousands of those come in one read. */
    private static final int COPIES_OF_CHANGE = 128;

    private final Loop loop;
    private final Outbound outbound;
    private final ReadGate gate;
    private final MessageStore disk;
    private final Outbox outbox;
    private final List<ConfirmHandler> confirming = new ArrayList<>(2);
    private final Runnable end = this::end;
    private boolean endIsSure;
    private boolean moreWork;
    private boolean published;
    private int copies;
    private boolean givesWay;
    private boolean waitsForDisk;

    Burst(Loop loop, Outbound outbound, ReadGate gate, MessageStore disk) {
        this.loop = loop;
        this.outbound = outbound;
        this.gate = gate;
        this.disk = disk;
        this.outbox = new Outbox(this::onBusy, disk.sharedBodies(loop));
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
        if (published && disk.isBusy()) waitForDisk();
        published = false;
        copies = 0;
        endIsSure = false; // what a socket with room again asks for in the next line needs a burst of its own
        outbound.flush();
    }

    /** What is for queues; flush it before asking a queue anything. */
    Outbox outbox() {
        return outbox;
    }

    /**
     * A client that publishes faster than the disk writes has to wait; others, who only settle, go on.
     *
     * @param queues how many the message goes to
     */
    void notePublish(int queues) {
        published = true;
        note(queues);
    }

    /** The client changes what there is: queues, exchanges, bindings, consumers, channels. */
    void noteChange() {
        note(COPIES_OF_CHANGE);
    }

    private void note(int more) {
        copies += more;
        if (copies >= MOST_COPIES && !givesWay) giveWay();
    }

    /** Has the confirms sent at the end; call once per burst. */
    void willConfirm(ConfirmHandler confirms) {
        confirming.add(confirms);
        noteWork();
    }

    /** By a timer, as tasks run before sockets have their turn. */
    private void giveWay() {
        givesWay = true;
        gate.close();
        loop.schedule(() -> {
            givesWay = false;
            gate.open();
        }, 0);
    }

    private void waitForDisk() {
        if (waitsForDisk) return;
        waitsForDisk = true;
        gate.close();
        disk.whenDrained(() -> loop.execute(() -> {
            waitsForDisk = false;
            gate.open();
        }));
    }

    /** Does not read on before the queue has worked off what waits there now. */
    private void onBusy(QueueRef queue) {
        gate.close();
        queue.whenDrained(() -> loop.execute(gate::open));
    }
}
