package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** The node, for whoever is tagged monitoring. */
@Controller("/api/nodes")
@ExecuteOn(Workers.NAME)
final class NodesController {

    private static final Fields<Node> FIELDS = new Fields<Node>()
        .add("name", Node::name)
        .add("type", node -> "disc")
        .add("running", node -> true)
        .add("being_drained", node -> false)
        .add("os_pid", node -> String.valueOf(ProcessHandle.current().pid()))
        .add("uptime", node -> System.currentTimeMillis() - node.startedAt())
        .add("processors", node -> Runtime.getRuntime().availableProcessors())
        .add("rates_mode", node -> "none")
        .add("mem_used", node -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory())
        .add("mem_limit", node -> Runtime.getRuntime().maxMemory())
        .add("mem_alarm", node -> node.alarms().contains("memory"))
        .add("disk_free_alarm", node -> node.alarms().contains("disk"))
        .add("partitions", node -> List.of())
        .add("cluster_links", node -> List.of())
        .add("enabled_plugins", node -> List.of("rabbitmq_management"))
        .add("exchange_types", node -> OverviewController.exchangeTypes())
        .add("contexts", OverviewController::contexts)
        .add("db_dir", Node::dataDirectory)
        .add("rabbitmq_version", Node::rabbitVersion)
        .add("leveret_version", Node::version);

    private final Node node;

    NodesController(ManagedBroker managed) {
        this.node = managed.node();
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        caller.requireMonitor();
        return Answers.ok(new Listing<>(query, FIELDS, "name").of(List.of(node)));
    }

    @Get("/{name}")
    HttpResponse<?> show(String name, Caller caller, Query query) {
        caller.requireMonitor();
        if (!name.equals(node.name())) throw ApiException.noSuchObject();
        return Answers.ok(query.show(node, FIELDS));
    }
}
