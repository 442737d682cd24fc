package io.leveret.api.tail;

import io.leveret.api.http.Caller;
import io.leveret.engine.Broker;
import io.leveret.engine.access.User;
import java.util.Optional;

/** The user who has opened a tail, and may look on for as long as everything is as it was then. */
final class Watcher {

    private final Broker broker;
    private final User user;
    private final Runnable rights;

    /** @param rights throws when the user has lost a right that it takes */
    Watcher(Broker broker, Caller caller, Runnable rights) {
        this.broker = broker;
        this.user = caller.user();
        this.rights = rights;
    }

    /** Why it is over. */
    Optional<String> end() {
        Optional<User> now = broker.users().find(user.name());
        if (now.isEmpty()) return Optional.of("the user is gone");
        if (!now.get().passwordHash().text().equals(user.passwordHash().text())) return Optional.of("the user has another password");
        if (now.get().tags().stream().noneMatch(tag -> tag.equals("monitoring") || tag.equals("administrator"))) {
            return Optional.of("the user has lost the tag that it takes");
        }
        try {
            rights.run();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("the user has lost the right to read");
        }
    }
}
