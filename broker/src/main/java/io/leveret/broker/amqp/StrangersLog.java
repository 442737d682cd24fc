package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What clients that have not logged in make the log say: so many lines a minute, and then how many there would have been. Whoever tries
 * all ports, or all passwords, must not fill a disk. Callable from any thread.
 */
final class StrangersLog {

    private static final Logger log = LoggerFactory.getLogger(StrangersLog.class);

    static final int MOST_A_MINUTE = 30;
    private static final long MINUTE_MILLIS = 60_000;

    private final Loop clock;
    private int lines;

    /** @param clock rings when a minute is over */
    StrangersLog(Loop clock) {
        this.clock = clock;
    }

    void warn(String format, Object... arguments) {
        tell(Level.WARN, format, arguments);
    }

    void info(String format, Object... arguments) {
        tell(Level.INFO, format, arguments);
    }

    private void tell(Level level, String format, Object... arguments) {
        boolean isHeard = countLine() <= MOST_A_MINUTE;
        log.atLevel(isHeard ? level : Level.DEBUG).log(format, arguments);
    }

    private synchronized int countLine() {
        if (lines == 0) clock.schedule(this::endMinute, MINUTE_MILLIS);
        return ++lines;
    }

    private synchronized void endMinute() {
        if (lines > MOST_A_MINUTE) {
            log.warn("{} more such lines within a minute, of clients that had not logged in, are left out", lines - MOST_A_MINUTE);
        }
        lines = 0;
    }
}
