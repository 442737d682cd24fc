package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import java.util.List;

/** Routes like another type, once a message has waited as long as it asks for: until then a queue of the exchange's own holds it. */
final class DelayRouter implements Router {
    private static final String TYPE = "x-delayed-type";

    private final Router router;
    private final Destination holdingQueue;

    DelayRouter(FieldTable arguments, Surroundings surroundings) {
        this.router = typeBehind(arguments).newRouter(arguments, surroundings);
        this.holdingQueue = surroundings.holdingQueue();
    }

    @Override public void bind(Binding binding) {
        router.bind(binding);
    }

    @Override public List<Message> bindLate(Binding binding) {
        return router.bindLate(binding);
    }

    @Override public void unbind(Binding binding) {
        router.unbind(binding);
    }

    @Override public void route(Message message, Matches<?> matches) {
        if (message.delay() > 0) matches.addQueue(holdingQueue);
        else router.route(message, matches);
    }

    /** The type that a delaying exchange routes like. */
    static ExchangeType typeBehind(FieldTable arguments) {
        return arguments.find(TYPE).filter(FieldValue::isString).flatMap(type -> ExchangeType.find(type.asText()))
                .filter(type -> type != ExchangeType.DELAYED)
                .orElseThrow(() -> new AmqpException(PRECONDITION_FAILED,
                        "Invalid argument, '" + TYPE + "' must be an existing exchange type"));
    }
}
