package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what finds no destination at all to another exchange, as if it were bound for that message only. */
final class AlternateStep implements RoutingStep {
    private static final Logger log = LoggerFactory.getLogger(AlternateStep.class);

    private final RoutingStep usual;
    private final String alternate;
    private final Surroundings surroundings;
    /** Said once rather than for every message; whether two loops say it does not matter. */
    private boolean missing;

    AlternateStep(RoutingStep usual, String alternate, Surroundings surroundings) {
        this.usual = usual;
        this.alternate = alternate;
        this.surroundings = surroundings;
    }

    /** Looks aside first: what other exchanges found for the message says nothing about this one. */
    @Override public void route(Message message, Matches<?> matches) {
        Matches<?> found = matches.aside();
        found.clear(); // should a routing before this one have failed half-way
        usual.route(message, found);
        if (found.isNowhere()) {
            surroundings.exchange(alternate).ifPresentOrElse(matches::visit, this::warn);
        } else {
            matches.addAll(found);
        }
        found.clear();
    }

    private void warn() {
        if (!missing) log.debug("there is no alternate exchange '{}': messages without a destination are dropped", alternate);
        missing = true;
    }
}
