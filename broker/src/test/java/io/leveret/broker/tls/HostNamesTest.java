package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of several host names on one listener. */
class HostNamesTest {

    /** The beginning of a client's hello: a record of 5 bytes, and in it a message of a megabyte. */
    private static final ByteBuf LONG_HELLO = Unpooled.wrappedBuffer(HexFormat.of().parseHex("1603010005" + "01" + "100000" + "03"));

    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    /** A sequence of one name of a host: a star, which certificates are not made for as a rule. */
    private static final byte[] ANY_HOST = HexFormat.of().parseHex("3003" + "82012a");

    @TempDir
    private Path directory;

    @Test
    void noRoomIsTakenForALongHello() throws Exception {
        ServerTls tls = listener(more -> more.addSanDnsName("shop.example"));
        EmbeddedChannel client = new EmbeddedChannel();
        client.pipeline().addFirst(tls.newHandler(client.alloc()));
        assertThatThrownBy(() -> client.writeInbound(LONG_HELLO.retainedDuplicate())).isInstanceOf(TooLongFrameException.class);
        assertThat(client.isOpen()).isFalse();
        client.finishAndReleaseAll();
    }

    @Test
    void aNameOfNoHostIsSaid() {
        assertThatThrownBy(() -> listener(more -> more.addExtensionOctetString(ALTERNATIVE_NAMES, false, ANY_HOST))).isInstanceOf(TlsException.class)
                .hasMessage("the certificate in " + directory.resolve("other.pem") + " is for '*', which is no name of a host");
    }

    private ServerTls listener(UnaryOperator<CertificateBuilder> other) throws Exception {
        return ServerTls.of(new TlsSettings(written("own", UnaryOperator.identity()), List.of(written("other", other)), PeerChecks.none(),
                List.of("TLSv1.3"), List.of(), Duration.ofSeconds(10),
                new LoginName(LoginName.From.COMMON_NAME, LoginName.SanType.DNS, 0)), Runnable::run);
    }

    private CertificateFiles written(String name, UnaryOperator<CertificateBuilder> more) throws Exception {
        X509Bundle certificate = more.apply(new CertificateBuilder().ecp256().subject("CN=any").setIsCertificateAuthority(true)).buildSelfSigned();
        Path cert = Files.writeString(directory.resolve(name + ".pem"), certificate.getCertificatePEM());
        Path key = Files.writeString(directory.resolve(name + "-key.pem"), certificate.getPrivateKeyPEM());
        return new CertificateFiles(cert, key, Optional.empty());
    }
}
