package io.leveret.engine.exchange;

import java.util.Optional;

/** The surroundings of an exchange that is alone in the world; what it holds back is gone. */
final class Nowhere implements Surroundings, Destination {
    @Override public Optional<Exchange> exchange(String name) {
        return Optional.empty();
    }

    @Override public Destination holdingQueue() {
        return this;
    }

    @Override public String name() {
        return "nowhere";
    }

    @Override public boolean isDurable() {
        return false;
    }

    @Override public long millis() {
        return 0;
    }
}
