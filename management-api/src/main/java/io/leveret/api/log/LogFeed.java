package io.leveret.api.log;

import java.util.List;

/** What has been logged lately, whatever does the logging. Callable from any thread. */
public interface LogFeed {

    /** Of a program that logs where nobody sees it. */
    LogFeed NONE = new LogFeed() {
        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public List<Line> after(long number) {
            return List.of();
        }
    };

    /**
     * Something that was logged.
     *
     * @param number  rising by one
     * @param at      milliseconds since 1970
     * @param details what is known of an exception, or empty
     */
    record Line(long number, long at, Level level, String logger, String thread, String text, String details) {
    }

    /** How much it matters, from the least. */
    enum Level { TRACE, DEBUG, INFO, WARN, ERROR }

    /** Whether lines are kept at all. */
    boolean isKept();

    /** Those that are still known and have a higher number, the oldest first. */
    List<Line> after(long number);
}
