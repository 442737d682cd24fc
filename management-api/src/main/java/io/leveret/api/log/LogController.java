package io.leveret.api.log;

import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Bounds;
import io.leveret.api.json.Query;
import io.leveret.api.log.LogFeed.Line;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What has been logged lately; for monitors. */
@Controller("/api/log")
@ExecuteOn(Workers.NAME)
final class LogController {

    private static final int USUAL = 500;
    private static final int MOST = 100_000;

    private final LogFeed feed;

    LogController(LogFeed feed) {
        this.feed = feed;
    }

    @Get
    HttpResponse<?> lines(Caller caller, Query query) {
        List<Line> lines = wanted(caller, query);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kept", feed.isKept());
        json.put("lines", lines.stream().map(LogJson::of).toList());
        return Answers.ok(json);
    }

    /** As a file. */
    @Get(value = "/download", produces = "text/plain;charset=utf-8")
    HttpResponse<?> download(Caller caller, Query query) {
        String text = wanted(caller, query).stream().map(LogJson::text).collect(Collectors.joining());
        return HttpResponse.ok(text).contentType(MediaType.of("text/plain;charset=utf-8"))
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"leveret.log\"");
    }

    /** The last of those that fit, or the first from some time on. */
    private List<Line> wanted(Caller caller, Query query) {
        caller.requireMonitor();
        LogFilter filter = LogFilter.of(query);
        int limit = Bounds.of(query, "limit", USUAL, MOST);
        List<Line> found = feed.after(Bounds.of(query, "after", 0, Integer.MAX_VALUE)).stream().filter(filter::takes).toList();
        OptionalLong since = Bounds.millis(query, "since");
        if (since.isPresent()) return found.stream().filter(line -> line.at() >= since.getAsLong()).limit(limit).toList();
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }
}
