package io.leveret.engine;

import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import java.util.Iterator;
import java.util.List;

/**
 * What a new binding's destination is to get from before; nearly always nothing. Whoever has bound sends it, on its own
 * loop and under no lock, and so is the one to wait when the queues cannot follow.
 */
public final class CatchUp {

    static final CatchUp NOTHING = new CatchUp(null, List.of());

    /** Copies that are left for queues at a time: a destination that is an exchange may lead to many. */
    private static final int SOME = 1000;

    private final Destination destination;
    private final List<Message> missed;

    CatchUp(Destination destination, List<Message> missed) {
        this.destination = destination;
        this.missed = missed;
    }

    public boolean isEmpty() {
        return missed.isEmpty();
    }

    /** Sends the messages, the oldest first, and then runs the task; if they are many, some in each turn of the loop. */
    public void send(Loop loop, Runnable whenSent) {
        new Sending(loop, whenSent).goOn();
    }

    /** Lives on the loop of whoever has bound. */
    private final class Sending {
        private final Loop loop;
        private final Runnable whenSent;
        private final Iterator<Message> left = missed.iterator();
        private final Outbox outbox = new Outbox(this::waitFor);
        private final Matches<QueueRef> matches = new Matches<>();
        private int busyQueues;

        Sending(Loop loop, Runnable whenSent) {
            this.loop = loop;
            this.whenSent = whenSent;
        }

        void goOn() {
            int copies = 0;
            while (left.hasNext() && copies < SOME) copies += send(left.next());
            outbox.flush();
            if (busyQueues > 0) return;
            if (left.hasNext()) loop.execute(this::goOn);
            else whenSent.run();
        }

        private int send(Message message) {
            if (!(destination instanceof Exchange exchange)) {
                outbox.publish((QueueRef) destination, message, Confirmations.NONE, 0);
                return 1;
            }
            matches.clear();
            exchange.route(message, matches);
            Confirmations nobody = matches.newKeys().forgottenWhenRefused(Confirmations.NONE);
            for (int i = 0; i < matches.size(); i++) outbox.publish(matches.queue(i), message, nobody, 0);
            return matches.size();
        }

        private void waitFor(QueueRef queue) {
            busyQueues++;
            queue.whenDrained(() -> loop.execute(this::drained));
        }

        private void drained() {
            if (--busyQueues == 0) goOn();
        }
    }
}
