package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostDescription;
import java.util.LinkedHashMap;
import java.util.Map;

/** A virtual host in JSON. */
final class VirtualHostJson {

    private final Fields<VirtualHost> fields;

    VirtualHostJson(String node) {
        fields = new Fields<VirtualHost>()
            .add("name", VirtualHost::name)
            .add("description", host -> host.description().text())
            .add("tags", host -> host.description().tags())
            .add("default_queue_type", host -> host.description().defaultQueueType())
            .add("protected_from_deletion", host -> host.description().isProtected())
            .add("metadata", host -> metadata(host.description()))
            .add("tracing", host -> host.tracing().isOn())
            .add("cluster_state", host -> Map.of(node, "running"));
    }

    Fields<VirtualHost> fields() {
        return fields;
    }

    static Map<String, Object> metadata(VirtualHostDescription description) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("description", description.text());
        metadata.put("tags", description.tags());
        metadata.put("default_queue_type", description.defaultQueueType());
        if (description.isProtected()) metadata.put("protected_from_deletion", true);
        return metadata;
    }
}
