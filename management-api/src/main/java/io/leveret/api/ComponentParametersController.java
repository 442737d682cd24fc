package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.HttpSettings;
import io.leveret.api.http.Workers;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
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

/** Parameters of virtual hosts, for whoever is tagged policymaker; some of them are what other paths show and change as well. */
@Controller("/api/parameters")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class ComponentParametersController {

    private final ManagedBroker managed;
    private final HttpSettings settings;

    ComponentParametersController(ManagedBroker managed, HttpSettings settings) {
        this.managed = managed;
        this.settings = settings;
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(ComponentParameter.all(caller.requirePolicymaker().listedHosts()), query);
    }

    @Get("/{component}")
    HttpResponse<?> list(String component, Caller caller, Query query) {
        return listed(ComponentParameter.of(component, caller.requirePolicymaker().listedHosts()), query);
    }

    @Get("/{component}/{vhost}")
    HttpResponse<?> list(String component, String vhost, Caller caller, Query query) {
        return listed(ComponentParameter.of(component, List.of(caller.requirePolicymaker().look(vhost))), query);
    }

    @Get("/{component}/{vhost}/{parameter}")
    HttpResponse<?> show(String component, String vhost, String parameter, Caller caller, Query query) {
        ComponentParameter found = ComponentParameter.of(component, List.of(caller.requirePolicymaker().look(vhost))).stream()
            .filter(row -> row.name().equals(parameter)).findAny().orElseThrow(ApiException::noSuchObject);
        return Answers.ok(query.show(found, ComponentParameter.FIELDS));
    }

    @Put("/{component}/{vhost}/{parameter}")
    HttpResponse<?> put(String component, String vhost, String parameter, Caller caller, @Nullable @Body String body) {
        requireRight(component, caller);
        VirtualHost host = caller.change(vhost);
        Object value = JsonObject.of(body).require("value").members().get("value");
        boolean isNew = managed.alone(List.of(component, vhost, parameter),
            () -> new ParameterChange(managed.broker(), host, component, parameter).set(value));
        managed.awaitStored();
        return Answers.put(isNew);
    }

    @Delete("/{component}/{vhost}/{parameter}")
    HttpResponse<?> delete(String component, String vhost, String parameter, Caller caller) {
        requireRight(component, caller);
        VirtualHost host = caller.look(vhost);
        if (!new ParameterChange(managed.broker(), host, component, parameter).clear()) throw ApiException.noSuchObject();
        managed.awaitStored();
        return Answers.done();
    }

    private void requireRight(String component, Caller caller) {
        if (component.equals(ComponentParameter.OPERATOR_POLICY)) PoliciesController.requireChangeable(settings);
        ParameterChange.requireRight(component, caller);
    }

    private static HttpResponse<?> listed(List<ComponentParameter> rows, Query query) {
        return Answers.ok(new Listing<>(query, ComponentParameter.FIELDS, "component", "vhost", "name").of(rows));
    }
}
