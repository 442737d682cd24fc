package io.leveret.api;

import static io.leveret.api.stats.Windows.totals;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Filters;
import io.leveret.api.stats.Figures;
import io.leveret.api.stats.Lately;
import io.leveret.api.stats.Windows;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ClientDetails;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ConnectionState;
import io.leveret.engine.view.TlsDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A client's connection, in JSON. */
final class ConnectionRow {

    private static final int MINUTE = 60;
    private static final int MANY_CHANNELS = 50;
    private static final int HEARTBEAT_BYTES = 8;

    private ConnectionRow() {
    }

    /** What is agreed on when a connection is opened. */
    static Fields<ConnectionInfo> basics(String node) {
        return new Fields<ConnectionInfo>()
            .add("name", ConnectionInfo::name)
            .addIfPresent("user_provided_name", row -> row.details().givenName())
            .add("node", row -> node)
            .add("type", row -> "network")
            .add("protocol", row -> "AMQP 0-9-1")
            .add("vhost", ConnectionInfo::virtualHost)
            .add("user", ConnectionInfo::user)
            .add("user_who_performed_action", ConnectionInfo::user)
            .add("connected_at", of(ClientDetails::connectedAt))
            .add("host", of(ClientDetails::host))
            .add("port", of(ClientDetails::port))
            .add("peer_host", of(ClientDetails::peerHost))
            .add("peer_port", of(ClientDetails::peerPort))
            .add("auth_mechanism", of(ClientDetails::mechanism))
            .add("timeout", of(ClientDetails::heartbeat))
            .add("frame_max", of(ClientDetails::frameMax))
            .add("channel_max", of(ClientDetails::channelMax))
            .add("client_properties", of(details -> AmqpJson.of(details.properties())))
            .add("ssl", of(details -> details.tls().isPresent()))
            .add("ssl_protocol", ofTls(TlsDetails::protocol))
            .add("ssl_key_exchange", ofTls(TlsDetails::keyExchange))
            .add("ssl_cipher", ofTls(TlsDetails::cipher))
            .add("ssl_hash", ofTls(TlsDetails::hash))
            .add("peer_cert_subject", ofTls(TlsDetails::subject))
            .add("peer_cert_issuer", ofTls(TlsDetails::issuer))
            .add("peer_cert_validity", ofTls(TlsDetails::validity))
            .add("peer_cert_serial_number", ofTls(TlsDetails::serialNumber));
    }

    /** That, and what goes on. */
    static Fields<ConnectionInfo> fields(String node, Windows windows) {
        return basics(node)
            .add("state", row -> row.state().toString())
            .add("channels", ConnectionInfo::channels)
            .add("recv_cnt", row -> row.stats().total(Metric.RECEIVED_READS))
            .add("send_cnt", row -> row.stats().total(Metric.SENT_WRITES))
            .add("send_pend", ConnectionInfo::sendPending)
            .and(totals(Figures.BYTES, ConnectionInfo::stats, windows.bytes()));
    }

    /** What a list of them can be asked for. */
    static Filters<ConnectionInfo> filters() {
        return new Filters<ConnectionInfo>()
            .add("blocked", row -> row.state() == ConnectionState.BLOCKED || row.state() == ConnectionState.FLOW)
            .add("idle", ConnectionRow::isIdle)
            .add("many_channels", row -> row.channels() >= MANY_CHANNELS)
            .add("no_tls", row -> row.details().tls().isEmpty());
    }

    /** Nothing but heartbeats in the last minute, of which there are two in the time that was agreed on, each way. */
    private static boolean isIdle(ConnectionInfo row) {
        int interval = row.details().heartbeat();
        long beats = interval <= 0 ? 0 : 2L * MINUTE / interval + 2;
        return beats * HEARTBEAT_BYTES >= Math.max(bytes(row, Metric.RECEIVED_BYTES), bytes(row, Metric.SENT_BYTES));
    }

    private static long bytes(ConnectionInfo row, Metric metric) {
        return Lately.counted(row.stats(), metric, MINUTE);
    }

    /** As much as tells connections of one user apart. */
    static Map<String, Object> brief(ConnectionInfo connection, String node) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", connection.name());
        shown.put("vhost", connection.virtualHost());
        shown.put("user", connection.user());
        shown.put("node", node);
        return shown;
    }

    private static Function<ConnectionInfo, Object> of(Function<ClientDetails, Object> detail) {
        return row -> detail.apply(row.details());
    }

    private static Function<ConnectionInfo, Object> ofTls(Function<TlsDetails, String> detail) {
        return row -> row.details().tls().map(detail).filter(text -> !text.isEmpty()).orElse(null);
    }
}
