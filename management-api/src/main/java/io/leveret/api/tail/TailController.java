package io.leveret.api.tail;

import static io.leveret.engine.access.Operation.READ;

import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Bounds;
import io.leveret.api.json.Query;
import io.leveret.api.log.LogFeed;
import io.leveret.api.log.LogFilter;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.UserRights;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** Messages and lines of the log while they pass, as server-sent events; for monitors who may read what they look at. */
@Controller("/api/tail")
@ExecuteOn(Workers.NAME)
final class TailController {

    private static final String DEFAULT_EXCHANGE = "amq.default";
    private static final int USUAL_RATE = 50;
    private static final int FASTEST = 1_000;
    private static final int USUAL_BYTES = 4 << 10;
    private static final int MOST_BYTES = 64 << 10;

    private final Broker broker;
    private final LogFeed feed;
    private final Tails tails;

    TailController(Broker broker, LogFeed feed, Tails tails) {
        this.broker = broker;
        this.feed = feed;
        this.tails = tails;
    }

    @Get(value = "/queues/{vhost}/{queue}", produces = MediaType.TEXT_EVENT_STREAM)
    HttpResponse<?> queue(HttpRequest<?> request, String vhost, String queue, Caller caller, Query query) {
        VirtualHost host = caller.requireMonitor().look(vhost);
        QueueRef found = Optional.ofNullable(host.findQueue(queue)).orElseThrow(ApiException::noSuchObject);
        MessageFilter filter = MessageFilter.of(query);
        int bytes = Bounds.of(query, "truncate", USUAL_BYTES, MOST_BYTES);
        return opened(request, found.description(), caller, query, () -> mayRead(caller, vhost, Rights.Kind.QUEUE, queue),
            () -> new MessageSource(opening("queue", vhost, queue), filter, bytes, tails.room(),
                () -> end(vhost, now -> now.findQueue(queue) == found, "the queue is gone"), found::add, found::remove));
    }

    @Get(value = "/exchanges/{vhost}/{exchange}", produces = MediaType.TEXT_EVENT_STREAM)
    HttpResponse<?> exchange(HttpRequest<?> request, String vhost, String exchange, Caller caller, Query query) {
        VirtualHost host = caller.requireMonitor().look(vhost);
        String name = exchange.equals(DEFAULT_EXCHANGE) ? "" : exchange;
        Exchange found = Optional.ofNullable(host.findExchange(name)).orElseThrow(ApiException::noSuchObject);
        MessageFilter filter = MessageFilter.of(query);
        int bytes = Bounds.of(query, "truncate", USUAL_BYTES, MOST_BYTES);
        return opened(request, "exchange '" + name + "' in vhost '" + vhost + "'", caller, query,
            () -> mayRead(caller, vhost, Rights.Kind.EXCHANGE, name),
            () -> new MessageSource(opening("exchange", vhost, name), filter, bytes, tails.room(),
                () -> end(vhost, now -> now.findExchange(name) == found, "the exchange is gone"), found::add, found::remove));
    }

    @Get(value = "/log", produces = MediaType.TEXT_EVENT_STREAM)
    HttpResponse<?> log(HttpRequest<?> request, Caller caller, Query query) {
        caller.requireMonitor();
        LogFilter filter = LogFilter.of(query);
        return opened(request, "the log", caller, query, () -> { }, () -> new LogSource(feed, filter));
    }

    private HttpResponse<?> opened(HttpRequest<?> request, String what, Caller caller, Query query, Runnable rights, Supplier<Source> source) {
        int rate = Math.max(1, Bounds.of(query, "rate", USUAL_RATE, FASTEST));
        if (request.getMethod() == HttpMethod.HEAD) { // nobody would read it
            rights.run();
            return HttpResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
        }
        Publisher<byte[]> stream = tails.open(what, caller, rights, rate, source);
        return HttpResponse.ok(stream).contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
            .header(HttpHeaders.CONTENT_ENCODING, "identity") // what is compressed waits until there is enough of it
            .header("X-Accel-Buffering", "no");
    }

    /** The virtual host is looked up each time: it may be another one by now. */
    private Optional<String> end(String vhost, Predicate<VirtualHost> isThere, String otherwise) {
        return broker.findVirtualHost(vhost).filter(isThere).isPresent() ? Optional.empty() : Optional.of(otherwise);
    }

    private void mayRead(Caller caller, String vhost, Rights.Kind kind, String name) {
        new UserRights(broker.permissions(), caller.name(), vhost).require(READ, kind, name);
    }

    private static Map<String, Object> opening(String of, String vhost, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("of", of);
        json.put("vhost", vhost);
        json.put("name", name);
        return json;
    }
}
