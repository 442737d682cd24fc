package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.codec.error.AmqpException;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.Operation;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.UserRights;
import io.leveret.engine.exchange.Exchange;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** May a user do something, and which expression says so? Asked of the very rules that clients are subject to. */
@Controller("/api/users/{user}/check")
@ExecuteOn(Workers.NAME)
final class PermissionCheckController {

    private final Broker broker;

    PermissionCheckController(ManagedBroker managed) {
        this.broker = managed.broker();
    }

    @Get
    HttpResponse<?> check(String user, Caller caller, Query query) {
        caller.requireSelfOrAdministrator(user);
        if (broker.users().find(user).isEmpty()) throw ApiException.noSuchObject();
        String vhost = required(query, "vhost");
        VirtualHost host = caller.change(vhost);
        Rights.Kind kind = choice(query, "resource", Rights.Kind.class);
        Operation operation = choice(query, "action", Operation.class);
        String name = query.find("name").orElseThrow(() -> missing("name"));
        String resource = kind == Rights.Kind.EXCHANGE ? Names.exchange(name) : name;
        Rights rights = new UserRights(broker.permissions(), user, vhost);
        List<Map<String, Object>> rules = new ArrayList<>();
        boolean allowed = permission(rights, operation, kind, resource, broker.permissions().find(user, vhost), rules);
        Optional<String> key = query.find("routing_key");
        if (key.isPresent() && kind == Rights.Kind.EXCHANGE && operation != Operation.CONFIGURE && mayRouteTopics(host, resource)) {
            allowed &= topic(rights, operation, resource, key.get(), broker.permissions().findTopics(user, vhost).get(resource), rules);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("allowed", allowed);
        json.put("rules", rules);
        return Answers.ok(json);
    }

    private static boolean permission(Rights rights, Operation operation, Rights.Kind kind, String name, Optional<Permissions> granted,
                                      List<Map<String, Object>> rules) {
        boolean allowed = passes(() -> rights.require(operation, kind, name));
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("rule", "permission");
        granted.ifPresent(permissions -> rule.put("pattern", switch (operation) {
            case CONFIGURE -> permissions.configure();
            case WRITE -> permissions.write();
            case READ -> permissions.read();
        }));
        rule.put("matched", allowed);
        if (granted.isEmpty()) rule.put("why", "the user has no permissions in the virtual host");
        rules.add(rule);
        return allowed;
    }

    /** Nobody knows what an exchange that is not there will be. */
    private static boolean mayRouteTopics(VirtualHost host, String exchange) {
        return Optional.ofNullable(host.findExchange(exchange)).map(Exchange::routesTopics).orElse(true);
    }

    /** Exchanges without topic permissions are not restricted. */
    private boolean topic(Rights rights, Operation operation, String exchange, String key, TopicPermissions granted,
                          List<Map<String, Object>> rules) {
        if (granted == null) return true;
        boolean allowed = passes(() -> rights.requireTopic(operation, exchange, key));
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("rule", "topic_permission");
        rule.put("exchange", exchange);
        rule.put("pattern", operation == Operation.WRITE ? granted.write() : granted.read());
        rule.put("matched", allowed);
        rules.add(rule);
        return allowed;
    }

    private static boolean passes(Runnable check) {
        try {
            check.run();
            return true;
        } catch (AmqpException refused) {
            return false;
        }
    }

    private static String required(Query query, String name) {
        return query.find(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
    }

    private static <E extends Enum<E>> E choice(Query query, String name, Class<E> kind) {
        String text = required(query, name);
        for (E each : kind.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) return each;
        }
        throw ApiException.badRequest(List.of("unknown_" + name, text));
    }

    private static ApiException missing(String name) {
        return ApiException.badRequest("[{key_missing," + name + "}]");
    }
}
