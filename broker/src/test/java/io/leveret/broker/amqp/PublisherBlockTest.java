package io.leveret.broker.amqp;

import static io.leveret.broker.amqp.Alarms.Resource.DISK;
import static io.leveret.broker.amqp.Alarms.Resource.MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.value.BasicProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherBlockTest {

    private final Alarms alarms = new Alarms();
    private final Alarms.Watcher disk = alarms.watcher(DISK);
    private final Alarms.Watcher memory = alarms.watcher(MEMORY);
    private final TestClient client = new TestClient(TestClient.broker(), alarms).open().openChannel(1);

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void aClientThatDoesNotPublishIsLeftAlone() {
        raise(disk);
        assertThat(client.isRead()).isTrue();
        assertThat(client.send(1, new BasicMethod.Qos(0, 1, false)).received()).containsExactly(new BasicMethod.QosOk());
    }

    @Test
    void aClientThatPublishesIsToldWhyAndNotReadAnyMore() {
        raise(disk);
        assertThat(client.received()).isEmpty();
        publish();
        assertThat(client.received()).containsExactly(new ConnectionMethod.Blocked("low on disk"));
        assertThat(client.isRead()).isFalse();
    }

    @Test
    void whatItSentMeanwhileIsTakenWhenThereIsNoAlarmAnyMore() {
        raise(disk);
        publish();
        client.send(1, new BasicMethod.Qos(0, 1, false)).received();
        clear(disk);
        assertThat(client.received()).startsWith(new ConnectionMethod.Unblocked()).contains(new BasicMethod.QosOk());
        assertThat(client.isRead()).isTrue();
    }

    @Test
    void furtherAlarmsAreNotTold() {
        raise(disk);
        publish();
        client.received();
        raise(memory);
        clear(disk);
        assertThat(client.received()).isEmpty();
        clear(memory);
        assertThat(client.received()).contains(new ConnectionMethod.Unblocked());
    }

    @Test
    void anAlarmFromBeforeTheConnectionCounts() {
        raise(memory);
        try (TestClient late = new TestClient(TestClient.broker(), alarms).open().openChannel(1)) {
            late.publish(1, "nowhere", BasicProperties.EMPTY, "x");
            assertThat(late.received()).containsExactly(new ConnectionMethod.Blocked("low on memory"));
        }
    }

    @Test
    void aBlockedClientCanBeClosed() {
        raise(disk);
        publish();
        client.received();
        client.connection().close("enough");
        client.loop().runAll();
        assertThat(client.received()).containsExactly(new ConnectionMethod.Close(320, "CONNECTION_FORCED - enough", 0, 0));
        clear(disk);
        assertThat(client.send(0, new ConnectionMethod.CloseOk()).received()).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void aChannelStillOpensOnAnotherConnection() {
        raise(disk);
        publish();
        try (TestClient other = new TestClient(TestClient.broker(), alarms).open()) {
            assertThat(other.send(1, new ChannelMethod.Open()).received()).containsExactly(new ChannelMethod.OpenOk());
        }
    }

    private void publish() {
        client.publish(1, "nowhere", BasicProperties.EMPTY, "x");
    }

    private void raise(Alarms.Watcher watcher) {
        watcher.raise("test");
        client.loop().runAll();
    }

    private void clear(Alarms.Watcher watcher) {
        watcher.clear();
        client.loop().runAll();
    }
}
