package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.QueueType;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replicas of quorum queues, for administrators: with one node each has one, which can neither go nor get company. */
@Controller("/api/queues/quorum")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class ReplicasController {

    private final Node node;

    ReplicasController(ManagedBroker managed) {
        this.node = managed.node();
    }

    @Get("/{vhost}/{queue}/status")
    HttpResponse<?> status(String vhost, String queue, Caller caller) {
        QueueRef found = find(caller.look(vhost), queue);
        if (found.type() != QueueType.QUORUM) {
            return Answers.json(HttpStatus.SERVICE_UNAVAILABLE, Map.of("status", "failed", "reason", "classic_queue_not_supported"));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Node Name", node.name());
        row.put("Raft State", "leader");
        row.put("Membership", "voter");
        return Answers.ok(List.of(row));
    }

    @Post("/{vhost}/{queue}/replicas/add")
    HttpResponse<?> add(String vhost, String queue, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.requireAdministrator().look(vhost);
        requireThisNode(JsonObject.of(body).text("node"));
        requireQuorum(host, queue);
        return Answers.done();
    }

    @Delete("/{vhost}/{queue}/replicas/delete")
    HttpResponse<?> remove(String vhost, String queue, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.requireAdministrator().look(vhost);
        requireThisNode(JsonObject.of(body).text("node"));
        requireQuorum(host, queue);
        throw unavailable("last_node");
    }

    /** Every queue is on this node already. */
    @Post("/replicas/on/{name}/grow")
    HttpResponse<?> grow(String name, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        JsonObject.of(body).require("vhost_pattern", "queue_pattern", "strategy");
        requireThisNode(name);
        return Answers.done();
    }

    @Delete("/replicas/on/{name}/shrink")
    HttpResponse<?> shrink(String name, Caller caller) {
        caller.requireAdministrator();
        requireThisNode(name);
        throw unavailable("last_node");
    }

    private void requireThisNode(String name) {
        if (!name.equals(node.name())) throw ApiException.badRequest("Node is not a cluster member");
    }

    private static void requireQuorum(VirtualHost host, String queue) {
        if (find(host, queue).type() != QueueType.QUORUM) throw unavailable("classic_queue_not_supported");
    }

    private static QueueRef find(VirtualHost host, String queue) {
        QueueRef found = host.findQueue(queue);
        if (found == null) throw ApiException.noSuchObject();
        return found;
    }

    private static ApiException unavailable(String reason) {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "service_unavailable", reason);
    }
}
