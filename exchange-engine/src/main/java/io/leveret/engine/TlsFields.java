package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.view.TlsDetails;
import java.util.Optional;

/** What events tell of TLS, in the words of RabbitMQ. */
final class TlsFields {

    private TlsFields() {
    }

    static FieldTable.Builder put(Optional<TlsDetails> known, FieldTable.Builder table) {
        table.put("ssl", known.isPresent());
        known.ifPresent(tls -> {
            table.put("ssl_protocol", tls.protocol())
                .put("ssl_key_exchange", tls.keyExchange())
                .put("ssl_cipher", tls.cipher())
                .put("ssl_hash", tls.hash());
            if (tls.subject().isEmpty()) return;
            table.put("peer_cert_subject", tls.subject())
                .put("peer_cert_issuer", tls.issuer())
                .put("peer_cert_validity", tls.validity());
        });
        return table;
    }
}
