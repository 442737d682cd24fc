package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that clients ask for in TLS and that are none of a host: those of containers, for instance, may have an underscore. */
class AskedHostNamesIT {

    private static final Pattern TLS_PORT = Pattern.compile("listening for AMQP over TLS on \\S+:(\\d+)");

    private Pki pki;

    @TempDir
    private Path directory;

    @Test
    void doNotKeepAClientOut() throws Exception {
        pki = new Pki(directory);
        pki.write("server", pki.server(UnaryOperator.identity()));
        pki.write("shop", pki.server(more -> more.subject("CN=shop").addSanDnsName("shop.example")));
        for (String others : new String[] {"", pki.path("shop.pem") + " " + pki.path("shop-key.pem")}) {
            try (StartedProcess leveret = leveret(others)) {
                leveret.firstLine();
                int port = tlsPort(leveret);
                for (String name : new String[] {"my_broker", "my_broker.example", "localhost.", "-"}) {
                    assertThat(subjectFor(name, port)).as(name).isEqualTo("CN=localhost");
                }
                assertThat(subjectFor("shop.example", port)).isEqualTo(others.isEmpty() ? "CN=localhost" : "CN=shop");
            }
        }
    }

    private StartedProcess leveret(String others) throws IOException {
        return StartedProcess.leveret(directory, Map.of("LEVERET_LISTENERS_SSL_DEFAULT", "0", "LEVERET_SSL_OPTIONS_CERTFILE", pki.path("server.pem"),
                "LEVERET_SSL_OPTIONS_KEYFILE", pki.path("server-key.pem"), "LEVERET_SSL_OPTIONS_SNI_CERTIFICATES", others), "--amqp-port", "0");
    }

    private static int tlsPort(StartedProcess leveret) {
        Matcher[] found = new Matcher[1];
        await().until(() -> {
            found[0] = TLS_PORT.matcher(leveret.err());
            return found[0].find();
        });
        return Integer.parseInt(found[0].group(1));
    }

    private String subjectFor(String name, int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) pki.anonymous().getSocketFactory()
                .createSocket(new Socket(InetAddress.getLoopbackAddress(), port), "localhost", port, true)) {
            SSLParameters wanted = socket.getSSLParameters();
            wanted.setServerNames(List.of(new AskedName(name)));
            socket.setSSLParameters(wanted);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    /** As other clients than Java's send it, whatever it is. */
    private static final class AskedName extends SNIServerName {
        AskedName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
