package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostLimits;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much virtual hosts and users may hold; changed by administrators. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class LimitsController {

    private static final String VALUE = "value";
    private static final String MAX_CONNECTIONS = "max-connections";
    private static final String MAX_QUEUES = "max-queues";

    /** What there is to be limited in a virtual host. */
    static final Set<String> OF_VIRTUAL_HOSTS = Set.of(MAX_CONNECTIONS, MAX_QUEUES);

    private final ManagedBroker managed;
    private final Broker broker;

    LimitsController(ManagedBroker managed) {
        this.managed = managed;
        this.broker = managed.broker();
    }

    @Get("/vhost-limits")
    HttpResponse<?> ofVirtualHosts(Caller caller) {
        return ofAll(caller.listedHosts());
    }

    @Get("/vhost-limits/{vhost}")
    HttpResponse<?> ofVirtualHost(String vhost, Caller caller) {
        return ofAll(List.of(caller.look(vhost)));
    }

    @Put("/vhost-limits/{vhost}/{name}")
    HttpResponse<?> limitVirtualHost(String vhost, String name, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.requireAdministrator().change(vhost);
        limit(host, name, Limit.required(JsonObject.of(body), VALUE));
        return Answers.done();
    }

    @Delete("/vhost-limits/{vhost}/{name}")
    HttpResponse<?> unlimitVirtualHost(String vhost, String name, Caller caller) {
        limit(caller.requireAdministrator().change(vhost), name, -1);
        return Answers.done();
    }

    @Get("/user-limits")
    HttpResponse<?> ofUsers(Caller caller) {
        caller.requireAdministrator();
        return ofUsers(broker.users().all());
    }

    @Get("/user-limits/{user}")
    HttpResponse<?> ofUser(String user, Caller caller) {
        caller.requireAdministrator();
        return ofUsers(List.of(broker.users().find(user).orElseThrow(ApiException::noSuchObject)));
    }

    @Put("/user-limits/{user}/{name}")
    HttpResponse<?> limitUser(String user, String name, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        int value = Limit.required(JsonObject.of(body), VALUE);
        limit(broker.users().find(user).orElseThrow(() -> ApiException.badRequest(List.of("no_such_user", user))), name, value);
        return Answers.done();
    }

    @Delete("/user-limits/{user}/{name}")
    HttpResponse<?> unlimitUser(String user, String name, Caller caller) {
        caller.requireAdministrator();
        limit(broker.users().find(user).orElseThrow(ApiException::noSuchObject), name, -1);
        return Answers.done();
    }

    private void limit(VirtualHost host, String name, int value) {
        broker.limitVirtualHost(host.name(), switch (name) {
            case MAX_CONNECTIONS -> now -> new VirtualHostLimits(value, now.maxQueues());
            case MAX_QUEUES -> now -> new VirtualHostLimits(now.maxConnections(), value);
            default -> throw unknown(name);
        });
        managed.awaitStored();
    }

    private void limit(User user, String name, int value) {
        broker.limitUser(user.name(), switch (name) {
            case MAX_CONNECTIONS -> now -> new UserLimits(value, now.maxChannels());
            case "max-channels" -> now -> new UserLimits(now.maxConnections(), value);
            default -> throw unknown(name);
        });
        managed.awaitStored();
    }

    private static ApiException unknown(String limit) {
        return ApiException.badRequest("Unrecognised limit '" + limit + "'");
    }

    private static HttpResponse<?> ofAll(List<VirtualHost> hosts) {
        List<Map<String, Object>> rows = new ArrayList<>();
        hosts.forEach(host -> add(rows, "vhost", host.name(), value(host.limits())));
        return Answers.ok(rows);
    }

    private HttpResponse<?> ofUsers(List<User> users) {
        List<Map<String, Object>> rows = new ArrayList<>();
        users.forEach(user -> add(rows, "user", user.name(), UserJson.limits(broker.users().limits(user.name()))));
        return Answers.ok(rows);
    }

    /** What is not limited is not listed. */
    private static void add(List<Map<String, Object>> rows, String key, String name, Map<String, Object> value) {
        if (value.isEmpty()) return;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(key, name);
        row.put(VALUE, value);
        rows.add(row);
    }

    /** What is not said is not limited. */
    static VirtualHostLimits limits(JsonObject said) {
        return new VirtualHostLimits(Limit.optional(said, MAX_CONNECTIONS), Limit.optional(said, MAX_QUEUES));
    }

    static Map<String, Object> value(VirtualHostLimits limits) {
        Map<String, Object> value = new LinkedHashMap<>();
        if (limits.maxConnections() >= 0) value.put(MAX_CONNECTIONS, limits.maxConnections());
        if (limits.maxQueues() >= 0) value.put(MAX_QUEUES, limits.maxQueues());
        return value;
    }
}
