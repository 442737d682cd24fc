package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.leveret.broker.amqp.Alarms;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StorageTroublesTest {

    private final Alarms alarms = new Alarms();
    private final AtomicInteger stops = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final StorageTroubles messages = new StorageTroubles("messages", alarms, () -> "data (0 MiB free)", stops::incrementAndGet, failed);
    private final StorageTroubles declarations = new StorageTroubles("declarations", alarms, () -> "data (0 MiB free)", stops::incrementAndGet, failed);

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
    void saysWhereThereIsNoRoom() {
        Logger log = (Logger) LoggerFactory.getLogger(Alarms.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        log.addAppender(appender);
        log.setLevel(Level.INFO);
        messages.diskFull(new IOException("no space left"));
        messages.diskAvailable();
        log.setLevel(null); // as it was: that of the loggers above
        log.detachAppender(appender);
        assertThat(appender.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(
                "publishers are blocked, low on disk: there is no room for more messages in data (0 MiB free): no space left",
                "no longer low on disk: publishers go on");
        assertThat(appender.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
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
