package io.leveret.engine.access;

import io.leveret.codec.error.AmqpException;

/** What somebody may do in a virtual host. */
public interface Rights {

    /** The broker's own. */
    Rights ALL = new AllRights();

    /** What a permission is asked for; names of both kinds are matched alike. */
    enum Kind {
        EXCHANGE("exchange"), QUEUE("queue");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As error texts name it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** @throws AmqpException 403 when the operation is not permitted on what bears the name */
    void require(Operation operation, Kind kind, String name);

    /** @throws AmqpException 403 when no operation at all is permitted */
    void requireAny(Kind kind, String name);

    /**
     * Asked for topic exchanges only, after the exchange itself.
     *
     * @throws AmqpException 403 when the operation is not permitted with this routing key
     */
    void requireTopic(Operation operation, String exchange, String key);
}
