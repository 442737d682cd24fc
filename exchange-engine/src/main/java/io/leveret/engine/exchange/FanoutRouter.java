package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

/** Matches every message. */
final class FanoutRouter implements Router {
    private volatile Destinations destinations = Destinations.NONE;

    @Override public void bind(Binding binding) {
        destinations = destinations.with(binding.destination());
    }

    @Override public void unbind(Binding binding) {
        destinations = destinations.without(binding.destination());
    }

    @Override public void route(Message message, Matches<?> matches) {
        matches.addAll(destinations);
    }
}
