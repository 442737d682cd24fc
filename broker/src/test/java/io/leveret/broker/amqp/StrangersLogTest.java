package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StrangersLogTest {

    private static final long MINUTE = 60_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger(StrangersLog.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final ManualLoop clock = new ManualLoop();
    private final StrangersLog log = new StrangersLog(clock);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void aMinuteHasSoManyLinesAndThenANumber() {
        for (int i = 0; i < 1_000; i++) log.warn("refused {}", i);
        assertThat(appender.list).hasSize(StrangersLog.MOST_A_MINUTE);
        clock.advance(MINUTE);
        assertThat(last()).startsWith(1_000 - StrangersLog.MOST_A_MINUTE + " more such lines");
        log.info("closed {}", "one");
        assertThat(last()).isEqualTo("closed one");
    }

    @Test
    void fewAreAllThatThereIs() {
        log.warn("refused");
        clock.advance(MINUTE);
        assertThat(appender.list).hasSize(1);
        assertThat(clock.waitingTimers()).isZero();
    }

    private String last() {
        return appender.list.get(appender.list.size() - 1).getFormattedMessage();
    }
}
