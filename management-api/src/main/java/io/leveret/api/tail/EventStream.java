package io.leveret.api.tail;

import java.util.ArrayDeque;
import java.util.Deque;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Bytes for one client, as fast as it takes them; what waits is for others to bound. Callable from any thread. */
final class EventStream implements Publisher<byte[]> {

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private Subscriber<? super byte[]> client;
    private long wanted;
    private boolean isSending;
    private boolean isEnded;
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

    /** Whether the client has gone. */
    boolean isCancelled() {
        return isCancelled;
    }

    void send(byte[] bytes) {
        synchronized (this) {
            waiting.add(bytes);
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
            synchronized (this) {
                boolean isOver = isEnded && waiting.isEmpty();
                if (isCancelled || !isOver && (wanted == 0 || waiting.isEmpty())) {
                    isSending = false;
                    return;
                }
                next = isOver ? null : waiting.poll();
                if (isOver) isCancelled = true; // and so nobody sends any more
                else wanted--;
            }
            if (next == null) client.onComplete();
            else client.onNext(next);
        }
    }
}
