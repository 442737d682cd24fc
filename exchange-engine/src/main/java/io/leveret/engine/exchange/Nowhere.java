package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.List;
import java.util.Optional;

/** The surroundings of an exchange that is alone in the world. */
final class Nowhere implements Surroundings {
    @Override public Optional<Exchange> exchange(String name) {
        return Optional.empty();
    }

    @Override public void catchUp(Destination destination, List<Message> messages) { }

    @Override public long millis() {
        return 0;
    }
}
