package io.leveret.api.tail;

import io.leveret.api.log.LogFeed;
import io.leveret.api.log.LogFilter;
import io.leveret.api.log.LogJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is logged from now on. */
final class LogSource implements Source {

    private final LogFeed feed;
    private final LogFilter filter;
    private long seen;

    LogSource(LogFeed feed, LogFilter filter) {
        this.feed = feed;
        this.filter = filter;
        List<LogFeed.Line> before = feed.after(0);
        this.seen = before.isEmpty() ? 0 : before.get(before.size() - 1).number();
    }

    @Override
    public Map<String, Object> opening() {
        return Map.of("of", "log", "after", seen);
    }

    @Override
    public Optional<String> end() {
        return feed.isKept() ? Optional.empty() : Optional.of("the log is not kept");
    }

    @Override
    public void drain(Events events, RateCap rate) {
        for (LogFeed.Line line : feed.after(seen)) {
            if (events.isFull()) return; // it is still there next time
            if (line.number() > seen + 1) events.add("unseen", Map.of("count", line.number() - seen - 1));
            seen = line.number();
            if (filter.takes(line) && rate.take()) events.add("line", LogJson.of(line));
        }
    }

    @Override
    public void pass() {
    }

    @Override
    public void close() {
    }
}
