package io.leveret.broker.amqp;

import java.util.concurrent.TimeUnit;

/**
 * Whether a loop should let some more come before it looks at its sockets again. Clients that write each message by itself are read from
 * after every few of them, and that costs more than the messages do; if nobody but {@linkplain Streaming clients that stream} is there, none
 * of them notices a moment's wait. One that brings little is left for longer and longer. Lives on its loop.
 */
final class Gathering {

    /** So long a wait, and about half as much again until the system lets the thread go on. */
    static final long WAIT = TimeUnit.MICROSECONDS.toNanos(100);

    /** Messages in one turn of the loop that need no company. */
    static final int MANY = 128;

    /** Messages that have to come for a wait to have paid. */
    static final int FEWEST = 8;

    /** For so long nobody is kept waiting after somebody was served who may wait for an answer: more may follow. */
    static final long MANNERS = TimeUnit.MILLISECONDS.toNanos(1);

    /** For so long it is not tried again when it has not paid, and twice as long each further time. */
    static final long FIRST_REST = TimeUnit.MILLISECONDS.toNanos(10);
    static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

    private int streamed;
    private boolean served;
    private boolean waited;
    private long notBefore;
    private long rest = FIRST_REST;

    /** @param now in nanoseconds */
    Gathering(long now) {
        notBefore = now;
    }

    /** So many messages of a client that streams were taken in. */
    void streamed(int messages) {
        streamed += messages;
    }

    /** A client was served that may wait for the answer. */
    void served() {
        served = true;
    }

    /** To be asked after each turn: whether the loop is to wait now, for {@link #WAIT}. */
    boolean beginsToWait(long now) {
        if (waited) judge(now);
        if (served) leaveUntil(now + MANNERS);
        waited = streamed > 0 && streamed < MANY && now - notBefore >= 0;
        streamed = 0;
        served = false;
        return waited;
    }

    /** There was something else to do before the wait was over. */
    void calledAway() {
        waited = false;
    }

    private void judge(long now) {
        if (streamed >= FEWEST) {
            rest = FIRST_REST;
        } else {
            leaveUntil(now + rest);
            rest = Math.min(LONGEST_REST, 2 * rest);
        }
    }

    private void leaveUntil(long until) {
        if (until - notBefore > 0) notBefore = until;
    }
}
