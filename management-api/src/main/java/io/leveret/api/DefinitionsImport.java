package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.JsonObject;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.ExchangeDeclaration;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostDescription;
import io.leveret.engine.VirtualHostLimits;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.settings.InvalidPolicyException;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.view.ClientConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes in a definitions file: all of it is looked at first, and if anything will not do, nothing is done. Queues,
 * exchanges and bindings that are there stay as they are; all else is overwritten. Used by one thread, once.
 */
final class DefinitionsImport {

    private static final Set<String> INTERNAL_PARAMETERS = Set.of("internal_cluster_id");

    private final Broker broker;
    private final Node node;
    private final ClientConnection client;
    private final List<Runnable> steps = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<List<String>> ends = new HashSet<>();
    private final TrialExchanges trials;

    DefinitionsImport(Broker broker, Node node, ClientConnection client) {
        this.broker = broker;
        this.node = node;
        this.client = client;
        this.trials = new TrialExchanges(broker);
    }

    /** @throws ApiException 400 that names all that will not do */
    void take(JsonObject file) {
        each(file, "users", this::user);
        each(file, "vhosts", this::virtualHost);
        each(file, "permissions", this::permission);
        each(file, "exchanges", row -> exchange(row, row.text("vhost")));
        each(file, "topic_permissions", this::topicPermission);
        each(file, "global_parameters", this::globalParameter);
        takeContents(file, null);
    }

    /** As {@link #take}, all into one virtual host. */
    void take(JsonObject file, VirtualHost host) {
        each(file, "exchanges", row -> exchange(row, host.name()));
        takeContents(file, host.name());
    }

    /** @param host null when each says where it belongs */
    private void takeContents(JsonObject file, String host) {
        each(file, "policies", row -> policy(row, host == null ? row.text("vhost") : host));
        each(file, "parameters", row -> parameter(row, host == null ? row.text("vhost") : host));
        each(file, "queues", row -> queue(row, host == null ? row.text("vhost") : host));
        each(file, "bindings", row -> binding(row, host == null ? row.text("vhost") : host));
        if (!problems.isEmpty()) throw ApiException.badRequest(String.join("; ", problems));
        steps.forEach(Runnable::run);
    }

    private interface Section {
        void check(JsonObject row);
    }

    private void each(JsonObject file, String section, Section check) {
        Object rows = file.find(section).orElse(List.of());
        if (!(rows instanceof List<?> list)) {
            problems.add(section + " is no list");
            return;
        }
        for (Object row : list) {
            Optional<JsonObject> object = JsonObject.of(row);
            if (object.isEmpty()) problems.add(section + " holds something that is no object");
            else check(section, object.get(), check);
        }
    }

    private void check(String section, JsonObject row, Section check) {
        try {
            check.check(row);
        } catch (ApiException | InvalidBodyException | AmqpException | InvalidPolicyException | IllegalArgumentException e) {
            problems.add(section + ", " + row.find("name").or(() -> row.find("user")).or(() -> row.find("source")).orElse("?")
                + ": " + e.getMessage());
        }
    }

    private void user(JsonObject row) {
        String name = present("user", row.text("name"));
        UserChange change = UserChange.imported(name, row, broker);
        users.add(name);
        steps.add(() -> change.make(broker));
    }

    private void virtualHost(JsonObject row) {
        String name = Names.requireName(present("virtual host", row.text("name")));
        hosts.add(name);
        boolean traces = row.flag("tracing", false);
        boolean describes = row.has("metadata") || row.has("description") || row.has("tags") || row.has("default_queue_type");
        VirtualHostLimits limits = LimitsController.limits(new JsonObject(row.table("limits")));
        VirtualHostDescription description = VirtualHostsController.description(row, broker.findVirtualHost(name).map(VirtualHost::description)
            .orElse(VirtualHostDescription.NONE));
        steps.add(() -> {
            broker.createVirtualHost(name);
            if (describes) broker.describeVirtualHost(name, description);
            if (row.has("limits")) broker.limitVirtualHost(name, limits);
            if (traces) broker.traceVirtualHost(name, true);
        });
    }

    private void permission(JsonObject row) {
        String user = user(row.text("user"));
        String host = host(row.text("vhost"));
        Permissions granted = PermissionsController.permissions(row);
        steps.add(() -> broker.permit(user, host, granted));
    }

    private void topicPermission(JsonObject row) {
        String user = user(row.text("user"));
        String host = host(row.text("vhost"));
        String exchange = row.text("exchange");
        TopicPermissions granted = TopicPermissionsController.permissions(row);
        granted.requireExpandable(user, host);
        steps.add(() -> broker.permitTopics(user, host, exchange, granted));
    }

    private void globalParameter(JsonObject row) {
        String name = Names.requireName(present("global parameter", row.require("value").text("name")));
        if (INTERNAL_PARAMETERS.contains(name)) return;
        FieldValue value = ParametersController.value(row);
        steps.add(() -> broker.parameters().set(name, value));
    }

    private void parameter(JsonObject row, String vhost) {
        String host = host(vhost);
        String component = row.require("value").text("component");
        switch (component) {
            case ComponentParameter.OPERATOR_POLICY -> {
                Policy policy = PolicyRow.policy(present("policy", row.text("name")), new JsonObject(row.table("value")), true);
                steps.add(() -> broker.existingVirtualHost(host).changePolicies().setOperators(policy));
            }
            case ComponentParameter.LIMITS -> {
                VirtualHostLimits limits = LimitsController.limits(new JsonObject(row.table("value")));
                steps.add(() -> broker.limitVirtualHost(host, limits));
            }
            default -> {
                Parameter kept = new Parameter(Names.requireName(present("component", component)), Names.requireName(present("parameter", row.text("name"))),
                    ParametersController.value(row));
                steps.add(() -> broker.existingVirtualHost(host).setParameter(kept));
            }
        }
    }

    private void policy(JsonObject row, String vhost) {
        String host = host(vhost);
        Policy policy = PolicyRow.policy(present("policy", row.text("name")), row, false);
        steps.add(() -> broker.existingVirtualHost(host).changePolicies().set(policy));
    }

    /** Those of the broker itself are there, or are another broker's. */
    private void exchange(JsonObject row, String vhost) {
        String host = host(vhost);
        ExchangeDeclaration declaration = ExchangesController.declaration(row.text("name"), row);
        if (declaration.name().isEmpty() || Names.isReserved(declaration.name())) return;
        trials.declare(host, declaration);
        ends.add(List.of(host, "exchange", declaration.name()));
        steps.add(() -> {
            VirtualHost into = broker.existingVirtualHost(host);
            if (into.findExchange(declaration.name()) == null) into.declareExchange(declaration, client, node.nextLoop());
        });
    }

    private void queue(JsonObject row, String vhost) {
        String host = host(vhost);
        QueueDeclaration said = QueuesController.declaration(row.text("name"), row);
        if (Names.isReserved(said.name())) return;
        QueueDeclaration declaration = row.find("type").map(type -> said.withDefaultType(String.valueOf(type))).orElse(said);
        QueueSettings.ofArguments(declaration.arguments(), "queue '" + said.name() + "' in vhost '" + host + "'");
        ends.add(List.of(host, "queue", said.name()));
        steps.add(() -> {
            VirtualHost into = broker.existingVirtualHost(host);
            if (into.findQueue(said.name()) == null) into.declareQueue(declaration, client, node.nextLoop());
        });
    }

    private void binding(JsonObject row, String vhost) {
        String host = host(vhost);
        String source = row.text("source");
        String destination = row.text("destination");
        boolean isToQueue = row.text("destination_type", () -> "queue").equals("queue");
        String key = Names.requireShort(row.text("routing_key", () -> ""));
        FieldTable arguments = AmqpJson.table(row.table("arguments"));
        if (source.isEmpty()) return; // every queue has that one
        if (!isThere(host, "exchange", source) || !isThere(host, isToQueue ? "queue" : "exchange", destination)) return;
        trials.bind(host, source, destination, isToQueue, key, arguments);
        steps.add(() -> {
            VirtualHost in = broker.existingVirtualHost(host);
            if (isToQueue) in.bindQueue(destination, source, key, arguments, client);
            else in.bindExchange(destination, source, key, arguments, client);
        });
    }

    /** @return whether it is or will be; another broker's own things never are */
    private boolean isThere(String host, String kind, String name) {
        if (ends.contains(List.of(host, kind, name))) return true;
        Optional<VirtualHost> existing = broker.findVirtualHost(host);
        if (existing.flatMap(some -> kind.equals("queue") ? Optional.ofNullable(some.findQueue(name)) : Optional.ofNullable(some.findExchange(name))).isPresent()) return true;
        if (kind.equals("exchange") && Names.isPredeclared(name)) return true;
        if (Names.isReserved(name)) return false;
        throw new IllegalArgumentException("no " + kind + " '" + name + "' in vhost '" + host + "'");
    }

    private static String present(String kind, String name) {
        if (name.isEmpty()) throw new IllegalArgumentException("a " + kind + " must have a name");
        return name;
    }

    private String user(String name) {
        if (!users.contains(name) && broker.users().find(name).isEmpty()) throw new IllegalArgumentException("no such user");
        return name;
    }

    private String host(String name) {
        if (!hosts.contains(name) && broker.findVirtualHost(name).isEmpty()) {
            throw new IllegalArgumentException("no virtual host '" + name + "'");
        }
        return name;
    }
}
