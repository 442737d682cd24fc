package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** The node, for whoever is tagged monitoring. */
@Controller("/api/nodes")
@ExecuteOn(Workers.NAME)
final class NodesController {

    private final ManagedBroker managed;

    NodesController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        caller.requireMonitor();
        return Answers.ok(new Listing<>(query, NodeRow.FIELDS, "name").of(List.of(NodeRow.of(managed, query))));
    }

    @Get("/{name}")
    HttpResponse<?> show(String name, Caller caller, Query query) {
        require(name, caller);
        return Answers.ok(query.show(NodeRow.of(managed, query), NodeRow.FIELDS));
    }

    @Get("/{name}/memory")
    HttpResponse<?> memory(String name, Caller caller) {
        require(name, caller);
        return Answers.ok(Map.of("memory", memory().absolute()));
    }

    @Get("/{name}/memory/relative")
    HttpResponse<?> relativeMemory(String name, Caller caller) {
        require(name, caller);
        return Answers.ok(Map.of("memory", memory().relative()));
    }

    /** Tables are Erlang's; of what there is none the total is nothing, whichever are asked for. */
    @Get(uris = {"/{name}/memory/ets", "/{name}/memory/ets/relative"})
    HttpResponse<?> tables(String name, Caller caller) {
        require(name, caller);
        return Answers.ok(Map.of("ets_tables_memory", Map.of("total", 0)));
    }

    @Get(uris = {"/{name}/memory/ets/{filter}", "/{name}/memory/ets/{filter}/relative"})
    HttpResponse<?> tables(String name, String filter, Caller caller) {
        return tables(name, caller);
    }

    private NodeMemory memory() {
        return new NodeMemory(managed.node().figures().memory());
    }

    private void require(String name, Caller caller) {
        caller.requireMonitor();
        if (!name.equals(managed.node().name())) throw ApiException.noSuchObject();
    }
}
