package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
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
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** Policies of users, for whoever is tagged policymaker. */
@Controller("/api/policies")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class PoliciesController {

    private final ManagedBroker managed;

    PoliciesController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(caller.virtualHosts(), query);
    }

    @Get("/{vhost}")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        return listed(List.of(caller.look(vhost)), query);
    }

    @Get("/{vhost}/{policy}")
    HttpResponse<?> show(String vhost, @PathVariable String policy, Caller caller, Query query) {
        return Answers.ok(query.show(PolicyRow.find(caller.look(vhost), policy, false).orElseThrow(ApiException::noSuchObject),
            PolicyRow.FIELDS));
    }

    @Put("/{vhost}/{policy}")
    HttpResponse<?> put(String vhost, @PathVariable String policy, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.requirePolicymaker().change(vhost);
        boolean isNew = PolicyRow.find(host, policy, false).isEmpty();
        host.changePolicies().set(PolicyRow.policy(policy, JsonObject.of(body), false));
        managed.awaitStored();
        return Answers.put(isNew);
    }

    @Delete("/{vhost}/{policy}")
    HttpResponse<?> delete(String vhost, @PathVariable String policy, Caller caller) {
        if (!caller.requirePolicymaker().look(vhost).changePolicies().clear(policy)) throw ApiException.noSuchObject();
        managed.awaitStored();
        return Answers.done();
    }

    private static HttpResponse<?> listed(List<VirtualHost> hosts, Query query) {
        return Answers.ok(new Listing<>(query, PolicyRow.FIELDS, "vhost", "name").of(PolicyRow.all(hosts, false)));
    }
}
