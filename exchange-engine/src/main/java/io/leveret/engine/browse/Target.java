package io.leveret.engine.browse;

/**
 * Where the messages of a job go.
 *
 * @param kind       how to find that
 * @param name       of the queue or exchange, where the job names it
 * @param routingKey null if each message keeps its own
 */
public record Target(Kind kind, String name, String routingKey) {

    /** What a job says of where its messages go. */
    public enum Kind {
        NOWHERE, QUEUE, EXCHANGE,
        /** The queue where each of them died. */
        DEATH_QUEUE,
        /** The exchange that each of them was published to before it died. */
        DEATH_EXCHANGE
    }

    public static final Target NOWHERE = new Target(Kind.NOWHERE, "", null);

    public static Target queue(String name) {
        return new Target(Kind.QUEUE, name, null);
    }

    public static Target exchange(String name, String routingKey) {
        return new Target(Kind.EXCHANGE, name, routingKey);
    }

    /** @param toExchange whether dead letters are to be routed anew */
    public static Target ofDeath(boolean toExchange) {
        return new Target(toExchange ? Kind.DEATH_EXCHANGE : Kind.DEATH_QUEUE, "", null);
    }
}
