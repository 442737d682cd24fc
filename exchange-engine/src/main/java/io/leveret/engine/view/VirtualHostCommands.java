package io.leveret.engine.view;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a user can do in a virtual host without a connection. What is refused is an {@link AmqpException} in the words that a
 * client gets, thrown or in the stage. What is told to be done is durable.
 */
public interface VirtualHostCommands {

    /** @return whether it is new */
    CompletionStage<Boolean> declareExchange(String name, String type, boolean durable, boolean autoDelete, boolean internal,
                                             FieldTable arguments);

    /** @return whether it is new */
    CompletionStage<Boolean> declareQueue(String name, boolean durable, boolean autoDelete, FieldTable arguments);

    /** Fails with 404 when there is none. */
    CompletionStage<Void> deleteExchange(String name, boolean ifUnused);

    /** Answers with the number of messages that were ready; fails with 404 when there is none. */
    CompletionStage<Long> deleteQueue(String name, boolean ifUnused, boolean ifEmpty);

    /** Answers with the number of messages dropped. */
    CompletionStage<Long> purge(String queue);

    CompletionStage<Void> bind(String source, DestinationKind kind, String destination, String routingKey,
                               FieldTable arguments);

    /** @return whether there was such a binding */
    CompletionStage<Boolean> unbind(BindingInfo binding);

    /** What became of a message. */
    enum Published {
        ROUTED,
        /** It reached no queue. */
        UNROUTED,
        /** A queue has refused it. */
        REFUSED
    }

    CompletionStage<Published> publish(String exchange, String routingKey, BasicProperties properties, Body body);

    /** What becomes of messages that are looked at. */
    enum GetMode {
        /** They go back to where they were: {@code ack_requeue_true}. */
        PEEK,
        /** They are gone: {@code ack_requeue_false}. */
        TAKE,
        /** They go back as after a failure, which may count: {@code reject_requeue_true}. */
        GIVE_BACK,
        /** They may be dead-lettered: {@code reject_requeue_false}. */
        REJECT
    }

    /** Takes messages from the head of a queue, all of them before any is put back. */
    CompletionStage<List<GotMessage>> get(String queue, int count, GetMode mode);
}
