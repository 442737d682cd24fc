package io.leveret.engine.browse;

import java.util.Map;

/**
 * Where the messages of a job go.
 *
 * @param kind       how to find that
 * @param name       of the queue or exchange, where the job names it
 * @param routingKey null if each message keeps its own
 * @param detours    which of those that are found message by message are not meant
 */
public record Target(Kind kind, String name, String routingKey, Detours detours) {

    /** What a job says of where its messages go. */
    public enum Kind {
        NOWHERE, QUEUE, EXCHANGE,
        /** The queue where each of them died. */
        DEATH_QUEUE,
        /** The exchange that each of them was published to before it died. */
        DEATH_EXCHANGE,
        /** Where they are. */
        SOURCE,
        /** The dead-letter exchange of their queue. */
        DEAD_LETTERS
    }

    public static final Target NOWHERE = of(Kind.NOWHERE);
    public static final Target SOURCE = of(Kind.SOURCE);
    public static final Target DEAD_LETTERS = of(Kind.DEAD_LETTERS);

    /**
     * Where somebody wants dead letters to go instead of where they died: to queues instead of queues, or exchanges instead of exchanges.
     *
     * @param others   names instead of those that were found
     * @param messages names for single messages, which go before those
     */
    public record Detours(Map<String, String> others, Map<MessageId, String> messages) {

        public static final Detours NONE = new Detours(Map.of(), Map.of());

        String of(MessageId message, String found) {
            return messages.getOrDefault(message, others.getOrDefault(found, found));
        }
    }

    public static Target queue(String name) {
        return new Target(Kind.QUEUE, name, null, Detours.NONE);
    }

    public static Target exchange(String name, String routingKey) {
        return new Target(Kind.EXCHANGE, name, routingKey, Detours.NONE);
    }

    /** @param toExchange whether dead letters are to be routed anew */
    public static Target ofDeath(boolean toExchange, Detours detours) {
        return new Target(toExchange ? Kind.DEATH_EXCHANGE : Kind.DEATH_QUEUE, "", null, detours);
    }

    private static Target of(Kind kind) {
        return new Target(kind, "", null, Detours.NONE);
    }
}
