package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.engine.view.LoginAttempts;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Who tried to log in how often; and having what was counted forgotten. */
@Controller("/api")
@ExecuteOn(Workers.NAME)
final class CountsController {

    private static final Fields<LoginAttempts> ATTEMPTS = new Fields<LoginAttempts>()
        .add("protocol", LoginAttempts::protocol)
        .add("auth_attempts", LoginAttempts::all)
        .add("auth_attempts_failed", LoginAttempts::failed)
        .add("auth_attempts_succeeded", LoginAttempts::succeeded);

    private static final Fields<LoginAttempts> BY_SOURCE = new Fields<LoginAttempts>()
        .add("remote_address", LoginAttempts::source)
        .add("username", LoginAttempts::user)
        .and(ATTEMPTS);

    private final ManagedBroker managed;

    CountsController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get("/auth/attempts/{node}")
    HttpResponse<?> attempts(String node, Caller caller) {
        caller.requireMonitor();
        requireThis(node);
        return Answers.ok(managed.view().loginAttempts().stream().map(ATTEMPTS::of).toList());
    }

    @Get("/auth/attempts/{node}/source")
    HttpResponse<?> attemptsBySource(String node, Caller caller) {
        caller.requireMonitor();
        requireThis(node);
        return Answers.ok(managed.view().loginAttemptsBySource().stream().map(BY_SOURCE::of).toList());
    }

    /** All of them, whichever list is named. */
    @Delete(uris = {"/auth/attempts/{node}", "/auth/attempts/{node}/source"})
    HttpResponse<?> forgetAttempts(String node, Caller caller) {
        caller.requireAdministrator();
        requireThis(node);
        managed.commands().forgetLoginAttempts();
        return Answers.done();
    }

    @Delete("/reset")
    HttpResponse<?> reset(Caller caller) {
        caller.requireAdministrator();
        managed.commands().forgetStats();
        return Answers.done();
    }

    @Delete("/reset/{node}")
    HttpResponse<?> reset(String node, Caller caller) {
        caller.requireAdministrator();
        requireThis(node);
        return reset(caller);
    }

    private void requireThis(String node) {
        if (!node.equals(managed.node().name())) throw ApiException.noSuchObject();
    }
}
