package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueOwner;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingQueuesTest {

    private static final FieldTable DELAYED = FieldTable.EMPTY.with("x-delay", FieldValue.longInt(1000));

    private final ManualLoop loop = new ManualLoop();
    private final Exchange exchange = new Exchange("later", ExchangeType.FANOUT, true, false, false, FieldTable.EMPTY);
    private final QueueRef target = queue();
    private Runnable meanwhile = () -> { };
    private final HoldingQueues queues = new HoldingQueues("/", QueueStorage.NONE, () -> 1, name -> {
        meanwhile.run();
        return exchange;
    });

    @Test
    void whatIsDueIsRouted() {
        exchange.bind(new Binding("later", target, "", FieldTable.EMPTY));
        fallDue();
        assertThat(target.stats().ready()).isEqualTo(1);
    }

    @Test
    void aQueueThatIsBoundAfterTheExchangeIsDeletedGetsNothing() {
        meanwhile = () -> { // another thread, while this one is about to route
            queues.delete("later");
            exchange.bind(new Binding("later", target, "", FieldTable.EMPTY));
        };
        fallDue();
        assertThat(target.stats().ready()).isZero();
    }

    private void fallDue() {
        Outbox outbox = new Outbox(busy -> { });
        Message message = new Message("later", "", BasicProperties.builder().headers(DELAYED).build(), Body.of(new byte[1]));
        outbox.publish(queues.open("later", false, loop), message, Confirmations.NONE, 0);
        outbox.flush();
        loop.runAll();
        loop.advance(2000);
    }

    private QueueRef queue() {
        return new QueueRef(2, "/", new QueueDeclaration("q", false, false, false, FieldTable.EMPTY), Optional.empty(),
            QueueSettings.ofArguments(FieldTable.EMPTY, "queue"), loop, QueueLog.NONE, new QueueOwner() {
                @Override
                public void unused(QueueRef queue) {
                }

                @Override
                public void route(Message message, Matches<QueueRef> matches) {
                }
            });
    }
}
