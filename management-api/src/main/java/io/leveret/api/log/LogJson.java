package io.leveret.api.log;

import io.leveret.api.log.LogFeed.Line;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A line of the log in JSON, and as text. */
public final class LogJson {

    private LogJson() {
    }

    public static Map<String, Object> of(Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", line.number());
        json.put("at", line.at());
        json.put("level", line.level().name().toLowerCase(Locale.ROOT));
        json.put("logger", line.logger());
        json.put("thread", line.thread());
        json.put("message", line.text());
        if (!line.details().isEmpty()) json.put("details", line.details());
        return json;
    }

    static String text(Line line) {
        String first = Instant.ofEpochMilli(line.at()) + " " + line.level() + " [" + line.thread() + "] " + line.logger() + ": " + line.text() + "\n";
        return line.details().isEmpty() ? first : first + line.details().stripTrailing() + "\n";
    }
}
