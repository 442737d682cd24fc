package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sets and clears a parameter as what it stands for. Those of components that there are not here come with definitions
 * only: setting a shovel that never runs would deceive.
 */
final class ParameterChange {

    private final Broker broker;
    private final VirtualHost host;
    private final String component;
    private final String name;

    ParameterChange(Broker broker, VirtualHost host, String component, String name) {
        this.broker = broker;
        this.host = host;
        this.component = component;
        this.name = name;
    }

    /** Who may limit or overrule others is an administrator, under whatever path. */
    static void requireRight(String component, Caller caller) {
        boolean overrules = component.equals(ComponentParameter.LIMITS) || component.equals(ComponentParameter.OPERATOR_POLICY);
        if (overrules) caller.requireAdministrator();
        else caller.requirePolicymaker();
    }

    /** @return whether it is new */
    boolean set(Object value) {
        return switch (component) {
            case ComponentParameter.LIMITS -> limit(value);
            case ComponentParameter.OPERATOR_POLICY -> setOperators(value);
            case ComponentParameter.POLICY -> throw ApiException.badRequest("policies may not be set using this method");
            default -> throw invalid("component " + component + " not found");
        };
    }

    /** @return whether there was one */
    boolean clear() {
        return switch (component) {
            case ComponentParameter.LIMITS -> name.equals(ComponentParameter.ALL_LIMITS) && !change(VirtualHostLimits.NONE).equals(VirtualHostLimits.NONE);
            case ComponentParameter.OPERATOR_POLICY -> PolicyRow.delete(host, name, true);
            case ComponentParameter.POLICY -> refuseToClear();
            default -> host.clearParameter(component, name);
        };
    }

    private boolean refuseToClear() {
        if (PolicyRow.find(host, name, false).isEmpty()) return false;
        throw ApiException.badRequest("policies may not be cleared using this method");
    }

    private boolean limit(Object value) {
        if (!name.equals(ComponentParameter.ALL_LIMITS)) throw invalid("limits are named " + ComponentParameter.ALL_LIMITS + ", not " + name);
        JsonObject wanted = object(value, "limits");
        TreeMap<String, Object> unknown = new TreeMap<>(wanted.members());
        unknown.keySet().removeAll(LimitsController.OF_VIRTUAL_HOSTS);
        if (!unknown.isEmpty()) throw invalid("Unrecognised terms " + terms(unknown) + " in limits");
        return change(LimitsController.limits(wanted)).equals(VirtualHostLimits.NONE);
    }

    private VirtualHostLimits change(VirtualHostLimits wanted) {
        return broker.limitVirtualHost(host.name(), before -> wanted);
    }

    private boolean setOperators(Object value) {
        JsonObject wanted = object(value, name);
        List<String> missing = new ArrayList<>();
        for (String key : List.of("pattern", "definition", "priority")) {
            if (!wanted.has(key)) missing.add("Key \"" + key + "\" not found in " + name);
        }
        if (!missing.isEmpty()) throw invalid(String.join("\n", missing));
        Optional<PolicyRow> before = PolicyRow.find(host, name, true);
        PolicyRow.put(host, PolicyRow.policy(name, wanted, true), true);
        return before.isEmpty();
    }

    private static JsonObject object(Object value, String what) {
        return JsonObject.of(value).orElseThrow(() -> invalid(what + " not a list " + value));
    }

    /** As Erlang writes them. */
    private static String terms(TreeMap<String, Object> members) {
        return members.entrySet().stream().map(each -> "{<<\"" + each.getKey() + "\">>," + each.getValue() + "}")
            .collect(Collectors.joining(",", "[", "]"));
    }

    private static ApiException invalid(String reason) {
        return ApiException.badRequest("Validation failed\n\n" + reason + "\n");
    }
}
