package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.browse.Cursor;
import io.leveret.engine.browse.Search;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the messages of a queue where they stand. */
@Controller("/api/queues/{vhost}/{queue}")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class BrowseController {

    private static final int MOST_SHOWN = 500;
    private static final int MOST_SEARCHED = 1_000_000;
    private static final int LONGEST_PAYLOAD = 1 << 20;

    /** What bodies in one answer may come to; then it has fewer messages than were asked for. */
    private static final long MOST_BYTES = 16 << 20;

    /** After that the answer tells how far the search has come. */
    private static final long SEARCH_MILLIS = 3_000;

    /** The API has threads for others too: eight. */
    private static final int SEARCHES_AT_ONCE = 4;
    private static final int SEARCHES_WAITING = 2;

    private final ManagedBroker managed;
    private final Turns turns = new Turns(SEARCHES_AT_ONCE, SEARCHES_WAITING, SEARCH_MILLIS);

    BrowseController(ManagedBroker managed) {
        this.managed = managed;
    }

    /** The ready messages of a queue, in the order in which they will be delivered; nothing happens to them. */
    @Get("/messages")
    HttpResponse<?> messages(String vhost, String queue, Caller caller, Query query) {
        QueueRef found = readable(vhost, queue, caller);
        BrowseQuery asked = new BrowseQuery(query);
        int count = (int) asked.number("count", 50, 1, MOST_SHOWN);
        long offset = asked.number("offset", 0, 0, Long.MAX_VALUE);
        long mostSearched = asked.number("search", 50_000, 1, MOST_SEARCHED);
        int truncate = (int) asked.number("truncate", 4096, 0, LONGEST_PAYLOAD);
        Cursor from = BrowseQuery.understood(() ->
            query.find("cursor").map(text -> Cursor.parse(text, found)).orElse(Cursor.start(found)));
        SeenMessage form = new SeenMessage(found, truncate, asked.isBinary());
        Search search = new Search(found, asked.filter(), from, SEARCH_MILLIS);
        List<Map<String, Object>> shown = new ArrayList<>();
        long[] bytes = new long[1];
        long[] unpassed = new long[1];
        turns.take(() -> {
            unpassed[0] = search.skip(offset);
            if (unpassed[0] > 0) return;
            search.run((message, number) -> {
                Map<String, Object> each = form.show(message);
                each.put("position", number);
                shown.add(each);
                bytes[0] += Math.min(truncate, message.message().body().size());
                return shown.size() < count && bytes[0] < MOST_BYTES;
            }, mostSearched);
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("messages", shown);
        answer.put("searched", search.searched());
        answer.put("passed", search.cursor().passed());
        answer.put("total", found.stats().ready());
        answer.put("complete", search.isAtEnd());
        if (unpassed[0] > 0 && !search.isAtEnd()) answer.put("offset_left", unpassed[0]);
        answer.put("cursor", search.isAtEnd() ? null : search.cursor().toString());
        return Answers.ok(query.columns().within(answer));
    }

    private QueueRef readable(String vhost, String queue, Caller caller) {
        VirtualHost host = caller.look(vhost);
        if (host.findQueue(queue) == null) throw ApiException.noSuchObject();
        return host.queue(queue, managed.client(caller, host));
    }
}
