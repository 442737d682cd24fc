package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Bounds;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.view.ConnectionInfo;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks for things by their names, of whatever kind, among those that the caller may see. */
@Controller("/api/search")
@ExecuteOn(Workers.NAME)
final class SearchController {

    private static final int USUAL = 10;
    private static final int MOST = 100;

    private final ManagedBroker managed;

    SearchController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get
    HttpResponse<?> search(Caller caller, Query query) {
        String wanted = query.find("q").filter(text -> !text.isBlank()).orElseThrow(() -> ApiException.badRequest("[{key_missing,q}]")).strip();
        int limit = Bounds.of(query, "limit", USUAL, MOST);
        Hits queues = new Hits(wanted, limit);
        Hits exchanges = new Hits(wanted, limit);
        Hits policies = new Hits(wanted, limit);
        Hits hosts = new Hits(wanted, limit);
        for (VirtualHost host : caller.virtualHosts()) {
            hosts.offer(host.name(), "", "");
            host.queues().forEach(queue -> queues.offer(queue.name(), "", host.name()));
            host.exchanges().forEach(exchange -> exchanges.offer(exchange.name(), "", host.name()));
            host.policies().all(false).forEach(policy -> policies.offer(policy.name(), "", host.name()));
            host.policies().all(true).forEach(policy -> policies.offer(policy.name(), "operator", host.name()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queues", queues.json("vhost", ""));
        json.put("exchanges", exchanges.json("vhost", ""));
        json.put("connections", connections(caller, new Hits(wanted, limit)).json("vhost", "user_provided_name"));
        json.put("users", users(caller, new Hits(wanted, limit)).json("", ""));
        json.put("vhosts", hosts.json("", ""));
        json.put("policies", policies.json("vhost", "kind"));
        return Answers.ok(json);
    }

    /** By the name that its application gave it too. */
    private Hits connections(Caller caller, Hits hits) {
        for (ConnectionInfo connection : managed.view().connections()) {
            if (caller.maySee(connection.user())) {
                hits.offerEither(connection.name(), connection.details().givenName().orElse(""), connection.virtualHost());
            }
        }
        return hits;
    }

    private Hits users(Caller caller, Hits hits) {
        if (caller.isAdministrator()) managed.broker().users().all().forEach(user -> hits.offer(user.name(), "", ""));
        return hits;
    }
}
