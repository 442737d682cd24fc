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

    static final Fields<ComponentParameter> FIELDS = new Fields<ComponentParameter>()
        .add("value", ComponentParameter::value)
        .add("vhost", row -> row.host().name())
        .add("component", ComponentParameter::component)
        .add("name", ComponentParameter::name);

    static List<ComponentParameter> all(Collection<VirtualHost> hosts) {
        List<ComponentParameter> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            Map<String, Object> limits = LimitsController.value(host.limits());
            if (!limits.isEmpty()) rows.add(new ComponentParameter(LIMITS, host, "limits", limits));
            host.parameters().all().forEach(parameter -> rows.add(new ComponentParameter(parameter.component(), host,
                parameter.name(), AmqpJson.of(FieldTable.builder().put("value", parameter.value()).build()).get("value"))));
        }
        for (PolicyRow row : PolicyRow.all(hosts, true)) {
            Map<String, Object> value = new LinkedHashMap<>(PolicyRow.FIELDS.of(row));
            value.remove("vhost");
            value.remove("name");
            rows.add(new ComponentParameter(OPERATOR_POLICY, row.host(), row.policy().name(), value));
        }
        return rows;
    }
}
