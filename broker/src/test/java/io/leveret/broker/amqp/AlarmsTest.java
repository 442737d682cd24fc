package io.leveret.broker.amqp;

import static io.leveret.broker.amqp.Alarms.Resource.DISK;
import static io.leveret.broker.amqp.Alarms.Resource.MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AlarmsTest {

    private final Alarms alarms = new Alarms();
    private final List<String> seen = new ArrayList<>();
    private final Alarms.Watcher memory = alarms.watcher(MEMORY);
    private final Alarms.Watcher disk = alarms.watcher(DISK);
    private final Alarms.Watcher journal = alarms.watcher(DISK);

    AlarmsTest() {
        alarms.onChange(() -> seen.add(alarms.reason().orElse("none")));
    }

    @Test
    void namesWhatIsShort() {
        memory.raise("test");
        disk.raise("test");
        memory.clear();
        disk.clear();
        assertThat(seen).containsExactly("low on memory", "low on memory & disk", "low on disk", "none");
    }

    @Test
    void aResourceIsShortAsLongAsOneOfItsWatchersSaysSo() {
        disk.raise("test");
        journal.raise("test");
        disk.clear();
        assertThat(alarms.shortOf()).containsExactly(DISK);
        journal.clear();
        assertThat(alarms.shortOf()).isEmpty();
    }

    @Test
    void sayingItTwiceChangesNothing() {
        disk.clear();
        disk.raise("test");
        disk.raise("again");
        disk.clear();
        assertThat(seen).containsExactly("low on disk", "none");
    }

    @Test
    void saysInOneLineThatPublishersAreBlockedAndInAnotherThatTheyGoOn() {
        List<String> lines = logged(() -> {
            disk.raise("3 MiB free for data, 5 MiB wanted");
            journal.raise("there is no room");
            disk.clear();
            journal.clear();
        });
        assertThat(lines).containsExactly("publishers are blocked, low on disk: 3 MiB free for data, 5 MiB wanted",
                "no longer low on disk: publishers go on");
    }

    private static List<String> logged(Runnable task) {
        Logger log = (Logger) LoggerFactory.getLogger(Alarms.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        log.addAppender(appender);
        log.setLevel(Level.INFO);
        try {
            task.run();
        } finally {
            log.setLevel(null); // as it was: that of the loggers above
            log.detachAppender(appender);
        }
        return appender.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(ILoggingEvent::getFormattedMessage).toList();
    }
}
