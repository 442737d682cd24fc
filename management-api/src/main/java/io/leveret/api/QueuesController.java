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
import io.leveret.engine.VirtualHost;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.BrokerView;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;

/** Queues. */
@Controller("/api/queues")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class QueuesController {

    private final ManagedBroker managed;
    private final BrokerView view;
    private final String node;

    QueuesController(ManagedBroker managed) {
        this.managed = managed;
        this.view = managed.view();
        this.node = managed.node().name();
    }

    @Get(uris = {"/", "/detailed"})
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(caller.listedHosts(), query);
    }

    @Get("/{vhost}")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        return listed(List.of(caller.look(vhost)), query);
    }

    @Get("/{vhost}/{queue}")
    HttpResponse<?> show(String vhost, String queue, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        QueueRow found = view.queue(host.name(), queue).flatMap(info -> QueueRow.find(host, info)).orElseThrow(ApiException::noSuchObject);
        if (isBasic(query)) return Answers.ok(query.show(found, basics(query)));
        QueueRow whole = QueueRow.completed(List.of(found), view).stream().findAny().orElseThrow(ApiException::noSuchObject);
        return Answers.ok(query.show(whole, QueueRow.whole(node, Windows.of(query), view)));
    }

    @Put("/{vhost}/{queue}")
    HttpResponse<?> put(String vhost, String queue, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.change(vhost);
        QueueDeclaration declaration = declaration(queue, JsonObject.of(body));
        return managed.put(List.of("queue", vhost, queue), () -> host.findQueue(queue) != null,
            () -> host.declareQueue(declaration, managed.client(caller, host), managed.node().nextLoop()));
    }

    @Delete("/{vhost}/{queue}")
    HttpResponse<?> delete(String vhost, String queue, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        existing(host, queue);
        managed.<Long>ask(answer -> host.deleteQueue(queue, query.isTrue("if-unused"), query.isTrue("if-empty"),
            managed.client(caller, host), answer));
        managed.awaitStored();
        return Answers.done();
    }

    @Delete("/{vhost}/{queue}/contents")
    HttpResponse<?> purge(String vhost, String queue, Caller caller) {
        VirtualHost host = caller.look(vhost);
        existing(host, queue);
        managed.<Long>ask(host.queue(queue, managed.client(caller, host))::purge);
        return Answers.done();
    }

    /** There were such things as mirrored queues to bring up to date; today RabbitMQ knows no action either. */
    @Post("/{vhost}/{queue}/actions")
    HttpResponse<?> act(String vhost, String queue, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.requireAdministrator().change(vhost);
        if (host.findQueue(queue) == null) throw ApiException.notFound("queue_not_found");
        Object action = JsonObject.of(body).require("action").members().get("action");
        throw ApiException.badRequest(List.of("unknown", String.valueOf(action)));
    }

    static QueueDeclaration declaration(String name, JsonObject wanted) {
        return new QueueDeclaration(Names.requireName(name), wanted.flag("durable", false), false,
            wanted.flag("auto_delete", false), AmqpJson.table(wanted.table("arguments")));
    }

    private static QueueRef existing(VirtualHost host, String queue) {
        return Optional.ofNullable(host.findQueue(queue)).orElseThrow(ApiException::noSuchObject);
    }

    private HttpResponse<?> listed(List<VirtualHost> hosts, Query query) {
        Fields<QueueRow> fields = isBasic(query) ? basics(query) : QueueRow.fields(node, Windows.of(query));
        return Answers.ok(new Listing<>(query, fields, "vhost", "name").with(QueueRow.filters())
            .of(QueueRow.all(hosts, view), rows -> QueueRow.completed(rows, view)));
    }

    private static boolean isBasic(Query query) {
        return query.isTrue("disable_stats");
    }

    private Fields<QueueRow> basics(Query query) {
        Fields<QueueRow> basics = QueueRow.basics(node);
        return query.isTrue("enable_queue_totals") ? basics.and(QueueRow.totals()) : basics;
    }
}
