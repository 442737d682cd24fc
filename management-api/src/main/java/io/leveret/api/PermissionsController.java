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
import io.leveret.engine.access.Permissions;
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

/** What users may do in virtual hosts; for administrators. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class PermissionsController {

    static final Fields<Granted> FIELDS = new Fields<Granted>()
        .add("user", Granted::user)
        .add("vhost", Granted::virtualHost)
        .add("configure", granted -> granted.permissions().configure())
        .add("write", granted -> granted.permissions().write())
        .add("read", granted -> granted.permissions().read());

    private final ManagedBroker managed;
    private final Broker broker;

    PermissionsController(ManagedBroker managed) {
        this.managed = managed;
        this.broker = managed.broker();
    }

    @Get("/permissions")
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(caller, query, granted -> true);
    }

    @Get("/users/{user}/permissions")
    HttpResponse<?> ofUser(String user, Caller caller, Query query) {
        caller.requireAdministrator();
        if (broker.users().find(user).isEmpty()) throw ApiException.noSuchObject();
        return listed(caller, query, granted -> granted.user().equals(user));
    }

    @Get("/vhosts/{vhost}/permissions")
    HttpResponse<?> ofVirtualHost(String vhost, Caller caller, Query query) {
        caller.requireAdministrator().look(vhost);
        return listed(caller, query, granted -> granted.virtualHost().equals(vhost));
    }

    @Get("/permissions/{vhost}/{user}")
    HttpResponse<?> show(String vhost, String user, Caller caller, Query query) {
        caller.requireAdministrator();
        return Answers.ok(query.show(new Granted(user, vhost, existing(vhost, user)), FIELDS));
    }

    @Put("/permissions/{vhost}/{user}")
    HttpResponse<?> put(String vhost, String user, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        JsonObject wanted = JsonObject.of(body).require("configure", "write", "read");
        if (broker.users().find(user).isEmpty() || broker.findVirtualHost(vhost).isEmpty()) {
            throw ApiException.badRequest("vhost_or_user_not_found");
        }
        Permissions granted = permissions(wanted);
        return managed.put(List.of("permissions", vhost, user), () -> broker.permissions().find(user, vhost).isPresent(),
            () -> broker.permit(user, vhost, granted));
    }

    @Delete("/permissions/{vhost}/{user}")
    HttpResponse<?> delete(String vhost, String user, Caller caller) {
        caller.requireAdministrator();
        existing(vhost, user);
        broker.removePermissions(user, vhost);
        managed.awaitStored();
        return Answers.done();
    }

    /** @throws ApiException 400 when one is no regular expression */
    static Permissions permissions(JsonObject wanted) {
        String configure = wanted.text("configure");
        String write = wanted.text("write");
        String read = wanted.text("read");
        try {
            return new Permissions(configure, write, read);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(List.of("invalid_regexp", e.getMessage()));
        }
    }

    private HttpResponse<?> listed(Caller caller, Query query, Predicate<Granted> wanted) {
        caller.requireAdministrator();
        return Answers.ok(new Listing<>(query, FIELDS, "user", "vhost")
            .of(broker.permissions().all().stream().filter(wanted).toList()));
    }

    private Permissions existing(String vhost, String user) {
        return broker.permissions().find(user, vhost).orElseThrow(ApiException::noSuchObject);
    }
}
