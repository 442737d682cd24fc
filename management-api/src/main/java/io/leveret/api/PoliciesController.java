package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.HttpSettings;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.settings.Policy;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
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

/** Policies: users', changed by whoever is tagged policymaker, and the operator's, which users cannot loosen, by administrators. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class PoliciesController {

    private static final String USERS = "/policies";
    private static final String OPERATORS = "/operator-policies";
    private static final String OF_HOST = "/{vhost}";
    private static final String ONE = "/{vhost}/{policy}";

    private final ManagedBroker managed;
    private final HttpSettings settings;

    PoliciesController(ManagedBroker managed, HttpSettings settings) {
        this.managed = managed;
        this.settings = settings;
    }

    @Get(uris = {USERS, OPERATORS})
    HttpResponse<?> list(HttpRequest<?> request, Caller caller, Query query) {
        return listed(caller.listedHosts(), areOperators(request), query);
    }

    @Get(uris = {USERS + OF_HOST, OPERATORS + OF_HOST})
    HttpResponse<?> list(HttpRequest<?> request, String vhost, Caller caller, Query query) {
        return listed(List.of(caller.look(vhost)), areOperators(request), query);
    }

    @Get(uris = {USERS + ONE, OPERATORS + ONE})
    HttpResponse<?> show(HttpRequest<?> request, String vhost, @PathVariable String policy, Caller caller, Query query) {
        PolicyRow found = PolicyRow.find(caller.look(vhost), policy, areOperators(request)).orElseThrow(ApiException::noSuchObject);
        return Answers.ok(query.show(found, PolicyRow.FIELDS));
    }

    @Put(uris = {USERS + ONE, OPERATORS + ONE})
    HttpResponse<?> put(HttpRequest<?> request, String vhost, @PathVariable String policy, Caller caller, @Nullable @Body String body) {
        boolean areOperators = areOperators(request);
        VirtualHost host = requireRightTo(areOperators, caller).change(vhost);
        Policy wanted = PolicyRow.policy(policy, JsonObject.of(body), areOperators);
        return managed.put(List.of(areOperators ? ComponentParameter.OPERATOR_POLICY : ComponentParameter.POLICY, vhost, policy), () -> PolicyRow.find(host, policy, areOperators).isPresent(),
            () -> PolicyRow.put(host, wanted, areOperators));
    }

    @Delete(uris = {USERS + ONE, OPERATORS + ONE})
    HttpResponse<?> delete(HttpRequest<?> request, String vhost, @PathVariable String policy, Caller caller) {
        boolean areOperators = areOperators(request);
        VirtualHost host = requireRightTo(areOperators, caller).look(vhost);
        if (!PolicyRow.delete(host, policy, areOperators)) throw ApiException.noSuchObject();
        managed.awaitStored();
        return Answers.done();
    }

    private static boolean areOperators(HttpRequest<?> request) {
        return request.getPath().startsWith("/api" + OPERATORS);
    }

    /** The operator's, which may be fixed. */
    static void requireChangeable(HttpSettings settings) {
        if (!settings.mayChangeOperatorPolicies()) throw ApiException.methodNotAllowed("operator policies cannot be changed over the API");
    }

    private Caller requireRightTo(boolean changeOperators, Caller caller) {
        if (!changeOperators) return caller.requirePolicymaker();
        requireChangeable(settings);
        return caller.requireAdministrator();
    }

    private static HttpResponse<?> listed(List<VirtualHost> hosts, boolean areOperators, Query query) {
        Fields<PolicyRow> fields = query.all("columns").isEmpty() ? PolicyRow.FIELDS : PolicyRow.WITH_MATCHES;
        return Answers.ok(new Listing<>(query, fields, "vhost", "name").searching("name", "pattern").of(PolicyRow.all(hosts, areOperators)));
    }
}
