package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.PermissionTable.TopicsGranted;
import io.leveret.engine.access.TopicPermissions;
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
import java.util.function.Predicate;

/** With which routing keys users may publish and bind; for administrators. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class TopicPermissionsController {

    static final Fields<TopicsGranted> FIELDS = new Fields<TopicsGranted>()
        .add("user", TopicsGranted::user)
        .add("vhost", TopicsGranted::virtualHost)
        .add("exchange", TopicsGranted::exchange)
        .add("write", granted -> granted.permissions().write())
        .add("read", granted -> granted.permissions().read());

    private final ManagedBroker managed;
    private final Broker broker;

    TopicPermissionsController(ManagedBroker managed) {
        this.managed = managed;
        this.broker = managed.broker();
    }

    @Get("/topic-permissions")
    HttpResponse<?> list(Caller caller, Query query) {
        caller.requireAdministrator();
        return listed(all(granted -> true), query);
    }

    @Get("/users/{user}/topic-permissions")
    HttpResponse<?> ofUser(String user, Caller caller, Query query) {
        caller.requireAdministrator();
        if (broker.users().find(user).isEmpty()) throw ApiException.noSuchObject();
        return listed(all(granted -> granted.user().equals(user)), query);
    }

    @Get("/vhosts/{vhost}/topic-permissions")
    HttpResponse<?> ofVirtualHost(String vhost, Caller caller, Query query) {
        caller.requireAdministrator().look(vhost);
        return listed(all(granted -> granted.virtualHost().equals(vhost)), query);
    }

    @Get("/topic-permissions/{vhost}/{user}")
    HttpResponse<?> show(String vhost, String user, Caller caller, Query query) {
        caller.requireAdministrator();
        return listed(existing(vhost, user), query);
    }

    @Put("/topic-permissions/{vhost}/{user}")
    HttpResponse<?> put(String vhost, String user, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        JsonObject wanted = JsonObject.of(body).require("exchange", "write", "read");
        VirtualHost host = broker.findVirtualHost(vhost).filter(any -> broker.users().find(user).isPresent())
            .orElseThrow(() -> ApiException.badRequest("vhost_or_user_not_found"));
        String exchange = Names.exchange(wanted.text("exchange"));
        if (host.findExchange(exchange) == null) throw ApiException.badRequest(List.of("no_such_exchange", exchange));
        return managed.put(List.of("topic permissions", vhost, user, exchange),
            () -> broker.permissions().findTopics(user, vhost).containsKey(exchange),
            () -> permit(broker, user, vhost, exchange, wanted));
    }

    @Delete("/topic-permissions/{vhost}/{user}")
    HttpResponse<?> delete(String vhost, String user, Caller caller) {
        caller.requireAdministrator();
        existing(vhost, user).forEach(granted -> broker.removeTopicPermissions(user, vhost, granted.exchange()));
        managed.awaitStored();
        return Answers.done();
    }

    @Delete("/topic-permissions/{vhost}/{user}/{exchange}")
    HttpResponse<?> delete(String vhost, String user, String exchange, Caller caller) {
        caller.requireAdministrator();
        existing(vhost, user);
        broker.removeTopicPermissions(user, vhost, Names.exchange(exchange));
        managed.awaitStored();
        return Answers.done();
    }

    private static void permit(Broker broker, String user, String vhost, String exchange, JsonObject wanted) {
        try {
            broker.permitTopics(user, vhost, exchange, permissions(wanted));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(List.of("invalid_regexp", e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException when one is no regular expression */
    static TopicPermissions permissions(JsonObject wanted) {
        return new TopicPermissions(wanted.text("write"), wanted.text("read"));
    }

    private List<TopicsGranted> existing(String vhost, String user) {
        List<TopicsGranted> found = all(granted -> granted.virtualHost().equals(vhost) && granted.user().equals(user));
        if (found.isEmpty()) throw ApiException.noSuchObject();
        return found;
    }

    private List<TopicsGranted> all(Predicate<TopicsGranted> wanted) {
        return broker.permissions().allTopics().stream().filter(wanted).toList();
    }

    private static HttpResponse<?> listed(List<TopicsGranted> granted, Query query) {
        return Answers.ok(new Listing<>(query, FIELDS, "user", "vhost", "exchange").of(granted));
    }
}
