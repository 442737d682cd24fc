package io.leveret.api.tail;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Bytes for one client, as fast as it takes them; what waits is for others to bound. Callable from any thread. */
final class EventStream implements Publisher<byte[]> {

    /** What is handed over at once, so that it shows whether a slow client takes any. */
    private static final int PART = 16 << 10;

    /** What the log says of a client that is given up. */
    private static final class UnreadException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadException() {
            super("the client of a live tail does not read");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private Subscriber<? super byte[]> client;
    private long wanted;
    private boolean isSending;
    private boolean isEnded;
    private boolean isAborted;
    private long taken;
    private volatile boolean isCancelled;

    @Override
    public void subscribe(Subscriber<? super byte[]> subscriber) {
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long more) {
                want(more);
            }

            @Override
            public void cancel() {
                isCancelled = true;
            }
        });
        synchronized (this) {
            client = subscriber; // not before: another thread may be sending, and nothing may come before that
        }
        flow();
    }

    /** Whether what was sent has been taken. */
    synchronized boolean isIdle() {
        return waiting.isEmpty();
    }

    /** Rises with what is taken. */
    synchronized long taken() {
        return taken;
    }

    /** Whether the client has gone, or has got all there was. */
    boolean isCancelled() {
        return isCancelled;
    }

    void send(byte[] bytes) {
        synchronized (this) {
            for (int from = 0; from < bytes.length; from += PART) {
                waiting.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART)));
            }
        }
        flow();
    }

    /** At once, without what waits. */
    void abort() {
        synchronized (this) {
            isAborted = true;
            waiting.clear();
        }
        flow();
    }

    /** Once all that waits is sent. */
    void end() {
        synchronized (this) {
            isEnded = true;
        }
        flow();
    }

    private void want(long more) {
        synchronized (this) {
            wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
        }
        flow();
    }

    /** One thread at a time; whoever comes meanwhile leaves it to that. */
    private void flow() {
        synchronized (this) {
            if (isSending || client == null) return;
            isSending = true;
        }
        while (true) {
            byte[] next;
            boolean isBroken;
            synchronized (this) {
                isBroken = isAborted;
                boolean isOver = isBroken || isEnded && waiting.isEmpty();
                if (isCancelled || !isOver && (wanted == 0 || waiting.isEmpty())) {
                    isSending = false;
                    return;
                }
                next = isOver ? null : waiting.poll();
                if (isOver) isCancelled = true; // and so nobody sends any more
                else {
                    wanted--;
                    taken++;
                }
            }
            if (isBroken) client.onError(new UnreadException()); // which closes the connection
            else if (next == null) client.onComplete();
            else client.onNext(next);
        }
    }
}
