package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.List;

/**
 * How an exchange of one type chooses among its bindings. Bindings change under the virtual host's lock; routing goes on
 * meanwhile on any loop, and sees each change wholly or not yet.
 */
interface Router extends RoutingStep {
    /** Takes a binding it does not have. One that this type cannot understand is an AmqpException and changes nothing. */
    void bind(Binding binding);

    /** As {@link #bind}, and returns what came before and the destination shall have all the same, the oldest first. */
    default List<Message> bindLate(Binding binding) {
        bind(binding);
        return List.of();
    }

    /** As {@link #route}, for whoever only wants to know: nothing remembers the message. */
    default void look(Message message, Matches<?> matches) {
        route(message, matches);
    }

    /** Whether it finds the same for equal messages. */
    default boolean isPredictable() {
        return true;
    }

    /** Gives up a binding it has. */
    void unbind(Binding binding);
}
