package io.leveret.engine.view;

/**
 * Names and passwords that were sent, and what became of them.
 *
 * @param protocol RabbitMQ's name: amqp091, http
 * @param source   the client's address, or empty for all
 * @param user     the name as it was given, or empty for all
 */
public record LoginAttempts(String protocol, String source, String user, long succeeded, long failed) {

    public long all() {
        return succeeded + failed;
    }
}
