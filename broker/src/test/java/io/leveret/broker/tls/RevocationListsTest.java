package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Lists of revoked certificates: when they end, and what is said of whom they keep out. */
class RevocationListsTest {

    private static final Duration MONTH = Duration.ofDays(30);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.leveret.broker.tls");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SetClock clock = new SetClock(now);
    private long written;

    @TempDir
    private Path directory;
    private X509Bundle authority;
    private X509Bundle alice;
    private CertificateWatch watch;

    @BeforeEach
    void begin() throws Exception {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        authority = issued("CN=authority", true).buildSelfSigned();
        alice = issued("CN=alice", false).buildIssuedBy(authority);
        Files.writeString(file("cert.pem"), authority.getCertificatePEM());
        Files.writeString(file("key.pem"), authority.getPrivateKeyPEM());
    }

    @AfterEach
    void end() {
        if (watch != null) watch.close();
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void oneThatEndsSoonIsAWarningAndAnErrorAsSoonAsItHasEnded() throws Exception {
        write(now.minus(7, ChronoUnit.DAYS), now.plus(3, ChronoUnit.HOURS));
        watch();
        for (int i = 0; i < 3; i++) watch.look();
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).startsWith("the list of revocations in " + file("crl.pem") + " is out of date in 3 hours, at ");
        });
        lines.list.clear();
        clock.set(now.plus(4, ChronoUnit.HOURS));
        for (int i = 0; i < 3; i++) watch.look();
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).startsWith("the list of revocations in " + file("crl.pem") + " is out of date since "
                    + now.plus(3, ChronoUnit.HOURS)).contains("not taken from " + now.plus(195, ChronoUnit.MINUTES) + " on");
        });
        lines.list.clear();
        clock.set(now.plus(29, ChronoUnit.HOURS));
        watch.look();
        assertThat(lines.list).hasSize(1);
    }

    @Test
    void oneThatIsRenewedInTimeIsNoTrouble() throws Exception {
        write(now.minus(3, ChronoUnit.DAYS), now.plus(4, ChronoUnit.DAYS));
        watch();
        watch.look();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aNewOneThatIsOutOfDateDoesNotReplaceAGoodOne() throws Exception {
        write(now.minus(1, ChronoUnit.DAYS), now.plus(9, ChronoUnit.DAYS));
        ServerTls tls = watch();
        write(now.minus(9, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS));
        for (int i = 0; i < 3; i++) watch.look();
        assertThat(tls.listEnds()).containsExactly(now.plus(9, ChronoUnit.DAYS));
        assertThat(lines.list).singleElement().asString().contains("what was there before goes on: the new list of revocations in "
                + file("crl.pem") + " is out of date already, since " + now.minus(2, ChronoUnit.DAYS));
        write(now, now.plus(19, ChronoUnit.DAYS));
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.listEnds()).containsExactly(now.plus(19, ChronoUnit.DAYS));
    }

    @Test
    void oneThatIsOutOfDateMayBeReplacedByAnother() throws Exception {
        write(now.minus(9, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS));
        ServerTls tls = watch();
        write(now.minus(9, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS));
        for (int i = 0; i < 2; i++) watch.look();
        assertThat(tls.listEnds()).containsExactly(now.minus(1, ChronoUnit.DAYS));
    }

    @Test
    void whoIsRefusedIsNamedWithTheReason() throws Exception {
        String who = "the certificate of CN=alice, serial " + Revocations.serial(alice.getCertificate()) + ", is not taken: ";
        Instant made = now.minus(1, ChronoUnit.DAYS);
        Files.writeString(file("crl.pem"), ListOfRevoked.pem(authority, made, now.plus(1, ChronoUnit.DAYS), alice.getCertificate().getSerialNumber()));
        assertRefused(who + "it was revoked at " + made + " (unspecified)");
        write(now.minus(3, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS));
        assertRefused(who + "the list of revocations in " + file("crl.pem") + " is out of date since " + now.minus(2, ChronoUnit.DAYS));
        Files.writeString(file("crl.pem"), ListOfRevoked.pem(issued("CN=other", true).buildSelfSigned(), made, now.plus(1, ChronoUnit.DAYS)));
        assertRefused(who + file("crl.pem") + " holds no list of revocations of CN=authority");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewerOneTakesThePlaceOfThoseBesideIt(boolean isLast) throws Exception {
        Instant next = now.plus(1, ChronoUnit.DAYS);
        Instant made = now.minus(1, ChronoUnit.DAYS);
        String old = ListOfRevoked.pem(authority, now.minus(2, ChronoUnit.DAYS), next);
        String newer = ListOfRevoked.pem(authority, made, next, alice.getCertificate().getSerialNumber());
        Files.writeString(file("crl.pem"), isLast ? old + newer : newer + old);
        assertRefused("the certificate of CN=alice, serial " + Revocations.serial(alice.getCertificate()) + ", is not taken: it was revoked at " + made
                + " (unspecified)");
    }

    @Test
    void oneOfAnotherKeyUnderTheSameNameTakesNoPlace() throws Exception {
        Instant made = now.minus(2, ChronoUnit.DAYS);
        Instant next = now.plus(1, ChronoUnit.DAYS);
        X509Bundle successor = issued("CN=authority", true).buildSelfSigned();
        Files.writeString(file("crl.pem"), ListOfRevoked.pem(authority, made, next, alice.getCertificate().getSerialNumber())
                + ListOfRevoked.pem(successor, now.minus(1, ChronoUnit.DAYS), next));
        assertRefused("the certificate of CN=alice, serial " + Revocations.serial(alice.getCertificate()) + ", is not taken: it was revoked at " + made
                + " (unspecified)");
    }

    @Test
    void oneThatEndsSoonIsAWarningThoughAnotherKeyUnderTheSameNameHasALongerOne() throws Exception {
        X509Bundle successor = issued("CN=authority", true).buildSelfSigned();
        Files.writeString(file("cert.pem"), authority.getCertificatePEM() + successor.getCertificatePEM());
        Files.writeString(file("crl.pem"), ListOfRevoked.pem(authority, now.minus(9, ChronoUnit.DAYS), now.plus(3, ChronoUnit.HOURS))
                + ListOfRevoked.pem(successor, now.minus(1, ChronoUnit.DAYS), now.plus(20, ChronoUnit.DAYS)));
        ServerTls tls = watch();
        watch.look();
        assertThat(lines.list).singleElement().asString().contains("is out of date in 3 hours");
        assertThat(tls.listEnds()).containsExactly(now.plus(3, ChronoUnit.HOURS), now.plus(20, ChronoUnit.DAYS));
    }

    @Test
    void whoIsRefusedHearsOfTheListOfWhoHasSigned() throws Exception {
        X509Bundle successor = issued("CN=authority", true).buildSelfSigned();
        String who = "the certificate of CN=alice, serial " + Revocations.serial(alice.getCertificate()) + ", is not taken: ";
        String longer = ListOfRevoked.pem(successor, now.minus(1, ChronoUnit.DAYS), now.plus(20, ChronoUnit.DAYS));
        Files.writeString(file("crl.pem"), longer + ListOfRevoked.pem(authority, now.minus(9, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS)));
        assertRefused(who + "the list of revocations in " + file("crl.pem") + " is out of date since " + now.minus(2, ChronoUnit.DAYS));
        Files.writeString(file("crl.pem"), longer);
        assertRefused(who + file("crl.pem") + " holds no list of revocations of CN=authority");
    }

    @Test
    void whoIsNotRevokedIsTaken() throws Exception {
        write(now.minus(1, ChronoUnit.DAYS), now.plus(1, ChronoUnit.DAYS));
        check(Optional.of(Revocations.read(file("crl.pem"), List.of(authority.getCertificate()))), alice);
        check(Optional.empty(), alice);
    }

    @Test
    void aStrangerIsNamedAsWell() throws Exception {
        X509Bundle mallory = issued("CN=mallory", true).buildSelfSigned();
        assertThatThrownBy(() -> check(Optional.empty(), mallory)).isInstanceOf(RefusedCertificateException.class)
                .hasMessageStartingWith("the certificate of CN=mallory, serial ").hasMessageContaining(", is not taken: ");
    }

    private void assertRefused(String complaint) {
        assertThatThrownBy(() -> check(Optional.of(Revocations.read(file("crl.pem"), List.of(authority.getCertificate()))), alice)).isInstanceOf(RefusedCertificateException.class)
                .hasMessage(complaint);
    }

    private void check(Optional<Revocations> revocations, X509Bundle client) throws Exception {
        X509ExtendedTrustManager checks = (X509ExtendedTrustManager) ClientCertificates.of(List.of(authority.getCertificate()), revocations);
        checks.checkClientTrusted(new X509Certificate[] {client.getCertificate()}, "EC", (SSLEngine) null);
    }

    private ServerTls watch() {
        ServerTls tls = ServerTls.of(new TlsSettings(new CertificateFiles(file("cert.pem"), file("key.pem"), Optional.empty()), List.of(),
                new PeerChecks(PeerChecks.Verify.VERIFY_PEER, Optional.of(file("cert.pem")), Optional.of(file("crl.pem")), false), List.of("TLSv1.3"),
                List.of(), Duration.ofSeconds(1), new LoginName(LoginName.From.COMMON_NAME, LoginName.SanType.DNS, 0)), Runnable::run);
        watch = new CertificateWatch(List.of(tls), MONTH, clock);
        return tls;
    }

    private CertificateBuilder issued(String subject, boolean isAuthority) {
        return new CertificateBuilder().ecp256().subject(subject).notBefore(now.minus(9, ChronoUnit.DAYS)).notAfter(now.plus(100, ChronoUnit.DAYS))
                .setIsCertificateAuthority(isAuthority);
    }

    /** At a time of its own, however fast the test runs. */
    private void write(Instant made, Instant next) throws Exception {
        Files.writeString(file("crl.pem"), ListOfRevoked.pem(authority, made, next));
        Files.setLastModifiedTime(file("crl.pem"), FileTime.from(now.plusSeconds(written++)));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static final class SetClock extends Clock {

        private Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        void set(Instant time) {
            now = time;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
