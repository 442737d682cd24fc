package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What keeps a broker from starting, and what it says then. */
class StartTest {

    @TempDir
    Path directory;

    @BeforeEach
    void startOnce() {
        broker().start().close();
    }

    private Leveret.Builder broker() {
        return Leveret.builder().dataDir(directory).amqpPort(0).set("persistence.disk-free-limit", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp-port", "management.port"})
    void tellsThatAPortIsTakenBeforeItReadsWhatIsStored(String setting) throws IOException {
        Files.writeString(directory.resolve("catalog/catalog-00000001.log"), "not a catalog");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Leveret.Builder broker = broker().set("management.enabled", "true").set("management.port", "0")
                    .set(setting, String.valueOf(other.getLocalPort()));
            assertThatThrownBy(broker::start).isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + other.getLocalPort())
                    .hasMessageEndingWith("address already in use (" + setting + ")");
        }
        assertThatThrownBy(() -> broker().start()).hasMessageContaining("catalog-00000001.log");
    }

    @Test
    void tellsThatNobodyCanLogIn() {
        try (Leveret broker = broker().start()) {
            broker.administration().deleteUser("guest");
        }
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(BrokerServer.class);
        log.addAppender(lines);
        try {
            broker().start().close();
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).anyMatch(line -> line.startsWith("there is no user"));
    }

    @Test
    void freesThePortsOfAStartThatFailed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("node"), "nonsense");
        assertThatThrownBy(() -> broker().amqpPort(port).start()).isInstanceOf(StartupException.class);
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void saysWhatToDoAboutADamagedNodeFileAndGetsOverItWhenSalvaging() throws IOException {
        Files.writeString(directory.resolve("node"), "nonsense");
        assertThatThrownBy(() -> broker().start()).isInstanceOf(StartupException.class)
                .hasMessage("data directory " + directory + " has a damaged file 'node': bring it back; with "
                        + "recovery.on-corruption = salvage Leveret starts without it, as a node with a new identity");
        broker().set("recovery.on-corruption", "salvage").start().close();
        broker().start().close();
    }
}
