package io.leveret.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.CatchUp;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.loop.Loop;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URLEncoder;
import java.util.List;
import java.util.function.Predicate;

/** Bindings. In paths the kind of destination is {@code q} or {@code e}. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class BindingsController {

    private static final String BETWEEN = "/bindings/{vhost}/e/{source}/{kind:[eq]}/{destination}";

    private final ManagedBroker managed;

    BindingsController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get("/bindings")
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(BindingRow.all(caller.listedHosts()), query);
    }

    @Get("/bindings/{vhost}")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        return listed(BindingRow.all(List.of(caller.look(vhost))), query);
    }

    @Get("/queues/{vhost}/{queue}/bindings")
    HttpResponse<?> ofQueue(String vhost, String queue, Caller caller, Query query) {
        return to(caller.look(vhost), row -> row.leadsTo(queue, true), query);
    }

    @Get("/exchanges/{vhost}/{exchange}/bindings/source")
    HttpResponse<?> from(String vhost, String exchange, Caller caller, Query query) {
        return listed(BindingRow.from(caller.look(vhost), Names.exchange(exchange)), query);
    }

    @Get("/exchanges/{vhost}/{exchange}/bindings/destination")
    HttpResponse<?> to(String vhost, String exchange, Caller caller, Query query) {
        return to(caller.look(vhost), row -> row.leadsTo(exchange, false), query);
    }

    @Get(BETWEEN)
    HttpResponse<?> between(String vhost, String source, String kind, String destination, Caller caller, Query query) {
        return listed(between(caller.look(vhost), source, kind, destination), query);
    }

    @Post(BETWEEN)
    HttpResponse<?> bind(String vhost, String source, String kind, String destination, Caller caller,
                         @Nullable @Body String body) {
        VirtualHost host = caller.change(vhost);
        JsonObject wanted = JsonObject.of(body);
        String key = Names.requireShort(wanted.text("routing_key", () -> ""));
        FieldTable arguments = AmqpJson.table(wanted.table("arguments"));
        CatchUp missed = bind(host, managed.client(caller, host), Names.exchange(source), kind, destination, key, arguments);
        send(missed);
        managed.awaitStored();
        String properties = BindingRow.propertiesKey(key, arguments);
        return Answers.put(true).header("Location", encoded(destination) + "/" + encoded(properties));
    }

    @Get(BETWEEN + "/{properties}")
    HttpResponse<?> show(String vhost, String source, String kind, String destination, String properties, Caller caller,
                         Query query) {
        VirtualHost host = caller.look(vhost);
        return Answers.ok(query.show(existing(host, source, kind, destination, properties), BindingRow.FIELDS));
    }

    @Delete(BETWEEN + "/{properties}")
    HttpResponse<?> unbind(String vhost, String source, String kind, String destination, String properties, Caller caller) {
        VirtualHost host = caller.look(vhost);
        BindingRow row = existing(host, source, kind, destination, properties);
        ApiClient client = managed.client(caller, host);
        if (row.isToQueue()) host.unbindQueue(row.destination(), row.source(), row.key(), row.arguments(), client);
        else host.unbindExchange(row.destination(), row.source(), row.key(), row.arguments(), client);
        managed.awaitStored();
        return Answers.done();
    }

    private static CatchUp bind(VirtualHost host, ApiClient client, String source, String kind, String destination, String key,
                                FieldTable arguments) {
        return kind.equals("q") ? host.bindQueue(destination, source, key, arguments, client)
            : host.bindExchange(Names.exchange(destination), source, key, arguments, client);
    }

    private void send(CatchUp missed) {
        if (missed.isEmpty()) return;
        Loop loop = managed.node().nextLoop();
        loop.execute(() -> missed.send(loop, () -> { }));
    }

    private static List<BindingRow> between(VirtualHost host, String source, String kind, String destination) {
        return BindingRow.from(host, Names.exchange(source)).stream()
            .filter(row -> row.leadsTo(Names.exchange(destination), kind.equals("q"))).toList();
    }

    private static BindingRow existing(VirtualHost host, String source, String kind, String destination, String properties) {
        return between(host, source, kind, destination).stream().filter(row -> row.propertiesKey().equals(properties))
            .findAny().orElseThrow(ApiException::noSuchObject);
    }

    private static HttpResponse<?> to(VirtualHost host, Predicate<BindingRow> wanted, Query query) {
        return listed(BindingRow.all(List.of(host)).stream().filter(wanted).toList(), query);
    }

    private static HttpResponse<?> listed(List<BindingRow> rows, Query query) {
        return Answers.ok(new Listing<>(query, BindingRow.FIELDS, "vhost", "source", "destination", "routing_key")
            .searching("source", "destination", "routing_key").narrowedBy("source", "destination", "routing_key").of(rows));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20").replace("%7E", "~");
    }
}
