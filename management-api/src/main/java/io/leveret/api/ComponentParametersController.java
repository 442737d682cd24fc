package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.function.Predicate;

/** Parameters of virtual hosts, for whoever is tagged policymaker to read; limits and policies are changed under their own paths. */
@Controller("/api/parameters")
@ExecuteOn(Workers.NAME)
final class ComponentParametersController {

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(caller.requirePolicymaker().virtualHosts(), row -> true, query);
    }

    @Get("/{component}")
    HttpResponse<?> list(String component, Caller caller, Query query) {
        return listed(caller.requirePolicymaker().virtualHosts(), row -> row.component().equals(component), query);
    }

    @Get("/{component}/{vhost}")
    HttpResponse<?> list(String component, String vhost, Caller caller, Query query) {
        return listed(List.of(caller.requirePolicymaker().look(vhost)), row -> row.component().equals(component), query);
    }

    @Get("/{component}/{vhost}/{parameter}")
    HttpResponse<?> show(String component, String vhost, String parameter, Caller caller, Query query) {
        ComponentParameter found = ComponentParameter.all(List.of(caller.requirePolicymaker().look(vhost))).stream()
            .filter(row -> row.component().equals(component) && row.name().equals(parameter))
            .findAny().orElseThrow(ApiException::noSuchObject);
        return Answers.ok(query.show(found, ComponentParameter.FIELDS));
    }

    private static HttpResponse<?> listed(List<VirtualHost> hosts, Predicate<ComponentParameter> wanted, Query query) {
        List<ComponentParameter> rows = ComponentParameter.all(hosts).stream().filter(wanted).toList();
        return Answers.ok(new Listing<>(query, ComponentParameter.FIELDS, "component", "vhost", "name").of(rows));
    }
}
