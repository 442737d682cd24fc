package io.leveret.engine.explain;

import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Inspection;
import io.leveret.engine.exchange.Why;
import java.util.List;
import java.util.Optional;

/**
 * The way of a message, from the exchange that it is published to.
 *
 * @param steps       the exchanges that it passes, in their order
 * @param stepsInAll  with those that are not shown
 * @param queues      that it reaches
 * @param queuesInAll with those that are not shown
 * @param duplicates  how often a queue was found again: it gets the message once
 */
public record Explanation(List<Step> steps, int stepsInAll, List<Reached> queues, int queuesInAll, int duplicates) {

    /** Whether anybody gets the message, now or later; chance may have it go nowhere all the same. */
    public boolean isRouted() {
        return queuesInAll > 0;
    }

    /**
     * What one exchange does.
     *
     * @param from        the exchange before it
     * @param afterMillis how long the message has waited by then
     * @param certain     whether the message comes here in any case
     * @param held        how long it waits here, in milliseconds; what follows is another step
     * @param bindings    those that are shown
     * @param matched     how many have the message
     * @param unmatched   how many have not
     */
    public record Step(Exchange exchange, Entry entry, Optional<Exchange> from, long afterMillis, boolean certain,
                       Inspection.Fate fate, long held, List<Judged> bindings, int matched, int unmatched,
                       Optional<Alternate> alternate) {
    }

    /** How a message comes to an exchange. */
    public enum Entry { PUBLISHED, BOUND, ALTERNATE, AFTER_DELAY }

    /** A binding, and what it does with the message. */
    public record Judged(Binding binding, boolean matches, Why why, Effect effect) {
    }

    /** What comes of a binding. */
    public enum Effect {
        NONE,
        /** The queue gets the message. */
        QUEUE_ADDED,
        /** The queue gets it anyhow. */
        QUEUE_REPEATED,
        /** The exchange is asked next. */
        EXCHANGE_NEXT,
        /** The exchange is asked once only, however many ways lead to it; so nothing goes round in circles. */
        EXCHANGE_REPEATED
    }

    /** The exchange for what finds no destination. */
    public record Alternate(String name, Outcome outcome) {

        /** What comes of it. */
        public enum Outcome { NOT_NEEDED, TAKEN, VISITED_BEFORE, MISSING }
    }

    /**
     * A queue that gets the message.
     *
     * @param afterMillis how long it has waited by then
     * @param certain     whether that does not depend on chance
     * @param ways        how many bindings lead here
     */
    public record Reached(Destination queue, long afterMillis, boolean certain, int ways) {
    }
}
