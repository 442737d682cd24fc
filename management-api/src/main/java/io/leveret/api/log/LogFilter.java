package io.leveret.api.log;

import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.Query;
import io.leveret.api.log.LogFeed.Level;
import io.leveret.api.log.LogFeed.Line;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which lines somebody wants to see.
 *
 * @param level  at least
 * @param logger somewhere in its name, whatever the case
 * @param text   somewhere in what is said, whatever the case
 */
public record LogFilter(Level level, Optional<String> logger, Optional<String> text) {

    /** @throws InvalidBodyException when there is no such level */
    public static LogFilter of(Query query) {
        return new LogFilter(level(query.find("level").orElse("")), lower(query, "logger"), lower(query, "text"));
    }

    private static Level level(String text) {
        if (text.isEmpty()) return Level.TRACE;
        for (Level level : Level.values()) {
            if (level.name().equalsIgnoreCase(text)) return level;
        }
        throw new InvalidBodyException(List.of("no_such_level", text));
    }

    private static Optional<String> lower(Query query, String name) {
        return query.find(name).filter(text -> !text.isEmpty()).map(text -> text.toLowerCase(Locale.ROOT));
    }

    public boolean takes(Line line) {
        return line.level().compareTo(level) >= 0 && isIn(line.logger(), logger) && (isIn(line.text(), text) || isIn(line.details(), text));
    }

    private static boolean isIn(String said, Optional<String> wanted) {
        return wanted.isEmpty() || said.toLowerCase(Locale.ROOT).contains(wanted.get());
    }
}
