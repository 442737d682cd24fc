package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.JsonObject;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/** Who asks, and what for. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class IdentityController {

    private final ManagedBroker managed;

    IdentityController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get("/whoami")
    HttpResponse<?> whoami(Caller caller) {
        return Answers.ok(Caller.shown(caller.user()));
    }

    /** What a console has to know before anybody has logged in. */
    @Get("/auth")
    HttpResponse<?> auth() {
        return Answers.ok(Map.of("oauth_enabled", false));
    }

    /** For definitions files that are written by hand. */
    @Get("/auth/hash_password/{password}")
    HttpResponse<?> hash(String password, Caller caller) {
        caller.requireAdministrator();
        return Answers.ok(Map.of("ok", managed.broker().hash(password).text()));
    }

    /** As LavinMQ has it: what stands in a path, logs may show. */
    @Put("/auth/hash_password")
    HttpResponse<?> hashed(Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        return Answers.ok(Map.of("password_hash", managed.broker().hash(JsonObject.of(body).text("password")).text()));
    }

    @Get("/version")
    HttpResponse<?> version() {
        return Answers.ok(managed.node().rabbitVersion());
    }
}
