package io.leveret.engine.settings;

/** A policy that cannot be; the message says why, in RabbitMQ's words. */
public final class InvalidPolicyException extends RuntimeException {

    InvalidPolicyException(String reason) {
        super(reason);
    }
}
