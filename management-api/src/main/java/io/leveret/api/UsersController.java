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
import io.leveret.engine.access.PermissionTable.Granted;
import io.leveret.engine.access.User;
import io.leveret.engine.view.ConnectionInfo;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Users; for administrators. */
@Controller("/api/users")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class UsersController {

    private final ManagedBroker managed;
    private final Broker broker;
    private final Fields<User> fields;

    UsersController(ManagedBroker managed) {
        this.managed = managed;
        this.broker = managed.broker();
        this.fields = UserJson.fields(broker.users());
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        caller.requireAdministrator();
        return listed(broker.users().all(), query);
    }

    @Get("/without-permissions")
    HttpResponse<?> withoutPermissions(Caller caller, Query query) {
        caller.requireAdministrator();
        Set<String> busy = broker.permissions().all().stream().map(Granted::user).collect(Collectors.toSet());
        return listed(broker.users().all().stream().filter(user -> !busy.contains(user.name())).toList(), query);
    }

    @Post("/bulk-delete")
    HttpResponse<?> deleteAll(Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        JsonObject.of(body).require("users").words("users").forEach(broker::deleteUser);
        managed.awaitStored();
        return Answers.done();
    }

    @Get("/{user}")
    HttpResponse<?> show(String user, Caller caller, Query query) {
        caller.requireAdministrator();
        Map<String, Object> shown = query.show(broker.users().find(user).orElseThrow(ApiException::noSuchObject), fields);
        return Answers.ok(shown);
    }

    @Put("/{user}")
    HttpResponse<?> put(String user, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        UserChange change = UserChange.of(user, JsonObject.of(body), broker);
        return managed.put(List.of("user", user), () -> broker.users().find(user).isPresent(), () -> change.make(broker));
    }

    @Delete("/{user}")
    HttpResponse<?> delete(String user, Caller caller) {
        caller.requireAdministrator();
        if (!broker.deleteUser(user)) throw ApiException.noSuchObject();
        managed.awaitStored();
        return Answers.done();
    }

    private HttpResponse<?> listed(Collection<User> users, Query query) {
        Map<String, List<String>> hosts = broker.permissions().all().stream().collect(Collectors.groupingBy(Granted::user,
            Collectors.collectingAndThen(Collectors.toList(), all -> all.stream().map(Granted::virtualHost).sorted().toList())));
        Map<String, Long> connections = managed.view().connections().stream()
            .collect(Collectors.groupingBy(ConnectionInfo::user, Collectors.counting()));
        return Answers.ok(new Listing<>(query, fields.and(UserJson.uses(broker.users(), hosts, connections)), "name")
            .with(UserJson.filters(hosts.keySet())).of(users));
    }
}
