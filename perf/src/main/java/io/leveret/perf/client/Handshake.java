package io.leveret.perf.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.value.FieldTable;
import java.util.Arrays;
import java.util.List;

/** From the protocol header to connection.open-ok, on the client's side. */
final class Handshake {
    private static final int MOST_CHANNELS = 65535;
    private static final FieldTable PROPERTIES = properties();

    private final ClientConnection connection;
    private final AmqpUri uri;
    private final int wantedFrameMax;

    /** @param wantedFrameMax 0 for the broker's */
    Handshake(ClientConnection connection, AmqpUri uri, int wantedFrameMax) {
        this.connection = connection;
        this.uri = uri;
        this.wantedFrameMax = wantedFrameMax;
    }

    /** Without heartbeats: a run is short, and what is lost is noticed by what does not come. */
    void received(ConnectionMethod method) {
        if (method instanceof ConnectionMethod.Start start) {
            if (!Arrays.asList(start.mechanisms().split(" ")).contains("PLAIN")) throw Troubles.noMechanism(start.mechanisms());
            byte[] response = ("\0" + uri.user() + "\0" + uri.password()).getBytes(UTF_8);
            answer(new ConnectionMethod.StartOk(PROPERTIES, "PLAIN", response, "en_US"));
        } else if (method instanceof ConnectionMethod.Tune tune) {
            long frameMax = lower(tune.frameMax(), wantedFrameMax);
            int channelMax = tune.channelMax() == 0 ? MOST_CHANNELS : tune.channelMax();
            connection.send(0, new ConnectionMethod.TuneOk(channelMax, frameMax, 0));
            connection.tuned(channelMax, (int) frameMax);
            answer(new ConnectionMethod.Open(uri.virtualHost()));
        } else if (method instanceof ConnectionMethod.OpenOk) {
            connection.opened();
        } else if (method instanceof ConnectionMethod.Close close) {
            answer(new ConnectionMethod.CloseOk());
            throw Troubles.refused(uri, close);
        }
    }

    private void answer(ConnectionMethod method) {
        connection.send(0, method);
        connection.flush();
    }

    /** 0 stands for no limit. */
    private static long lower(long one, long other) {
        if (one == 0) return other;
        return other == 0 ? one : Math.min(one, other);
    }

    private static FieldTable properties() {
        FieldTable.Builder capabilities = FieldTable.builder();
        List.of("publisher_confirms", "exchange_exchange_bindings", "basic.nack", "consumer_cancel_notify", "connection.blocked",
                "authentication_failure_close").forEach(name -> capabilities.put(name, true));
        return FieldTable.builder().put("product", "Leveret perf").put("platform", "Java").put("connection_name", "leveret perf")
                .put("capabilities", capabilities.build()).build();
    }
}
