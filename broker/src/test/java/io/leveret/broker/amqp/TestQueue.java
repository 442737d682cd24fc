package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueOwner;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import java.util.Optional;

/** A queue to take real deliveries from, for tests of what a channel does with them. */
final class TestQueue {

    private final ManualLoop loop = new ManualLoop();
    private final QueueRef ref = new QueueRef(1, "/", new QueueDeclaration("q", false, false, false, FieldTable.EMPTY),
            Optional.empty(), QueueSettings.ofArguments(FieldTable.EMPTY, "queue"), loop, QueueLog.NONE, new Alone());
    private QueuedMessage latest;

    QueueRef ref() {
        return ref;
    }

    /** A message that was fetched and not settled. */
    QueuedMessage delivery() {
        Outbox outbox = new Outbox(busy -> { });
        outbox.publish(ref, new Message("", "q", BasicProperties.EMPTY, Body.EMPTY), Confirmations.NONE, 0);
        outbox.flush();
        ref.get(false, timeout -> { }, new Answer<>() {
            @Override
            public void completed(Optional<Got> got) {
                latest = got.orElseThrow().message();
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        });
        loop.runAll();
        return latest;
    }

    /** The owner of a queue that has no neighbours. */
    private static final class Alone implements QueueOwner {
        @Override
        public void unused(QueueRef queue) {
        }

        @Override
        public void route(Message message, Matches<QueueRef> matches) {
        }
    }
}
