package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStatus;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.ClientConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a destination gets that is bound late to an exchange of the type x-recent-history. */
class CatchUpTest {

    private static final int HISTORY = 20;

    private final ManualLoop loop = new ManualLoop();
    private final ManualLoop elsewhere = new ManualLoop();
    private final TransientStore store = new TransientStore();
    private final VirtualHost virtualHost = new VirtualHost("/", store, QueueStorage.boundless(store), () -> 7, new Events(Clock.systemUTC()));
    private final ClientConnection client = new Client();
    private boolean sent;

    CatchUpTest() {
        declareExchange("history", "x-recent-history");
        declareExchange("fanout", "fanout");
        for (int i = 0; i < HISTORY; i++) {
            Message message = new Message("history", "key", BasicProperties.EMPTY, Body.EMPTY);
            virtualHost.exchange("history").route(message, new Matches<QueueRef>());
        }
    }

    @Test
    void isSentAtOnceWhenItIsLittle() {
        QueueRef queue = declareQueue("queue", loop);
        virtualHost.bindQueue("queue", "history", "", FieldTable.EMPTY, client).send(loop, () -> sent = true);
        assertThat(sent).isTrue();
        assertThat(ready(queue)).isEqualTo(HISTORY);
    }

    @Test
    void isSentTurnByTurnWhenItReachesManyQueues() {
        QueueRef queue = declareBoundQueues(300, loop);
        bindToHistory();
        assertThat(sent).isFalse();
        assertThat(ready(queue)).isLessThan(5);
        loop.runAll();
        assertThat(sent).isTrue();
        assertThat(ready(queue)).isEqualTo(HISTORY);
    }

    @Test
    void waitsForQueuesThatCannotFollow() {
        QueueRef queue = declareBoundQueues(1000, elsewhere);
        elsewhere.fromElsewhere(() -> {
            for (int i = 0; i < 50; i++) queue.status(new Status());
            bindToHistory();
            loop.runAll();
        });
        assertThat(ready(queue)).isEqualTo(1);
        elsewhere.runAll();
        loop.runAll();
        assertThat(sent).isTrue();
        assertThat(ready(queue)).isEqualTo(HISTORY);
    }

    private void bindToHistory() {
        virtualHost.bindExchange("fanout", "history", "", FieldTable.EMPTY, client).send(loop, () -> sent = true);
    }

    private QueueRef declareBoundQueues(int count, ManualLoop home) {
        List<QueueRef> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.add(declareQueue("queue" + i, home));
            virtualHost.bindQueue("queue" + i, "fanout", "", FieldTable.EMPTY, client);
        }
        return queues.get(0);
    }

    private QueueRef declareQueue(String name, ManualLoop home) {
        return virtualHost.declareQueue(new QueueDeclaration(name, false, false, false, FieldTable.EMPTY), client, home);
    }

    private void declareExchange(String name, String type) {
        virtualHost.declareExchange(new ExchangeDeclaration(name, type, false, false, false, FieldTable.EMPTY), client, loop);
    }

    private long ready(QueueRef queue) {
        Status status = new Status();
        queue.status(status);
        elsewhere.runAll();
        return status.messages;
    }

    private static final class Status implements Answer<QueueStatus> {
        private long messages;

        @Override
        public void completed(QueueStatus status) {
            messages = status.messages();
        }

        @Override
        public void failed(AmqpException error) {
            throw error;
        }
    }

    private static final class Client implements ClientConnection {
        @Override
        public String name() {
            return "client";
        }

        @Override
        public String userName() {
            return "client";
        }

        @Override
        public Rights rights() {
            return Rights.ALL;
        }

        @Override
        public void close(String reason) {
            throw new UnsupportedOperationException();
        }
    }
}
