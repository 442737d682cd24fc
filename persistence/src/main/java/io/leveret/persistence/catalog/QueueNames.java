package io.leveret.persistence.catalog;

/** What is called what holds messages, for people: journals know queues by numbers only. */
public final class QueueNames {

    private QueueNames() {
    }

    public static String ofQueue(String name, String virtualHost) {
        return called("queue", name, virtualHost);
    }

    /** Where an exchange holds what it delays. */
    public static String ofExchange(String name, String virtualHost) {
        return called("exchange", name, virtualHost);
    }

    /** One that is not declared any more, or not yet. */
    public static String ofNumber(long id) {
        return "queue number " + id;
    }

    private static String called(String kind, String name, String virtualHost) {
        return kind + " '" + name + "' in virtual host '" + virtualHost + "'";
    }
}
