package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CertificateRenewalTest {

    private static final Duration MONTH = Duration.ofDays(30);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.leveret.broker.tls");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long written;

    @TempDir
    private Path directory;
    private ServerTls tls;
    private CertificateWatch watch;

    @BeforeEach
    void begin() throws Exception {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        write(issued("CN=first", 100));
        tls = ServerTls.of(new TlsSettings(new CertificateFiles(file("cert.pem"), file("key.pem"), Optional.empty()), List.of(),
                new PeerChecks(PeerChecks.Verify.VERIFY_PEER, Optional.of(file("cert.pem")), Optional.empty(), false), List.of("TLSv1.3"), List.of(), Duration.ofSeconds(1),
                new LoginName(LoginName.From.COMMON_NAME, LoginName.SanType.DNS, 0)), Runnable::run);
        watch = new CertificateWatch(List.of(tls), MONTH, Clock.fixed(now, ZoneOffset.UTC));
    }

    @AfterEach
    void end() {
        watch.close();
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void aNewOneCountsWhenItHasBeenSeenTwice() throws Exception {
        write(issued("CN=second", 200));
        watch.look();
        assertThat(tls.describe()).startsWith("CN=first, valid until ");
        watch.look();
        assertThat(tls.describe()).isEqualTo("CN=second, valid until " + now.plus(200, ChronoUnit.DAYS));
        watch.look();
        assertThat(lines.list).singleElement().asString().contains("new clients are shown the new certificate in " + file("cert.pem"));
    }

    @Test
    void aBrokenOneIsToldOnceAndTheOldOneGoesOn() throws Exception {
        write("cert.pem", "half a certif");
        for (int i = 0; i < 4; i++) watch.look();
        assertThat(tls.describe()).startsWith("CN=first");
        assertThat(lines.list).singleElement().asString()
                .contains("what was there before goes on: " + file("cert.pem") + " holds nothing in PEM");
        write(issued("CN=second", 200));
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.describe()).startsWith("CN=second");
    }

    @Test
    void aCertificateWithoutItsKeyWaitsForIt() throws Exception {
        X509Bundle second = issued("CN=second", 200);
        write("cert.pem", second.getCertificatePEM());
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.describe()).startsWith("CN=first");
        write("key.pem", second.getPrivateKeyPEM());
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.describe()).startsWith("CN=second");
    }

    @Test
    void whatMayBeReadAtLastCounts() throws Exception {
        X509Bundle second = issued("CN=second", 200);
        Files.delete(file("key.pem"));
        Files.createDirectory(file("key.pem")); // as good as unreadable, for root as well
        for (int i = 0; i < 3; i++) watch.look();
        assertThat(lines.list).hasSize(1);
        Files.delete(file("key.pem"));
        write(second);
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.describe()).startsWith("CN=second");
    }

    @Test
    void filesThatAreMerelyTouchedAreNoNews() throws Exception {
        Files.setLastModifiedTime(file("cert.pem"), FileTime.from(now.plusSeconds(written++)));
        for (int i = 0; i < 3; i++) watch.look();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void anExpiredOneIsNotTaken() throws Exception {
        write(issued("CN=late", -1));
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.describe()).startsWith("CN=first");
        assertThat(lines.list).singleElement().asString().contains("has expired");
    }

    @Test
    void whatExpiresSoonIsToldOnceADay() throws Exception {
        write(issued("CN=second", 29));
        for (int i = 0; i < 2; i++) watch.look();
        lines.list.clear();
        CertificateWatch tomorrow = new CertificateWatch(List.of(tls), MONTH, Clock.fixed(now, ZoneOffset.UTC));
        for (int i = 0; i < 3; i++) tomorrow.look();
        tomorrow.close();
        assertThat(lines.list).singleElement().asString()
                .contains("the certificate in " + file("cert.pem") + " expires in 29 days, at " + now.plus(29, ChronoUnit.DAYS));
    }

    @Test
    void whatHasExpiredIsAnError() throws Exception {
        CertificateWatch later = new CertificateWatch(List.of(tls), MONTH, Clock.fixed(now.plus(101, ChronoUnit.DAYS), ZoneOffset.UTC));
        later.look();
        later.close();
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).startsWith("the certificate in " + file("cert.pem") + " has expired");
        });
    }

    private X509Bundle issued(String subject, int days) throws Exception {
        return new CertificateBuilder().ecp256().subject(subject).notBefore(now.minus(9, ChronoUnit.DAYS))
                .notAfter(now.plus(days, ChronoUnit.DAYS)).setIsCertificateAuthority(true).buildSelfSigned();
    }

    private void write(X509Bundle certificate) throws Exception {
        write("cert.pem", certificate.getCertificatePEM());
        write("key.pem", certificate.getPrivateKeyPEM());
    }

    /** At a time of its own, however fast the test runs. */
    private void write(String name, String content) throws Exception {
        Files.writeString(file(name), content);
        Files.setLastModifiedTime(file(name), FileTime.from(now.plusSeconds(written++)));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
