package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What the node was told at its start. */
@Controller("/api/config")
@ExecuteOn(Workers.NAME)
final class ConfigurationController {

    private static final Fields<Node.Setting> FIELDS = new Fields<Node.Setting>()
        .add("key", Node.Setting::key)
        .add("value", setting -> setting.value().orElse(null))
        .add("default", setting -> setting.usual().orElse(null))
        .add("secret", setting -> setting.value().isEmpty())
        .add("source", Node.Setting::source)
        .add("origin", Node.Setting::origin);

    private final Node node;

    ConfigurationController(ManagedBroker managed) {
        this.node = managed.node();
    }

    @Get("/effective")
    HttpResponse<?> effective(Caller caller, Query query) {
        caller.requireAdministrator();
        return Answers.ok(new Listing<>(query, FIELDS, "key").of(node.settings()));
    }
}
