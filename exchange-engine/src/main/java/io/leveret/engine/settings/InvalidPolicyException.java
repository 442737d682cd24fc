package io.leveret.engine.settings;

/**
 * A policy that cannot be. The message says why in RabbitMQ's words, values in Erlang's notation included: it is what
 * RabbitMQ's HTTP API answers, and its clients read.
 */
public final class InvalidPolicyException extends RuntimeException {

    InvalidPolicyException(String reason) {
        super(reason);
    }
}
