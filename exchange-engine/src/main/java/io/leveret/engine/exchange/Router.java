package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

/**
 * How an exchange of one type chooses among its bindings. Bindings change under the virtual host's lock; routing goes on
 * meanwhile on any loop, without a lock, and sees each change wholly or not yet.
 */
interface Router {
    /** Takes a binding it does not have. One that this type cannot understand is an AmqpException and changes nothing. */
    void bind(Binding binding);

    /** Gives up a binding it has. */
    void unbind(Binding binding);

    /** Adds the destinations of the message to the matches. */
    void route(Message message, Matches<?> matches);
}
