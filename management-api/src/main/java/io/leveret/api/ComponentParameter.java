package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parameter of a virtual host, in JSON: its limits, the operator's policies, and what is merely kept. */
record ComponentParameter(String component, VirtualHost host, String name, Object value) {

    static final String LIMITS = "vhost-limits";
    static final String OPERATOR_POLICY = "operator_policy";

    /** Those of users have paths of their own, and are listed here for who asks for them. */
    static final String POLICY = "policy";

    /** The one name of a virtual host's limits. */
    static final String ALL_LIMITS = "limits";

    static final Fields<ComponentParameter> FIELDS = new Fields<ComponentParameter>()
        .add("value", ComponentParameter::value)
        .add("vhost", row -> row.host().name())
        .add("component", ComponentParameter::component)
        .add("name", ComponentParameter::name);

    static List<ComponentParameter> all(Collection<VirtualHost> hosts) {
        List<ComponentParameter> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            Map<String, Object> limits = LimitsController.value(host.limits());
            if (!limits.isEmpty()) rows.add(new ComponentParameter(LIMITS, host, ALL_LIMITS, limits));
            host.parameters().all().forEach(parameter -> rows.add(new ComponentParameter(parameter.component(), host,
                parameter.name(), AmqpJson.of(FieldTable.builder().put("value", parameter.value()).build()).get("value"))));
        }
        rows.addAll(policies(OPERATOR_POLICY, hosts, true));
        return rows;
    }

    static List<ComponentParameter> of(String component, Collection<VirtualHost> hosts) {
        if (component.equals(POLICY)) return policies(POLICY, hosts, false);
        return all(hosts).stream().filter(row -> row.component().equals(component)).toList();
    }

    private static List<ComponentParameter> policies(String component, Collection<VirtualHost> hosts, boolean ofOperator) {
        List<ComponentParameter> rows = new ArrayList<>();
        for (PolicyRow row : PolicyRow.all(hosts, ofOperator)) {
            Map<String, Object> value = new LinkedHashMap<>(PolicyRow.FIELDS.of(row));
            value.remove("vhost");
            value.remove("name");
            rows.add(new ComponentParameter(component, row.host(), row.policy().name(), value));
        }
        return rows;
    }
}
