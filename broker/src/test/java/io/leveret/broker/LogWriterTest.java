package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogWriterTest {

    private static final int PLACES = 4;

    private final LoggerContext context = new LoggerContext();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch readOn = new CountDownLatch(1);
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> pipe = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            taken.countDown();
            try {
                readOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            written.add(event.getFormattedMessage());
        }
    };
    private final LogWriter writer = new LogWriter(context, pipe, PLACES);
    private final Logger log = context.getLogger("test");

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter()); // SLF4J gives one to its own context alone
        pipe.setContext(context);
        pipe.start();
        writer.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(writer);
    }

    @AfterEach
    void stop() {
        readOn.countDown();
        context.stop();
    }

    @Test
    void keepsNobodyWaitingForAReaderAndSaysHowMuchIsMissing() {
        log.info("first");
        await().until(() -> taken.getCount() == 0);
        for (int i = 0; i < PLACES + 3; i++) log.info("{}", i);
        readOn.countDown();
        await().until(() -> written.size() == 1 + PLACES);
        log.info("last");
        await().untilAsserted(() -> assertThat(written).containsExactly("first", "0", "1", "2", "3",
                "3 lines of the log are missing here: nobody read them in time", "last"));
    }

    @Test
    void hasWrittenAllWhenItEnds() {
        readOn.countDown();
        for (int i = 0; i < PLACES; i++) log.info("{}", i);
        writer.stop();
        assertThat(written).containsExactly("0", "1", "2", "3");
    }
}
