package io.leveret.engine.explain;

import java.util.Optional;

/**
 * How much of an explanation is shown; what is left out is counted.
 *
 * @param matched     bindings that have the message
 * @param unmatched   bindings that have not
 * @param steps       exchanges
 * @param queues      queues
 * @param destination of bindings that have not, only those that lead there
 */
public record ExplanationLimits(int matched, int unmatched, int steps, int queues, Optional<String> destination) {
}
