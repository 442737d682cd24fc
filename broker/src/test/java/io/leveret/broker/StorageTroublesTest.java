package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.broker.amqp.Alarms;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StorageTroublesTest {

    private final Alarms alarms = new Alarms();
    private final AtomicInteger stops = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final StorageTroubles messages = new StorageTroubles("messages", alarms, stops::incrementAndGet, failed);
    private final StorageTroubles declarations = new StorageTroubles("declarations", alarms, stops::incrementAndGet, failed);

    @Test
    void publishersWaitAsLongAsThereIsNoRoom() {
        messages.diskFull(new IOException("no space left"));
        declarations.diskFull(new IOException("no space left"));
        assertThat(alarms.shortOf()).containsExactly(Alarms.Resource.DISK);
        messages.diskAvailable();
        assertThat(alarms.shortOf()).containsExactly(Alarms.Resource.DISK);
        declarations.diskAvailable();
        assertThat(alarms.shortOf()).isEmpty();
        assertThat(stops).hasValue(0);
    }

    @Test
    void publishersWaitUntilBothJournalsOfMessagesHaveRoom() {
        messages.diskFull(new IOException("no space left"));
        messages.diskFull(new IOException("no space left"));
        messages.diskAvailable();
        assertThat(alarms.shortOf()).containsExactly(Alarms.Resource.DISK);
        messages.diskAvailable();
        assertThat(alarms.shortOf()).isEmpty();
    }

    @Test
    void aFailureStopsTheBrokerOnceAndOnAThreadThatMayWaitForTheStores() {
        messages.failed(new IOException("I/O error"));
        declarations.failed(new IOException("I/O error"));
        await().until(() -> stops.get() == 1);
        assertThat(failed).isTrue();
    }
}
