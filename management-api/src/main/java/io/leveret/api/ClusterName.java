package io.leveret.api;

import io.leveret.codec.value.FieldValue;
import jakarta.inject.Singleton;

/** What people call the cluster: the node's name, until somebody says otherwise. */
@Singleton
public final class ClusterName {

    private static final String PARAMETER = "cluster_name";

    private final ManagedBroker managed;

    ClusterName(ManagedBroker managed) {
        this.managed = managed;
    }

    public String get() {
        return managed.broker().parameters().find(PARAMETER).filter(FieldValue::isString).map(FieldValue::asText)
            .orElse(managed.node().name());
    }

    void set(String name) {
        managed.broker().parameters().set(PARAMETER, FieldValue.longString(name));
        managed.awaitStored();
    }
}
