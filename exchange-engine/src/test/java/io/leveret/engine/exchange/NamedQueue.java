package io.leveret.engine.exchange;

/** All that an exchange knows of a queue. */
final class NamedQueue implements Destination {
    private final String name;

    NamedQueue(String name) {
        this.name = name;
    }

    @Override public String name() {
        return name;
    }

    @Override public boolean isDurable() {
        return true;
    }

    @Override public String toString() {
        return name;
    }
}
