package io.leveret.broker.amqp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a listener: what they share, and that they are to be closed with it. Callable from any thread. */
final class OpenConnections {

    private final SharedMemory heap;
    private final SharedMemory sockets;
    private final Alarms alarms;
    private final Strangers strangers;
    private final Set<AmqpConnection> open = ConcurrentHashMap.newKeySet();

    /** Why all have to go; null as long as they may stay. */
    private volatile String closing;

    /**
     * @param heap      for what is held outside of queues
     * @param sockets   for what is still to be sent
     * @param alarms    which keep those that publish waiting
     * @param strangers those who have not logged in
     */
    OpenConnections(SharedMemory heap, SharedMemory sockets, Alarms alarms, Strangers strangers) {
        this.heap = heap;
        this.sockets = sockets;
        this.alarms = alarms;
        this.strangers = strangers;
        alarms.onChange(() -> open.forEach(AmqpConnection::alarmsChanged));
    }

    SharedMemory heap() {
        return heap;
    }

    SharedMemory sockets() {
        return sockets;
    }

    Alarms alarms() {
        return alarms;
    }

    Strangers strangers() {
        return strangers;
    }

    /** One that was accepted too late hears at once that it has to go. */
    void add(AmqpConnection connection) {
        open.add(connection);
        if (closing != null) connection.close(closing);
    }

    void remove(AmqpConnection connection) {
        open.remove(connection);
        if (open.isEmpty()) wake();
    }

    int count() {
        return open.size();
    }

    /** Asks every client to go, for the given reason. */
    void closeAll(String reason) {
        closing = reason;
        open.forEach(connection -> connection.close(reason));
    }

    /** Closes the sockets of those that did not go. */
    void abortAll() {
        open.forEach(AmqpConnection::abort);
    }

    /** @return whether all were gone in time */
    synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    private synchronized void wake() {
        notifyAll();
    }
}
