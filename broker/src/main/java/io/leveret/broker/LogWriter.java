package io.leveret.broker;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the log on a thread of its own. A terminal that is held, or a pipe that nobody reads, must not stop the event loops, which log as
 * others do: lines that find no place any more are lost, and counted.
 */
final class LogWriter extends AsyncAppender {

    private static final int MOST_WAITING = 8_192;

    /** What is said last should still be read, by whoever reads at all. */
    private static final int PATIENCE_MILLIS = 1_000;

    private final Logger log;
    private final AtomicLong lost = new AtomicLong();

    LogWriter(LoggerContext context, Appender<ILoggingEvent> target) {
        this(context, target, MOST_WAITING);
    }

    LogWriter(LoggerContext context, Appender<ILoggingEvent> target, int mostWaiting) {
        log = context.getLogger(LogWriter.class);
        setContext(context);
        setQueueSize(mostWaiting);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(PATIENCE_MILLIS);
        addAppender(target);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            lost.incrementAndGet();
            return;
        }
        long missing = lost.getAndSet(0);
        if (missing > 0) log.warn("{} lines of the log are missing here: nobody read them in time", missing);
        super.append(event);
    }
}
