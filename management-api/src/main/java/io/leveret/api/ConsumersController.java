package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Collection;
import java.util.List;

/** Who consumes from which queue. */
@Controller("/api/consumers")
@ExecuteOn(Workers.NAME)
final class ConsumersController {

    private final ManagedBroker managed;

    ConsumersController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        if (caller.listedHost().isPresent()) return list(caller.listedHost().get(), caller, query);
        return listed(caller.isMonitor() ? managed.broker().virtualHosts() : caller.virtualHosts(), query);
    }

    @Get("/{vhost}")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        if (!caller.isMonitor()) return listed(List.of(caller.look(vhost)), query);
        return listed(List.of(managed.broker().findVirtualHost(vhost).orElseThrow(ApiException::noSuchObject)), query);
    }

    private HttpResponse<?> listed(Collection<VirtualHost> hosts, Query query) {
        if (query.isTrue("disable_stats")) throw ApiException.badRequest("Stats in management UI are disabled on this node");
        return Answers.ok(new Listing<>(query, ConsumerRow.fields(managed.node().name()), "queue.vhost", "queue.name", "consumer_tag")
            .with(ConsumerRow.filters()).searching("consumer_tag", "queue.name", "channel_details.connection_name")
            .of(managed.consumersIn(hosts.stream().map(VirtualHost::name).toList())));
    }
}
