package io.leveret.broker.amqp;

import io.leveret.codec.value.FieldTable;

/** What the broker tells about itself in {@code connection.start}. */
final class ServerProperties {

    private ServerProperties() {
    }

    /** The whole {@code connection.start} has to stay below 4096 bytes: some clients take no larger frame before tune. */
    static FieldTable of(AmqpSettings.Identity identity) {
        return FieldTable.builder()
                .put("capabilities", capabilities())
                .put("cluster_name", identity.clusterName())
                .put("copyright", "Copyright (c) the Leveret authors")
                .put("information", "Leveret " + identity.leveretVersion() + ", speaking AMQP as "
                        + identity.product() + " " + identity.version() + " does")
                .put("platform", "Leveret " + identity.leveretVersion() + " on Java " + Runtime.version().feature())
                .put("product", identity.product())
                .put("version", identity.version())
                .put("leveret_version", identity.leveretVersion())
                .build();
    }

    private static FieldTable capabilities() {
        return FieldTable.builder()
                .put("publisher_confirms", true)
                .put("exchange_exchange_bindings", true)
                .put("basic.nack", true)
                .put("consumer_cancel_notify", true)
                .put("connection.blocked", true)
                .put("consumer_priorities", true)
                .put("authentication_failure_close", true)
                .put("per_consumer_qos", true)
                .put("direct_reply_to", true)
                .build();
    }
}
