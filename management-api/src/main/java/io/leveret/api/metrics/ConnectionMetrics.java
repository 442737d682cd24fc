package io.leveret.api.metrics;

import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ConnectionInfo;
import io.prometheus.metrics.model.snapshots.Labels;

/** Of connections. */
final class ConnectionMetrics {

    static final Group COARSE = Group.of(connections()
        .count("connection_incoming_bytes", "Bytes received", Metric.RECEIVED_BYTES)
        .count("connection_outgoing_bytes", "Bytes sent", Metric.SENT_BYTES));

    static final Group FINE = Group.of(connections()
        .count("connection_incoming_packets", "Times that something was read from the socket", Metric.RECEIVED_READS)
        .count("connection_outgoing_packets", "Times that something was written to the socket", Metric.SENT_WRITES)
        .level("connection_pending_packets", "Bytes that the client has yet to read", ConnectionInfo::sendPending)
        .level("connection_channels", "Channels that are open", ConnectionInfo::channels));

    private ConnectionMetrics() {
    }

    private static Family<ConnectionInfo> connections() {
        return new Family<>(Observed::connections, connection -> Labels.of("connection", connection.name()), ConnectionInfo::stats);
    }
}
