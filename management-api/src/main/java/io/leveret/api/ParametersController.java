package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.JsonObject;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.GlobalParameters;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values that are kept under names, for whoever is tagged policymaker. */
@Controller("/api/global-parameters")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class ParametersController {

    private static final String VALUE = "value";

    private final ManagedBroker managed;
    private final GlobalParameters parameters;

    ParametersController(ManagedBroker managed) {
        this.managed = managed;
        this.parameters = managed.broker().parameters();
    }

    @Get
    HttpResponse<?> list(Caller caller) {
        caller.requirePolicymaker();
        return Answers.ok(new TreeMap<>(parameters.all()).entrySet().stream()
            .map(entry -> shown(entry.getKey(), entry.getValue())).toList());
    }

    @Get("/{parameter}")
    HttpResponse<?> show(@PathVariable String parameter, Caller caller) {
        caller.requirePolicymaker();
        return Answers.ok(shown(parameter, parameters.find(parameter).orElseThrow(ApiException::noSuchObject)));
    }

    @Put("/{parameter}")
    HttpResponse<?> put(@PathVariable String parameter, Caller caller, @Nullable @Body String body) {
        caller.requirePolicymaker();
        JsonObject wanted = JsonObject.of(body).require(VALUE);
        FieldValue value = value(wanted);
        return managed.put(List.of("global parameter", parameter), () -> parameters.find(parameter).isPresent(),
            () -> parameters.set(Names.requireName(parameter), value));
    }

    @Delete("/{parameter}")
    HttpResponse<?> delete(@PathVariable String parameter, Caller caller) {
        caller.requirePolicymaker();
        if (!parameters.clear(parameter)) throw ApiException.noSuchObject();
        managed.awaitStored();
        return Answers.done();
    }

    static FieldValue value(JsonObject wanted) {
        return AmqpJson.kept(wanted.members().get(VALUE));
    }

    static Map<String, Object> shown(String name, FieldValue value) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", name);
        shown.putAll(AmqpJson.of(FieldTable.builder().put(VALUE, value).build()));
        return shown;
    }
}
