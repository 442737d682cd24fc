package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.api.stats.Windows;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostDescription;
import io.leveret.engine.access.Permissions;
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
import java.util.Set;

/** Virtual hosts. */
@Controller("/api/vhosts")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class VirtualHostsController {

    private static final Set<String> QUEUE_TYPES = Set.of("classic", "quorum");

    private final ManagedBroker managed;
    private final Broker broker;

    VirtualHostsController(ManagedBroker managed) {
        this.managed = managed;
        this.broker = managed.broker();
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        List<VirtualHost> visible = caller.isMonitor()
            ? List.copyOf(broker.virtualHosts()) : caller.virtualHosts();
        return Answers.ok(new Listing<>(query, fields(query), "name").of(VirtualHostJson.all(visible, managed.view())));
    }

    @Get("/{vhost}")
    HttpResponse<?> show(String vhost, Caller caller, Query query) {
        caller.requireAdministrator();
        VirtualHostJson found = VirtualHostJson.all(List.of(existing(vhost)), managed.view()).stream().findAny()
            .orElseThrow(ApiException::noSuchObject);
        return Answers.ok(query.show(found, fields(query)));
    }

    @Put("/{vhost}")
    HttpResponse<?> put(String vhost, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        JsonObject wanted = JsonObject.of(body);
        boolean traces = wanted.flag("tracing", false);
        VirtualHostDescription before = broker.findVirtualHost(vhost).map(VirtualHost::description).orElse(VirtualHostDescription.NONE);
        VirtualHostDescription description = description(wanted, before);
        boolean isNew = create(vhost, caller);
        if (!description.equals(before)) broker.describeVirtualHost(vhost, description);
        if (wanted.has("tracing")) broker.traceVirtualHost(vhost, traces);
        managed.awaitStored();
        return Answers.put(isNew);
    }

    @Delete("/{vhost}")
    HttpResponse<?> delete(String vhost, Caller caller) {
        caller.requireAdministrator();
        if (existing(vhost).description().isProtected()) {
            throw ApiException.preconditionFailed("Refusing to delete virtual host '" + vhost + "' because it is protected from deletion");
        }
        broker.deleteVirtualHost(vhost);
        managed.awaitStored();
        return Answers.done();
    }

    @Post("/{vhost}/deletion/protection")
    HttpResponse<?> protect(String vhost, Caller caller) {
        return protect(vhost, caller, true);
    }

    @Delete("/{vhost}/deletion/protection")
    HttpResponse<?> unprotect(String vhost, Caller caller) {
        return protect(vhost, caller, false);
    }

    /** Every virtual host runs as long as the node does. */
    @Post("/{vhost}/start/{node}")
    HttpResponse<?> start(String vhost, String node, Caller caller) {
        caller.requireAdministrator();
        existing(vhost);
        if (!node.equals(managed.node().name())) throw ApiException.badRequest("Unknown node: " + node);
        return Answers.done();
    }

    private HttpResponse<?> protect(String vhost, Caller caller, boolean on) {
        caller.requireAdministrator();
        broker.describeVirtualHost(vhost, existing(vhost).description().withProtection(on));
        managed.awaitStored();
        return Answers.done();
    }

    /** Whoever makes a virtual host may use it. */
    private boolean create(String vhost, Caller caller) {
        try {
            boolean isNew = broker.createVirtualHost(vhost);
            if (isNew) broker.permit(caller.name(), vhost, Permissions.all());
            return isNew;
        } catch (IllegalArgumentException unusable) {
            throw ApiException.badRequest(unusable.getMessage());
        }
    }

    static VirtualHostDescription description(JsonObject wanted, VirtualHostDescription before) {
        JsonObject given = wanted.has("metadata") ? JsonObject.of(wanted.find("metadata").orElse(null)).orElse(wanted) : wanted;
        if (!given.has("description") && !given.has("tags") && !given.has("default_queue_type")) {
            return before.withProtection(wanted.flag("protected_from_deletion", before.isProtected()));
        }
        String type = given.find("default_queue_type").isPresent() ? given.text("default_queue_type") : "classic";
        if (type.equals("undefined")) type = "classic";
        if (!QUEUE_TYPES.contains(type)) throw ApiException.badRequest(type + " is not a valid queue type");
        return new VirtualHostDescription(given.find("description").isPresent() ? given.text("description") : "",
            given.find("tags").isPresent() ? given.words("tags") : List.of(), type,
            wanted.flag("protected_from_deletion", before.isProtected()));
    }

    private Fields<VirtualHostJson> fields(Query query) {
        String node = managed.node().name();
        return query.isTrue("disable_stats") ? VirtualHostJson.basics(node) : VirtualHostJson.fields(node, Windows.of(query));
    }

    private VirtualHost existing(String vhost) {
        return broker.findVirtualHost(vhost).orElseThrow(ApiException::noSuchObject);
    }
}
