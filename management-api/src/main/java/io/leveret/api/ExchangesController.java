package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.api.stats.Windows;
import io.leveret.engine.ExchangeDeclaration;
import io.leveret.engine.VirtualHost;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** Exchanges. */
@Controller("/api/exchanges")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class ExchangesController {

    private final ManagedBroker managed;

    ExchangesController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(caller.listedHosts(), query);
    }

    @Get("/{vhost}")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        return listed(List.of(caller.look(vhost)), query);
    }

    @Get("/{vhost}/{exchange}")
    HttpResponse<?> show(String vhost, String exchange, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        Fields<ExchangeRow> fields = isBasic(query) ? ExchangeRow.basics()
            : ExchangeRow.whole(managed.node().name(), Windows.of(query), managed.view());
        return Answers.ok(managed.view().exchange(host.name(), Names.exchange(exchange))
            .map(found -> query.show(new ExchangeRow(host, found), fields))
            .orElseThrow(ApiException::noSuchObject));
    }

    @Put("/{vhost}/{exchange}")
    HttpResponse<?> put(String vhost, String exchange, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.change(vhost);
        ExchangeDeclaration declaration = declaration(Names.exchange(exchange), JsonObject.of(body));
        return managed.put(List.of("exchange", vhost, exchange), () -> host.findExchange(declaration.name()) != null,
            () -> host.declareExchange(declaration, managed.client(caller, host), managed.node().nextLoop()));
    }

    @Delete("/{vhost}/{exchange}")
    HttpResponse<?> delete(String vhost, String exchange, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        String name = Names.exchange(exchange);
        if (host.findExchange(name) == null) throw ApiException.noSuchObject();
        host.deleteExchange(name, query.isTrue("if-unused"), managed.client(caller, host));
        managed.awaitStored();
        return Answers.done();
    }

    static ExchangeDeclaration declaration(String name, JsonObject wanted) {
        return new ExchangeDeclaration(Names.requireName(name), wanted.text("type", () -> "direct"),
            wanted.flag("durable", false), wanted.flag("auto_delete", false), wanted.flag("internal", false),
            AmqpJson.table(wanted.table("arguments")));
    }

    private HttpResponse<?> listed(List<VirtualHost> hosts, Query query) {
        Fields<ExchangeRow> fields = isBasic(query) ? ExchangeRow.basics() : ExchangeRow.fields(Windows.of(query));
        return Answers.ok(new Listing<>(query, fields, "vhost", "name").with(ExchangeRow.filters()).of(ExchangeRow.all(hosts, managed.view())));
    }

    private static boolean isBasic(Query query) {
        return query.isTrue("disable_stats");
    }
}
