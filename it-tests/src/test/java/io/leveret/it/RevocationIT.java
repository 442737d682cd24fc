package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import io.leveret.broker.ConfigurationException;
import io.leveret.broker.Leveret;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients that their authority has revoked. */
class RevocationIT {

    private Pki pki;
    private X509Bundle alice;
    private X509Bundle mallory;

    @BeforeEach
    void makeCertificates(@TempDir Path directory) {
        pki = new Pki(directory);
        pki.write("server", pki.server(UnaryOperator.identity()));
        alice = pki.client("CN=alice", UnaryOperator.identity());
        mallory = pki.client("CN=mallory", UnaryOperator.identity());
    }

    @Test
    void whoIsOnTheListIsNotLetIn() throws Exception {
        pki.revoke(mallory);
        try (Leveret broker = checked().start()) {
            assertThatThrownBy(() -> Pki.factory(broker, pki.as(mallory)).newConnection()).isInstanceOf(IOException.class);
            Pki.factory(broker, pki.as(alice)).newConnection().close();
            Pki.factory(broker, pki.anonymous()).newConnection().close(); // none was demanded
        }
    }

    @Test
    void aNewListCountsForNewConnections() throws Exception {
        pki.revoke();
        try (Leveret broker = checked().set("certificates.check-interval", "20 ms").start();
             Connection open = Pki.factory(broker, pki.as(mallory)).newConnection()) {
            pki.revoke(mallory);
            await().until(() -> isRefused(broker, mallory));
            open.createChannel().queueDeclare();
            Pki.factory(broker, pki.as(alice)).newConnection().close();
        }
    }

    @Test
    void whoseAuthorityHasNoListIsNotLetIn(@TempDir Path elsewhere) throws Exception {
        Pki other = new Pki(elsewhere);
        other.revoke();
        try (Leveret broker = checked().set("ssl-options.crlfile", other.path("crl.pem")).start()) {
            assertThatThrownBy(() -> Pki.factory(broker, pki.as(alice)).newConnection()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStartSaysWhatIsWrong() {
        pki.write("crl.pem", "nothing");
        assertThatThrownBy(() -> checked().start()).isInstanceOf(ConfigurationException.class)
                .hasMessage("listeners.ssl.default: " + pki.path("crl.pem") + " holds nothing in PEM");
        assertThatThrownBy(() -> checked().set("ssl-options.crlfile", pki.path("ca.pem")).start()).isInstanceOf(ConfigurationException.class)
                .hasMessage("listeners.ssl.default: " + pki.path("ca.pem") + " holds no list of revocations (X509 CRL)");
        assertThatThrownBy(() -> checked().set("ssl-options.verify", "verify_none").start()).isInstanceOf(ConfigurationException.class)
                .hasMessage("builder: ssl-options.crlfile needs ssl-options.verify = verify_peer");
    }

    private boolean isRefused(Leveret broker, X509Bundle certificate) throws Exception {
        try (Connection connection = Pki.factory(broker, pki.as(certificate)).newConnection()) {
            return !connection.isOpen();
        } catch (IOException refused) {
            return true;
        }
    }

    private Leveret.Builder checked() {
        return Leveret.builder().inMemory().amqpPort(0).set("listeners.ssl.default", "0")
                .set("ssl-options.certfile", pki.path("server.pem")).set("ssl-options.keyfile", pki.path("server-key.pem"))
                .set("ssl-options.verify", "verify_peer").set("ssl-options.cacertfile", pki.path("ca.pem")).set("ssl-options.crlfile", pki.path("crl.pem"));
    }
}
