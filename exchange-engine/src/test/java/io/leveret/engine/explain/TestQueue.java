package io.leveret.engine.explain;

import io.leveret.engine.exchange.Destination;

/** All that an exchange knows of a queue. */
final class TestQueue implements Destination {

    private final String name;

    TestQueue(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
