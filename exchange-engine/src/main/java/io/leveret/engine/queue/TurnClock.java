package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;

/** The time, the same for a whole turn of a queue; asked for only if somebody wants to know. Lives on the queue's home loop. */
final class TurnClock {

    private final Loop home;
    private long millis;

    TurnClock(Loop home) {
        this.home = home;
    }

    /** Milliseconds since 1970. */
    long now() {
        if (millis == 0) millis = home.millis();
        return millis;
    }

    void endTurn() {
        if (millis != 0) millis = 0; // what is only read need not be written back to memory
    }
}
