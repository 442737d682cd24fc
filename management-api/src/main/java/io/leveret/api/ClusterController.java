package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
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
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** What concerns all nodes, of which there is one. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class ClusterController {

    private final ClusterName name;

    ClusterController(ClusterName name) {
        this.name = name;
    }

    @Get("/cluster-name")
    HttpResponse<?> name() {
        return Answers.ok(Map.of("name", name.get()));
    }

    @Put("/cluster-name")
    HttpResponse<?> rename(Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        name.set(JsonObject.of(body).text("name"));
        return Answers.done();
    }

    /** Of the console, which has none. */
    @Get("/extensions")
    HttpResponse<?> extensions() {
        return none();
    }

    /** Nothing here waits to be turned on. */
    @Get("/feature-flags")
    HttpResponse<?> featureFlags() {
        return none();
    }

    /** RabbitMQ's answer for a flag that it does not know, as none is known here. */
    @Put("/feature-flags/{flag}/enable")
    HttpResponse<?> enable(String flag, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        throw ApiException.badRequest("unsupported");
    }

    @Get(uris = {"/deprecated-features", "/deprecated-features/used"})
    HttpResponse<?> deprecatedFeatures() {
        return none();
    }

    /** With one node all queues are where they belong. */
    @Post("/rebalance/queues")
    HttpResponse<?> rebalance(Caller caller) {
        caller.requireAdministrator();
        return Answers.done();
    }

    private static HttpResponse<?> none() {
        return Answers.ok(List.of());
    }
}
