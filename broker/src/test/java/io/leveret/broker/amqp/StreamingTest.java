package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.method.TxMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamingTest {

    private static final int LONG_AFTER = 1_000_000_000;

    private final TestClient client = new TestClient(TestClient.broker(), new Alarms()).open().openChannel(1);
    private long now;

    @BeforeEach
    void declareQueue() {
        ask(new QueueMethod.Declare("q", false, false, false, false, false, FieldTable.EMPTY));
        client.gathering().beginsToWait(now);
        now += LONG_AFTER;
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void isToPublishOnAndOn() {
        publish(Streaming.LEAST - 1);
        assertThat(mayWait()).isFalse();
        publish(1);
        assertThat(mayWait()).isTrue();
    }

    @Test
    void endsWithACall() {
        stream();
        client.send(1, new BasicMethod.Qos(0, 1, false));
        publish(1);
        assertThat(mayWait()).isFalse();
    }

    @Test
    void endsWithWhatTheClientIsSent() {
        stream();
        client.publish(1, "nowhere", BasicProperties.EMPTY, "is returned").received();
        publish(1);
        assertThat(mayWait()).isFalse();
    }

    @Test
    void isNotToOpenAChannel() {
        stream();
        client.openChannel(2);
        client.gathering().streamed(Gathering.FEWEST); // another client does
        assertThat(client.gathering().beginsToWait(now)).isFalse();
    }

    @Test
    void isNotToWaitForConfirms() {
        ask(new ConfirmMethod.Select(true));
        publish(Streaming.LEAST);
        assertThat(mayWait()).isFalse();
    }

    @Test
    void isNoTransaction() {
        ask(new TxMethod.Select());
        publish(Streaming.LEAST);
        assertThat(mayWait()).isFalse();
    }

    private void stream() {
        publish(Streaming.LEAST);
        client.gathering().beginsToWait(now);
        publish(1);
        assertThat(mayWait()).isTrue();
    }

    private void ask(Method method) {
        client.send(1, method).received();
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) client.publish(1, "q", BasicProperties.EMPTY, "x");
    }

    private boolean mayWait() {
        now += LONG_AFTER;
        return client.gathering().beginsToWait(now);
    }
}
