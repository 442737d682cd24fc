package io.leveret.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** What a broker is told at start-up, already checked. */
record BrokerConfig(Path dataDir, String bind, int amqpPort, int managementPort, LogLevel logLevel, Access access, Amqp amqp) {

    /** Who may log in before anybody has declared users. */
    record Access(String defaultUser, String defaultPassword, Set<String> loopbackUsers) {}

    /** What the AMQP front offers its clients, and how much it lets them ask. */
    record Amqp(Duration heartbeat, int channelMax, int frameMax, long maxMessageSize, Duration handshakeTimeout,
                String advertisedProduct, String advertisedVersion) {}

    static BrokerConfig of(ChosenSettings settings) {
        return new BrokerConfig(
                settings.value(Settings.DATA_DIR),
                settings.value(Settings.BIND),
                settings.value(Settings.AMQP_PORT),
                settings.value(Settings.MANAGEMENT_PORT),
                settings.value(Settings.LOG_LEVEL),
                new Access(
                        settings.value(Settings.DEFAULT_USER),
                        settings.value(Settings.DEFAULT_PASSWORD),
                        settings.value(Settings.LOOPBACK_USERS)),
                new Amqp(
                        settings.value(Settings.HEARTBEAT),
                        settings.value(Settings.CHANNEL_MAX),
                        Math.toIntExact(settings.value(Settings.FRAME_MAX)),
                        settings.value(Settings.MAX_MESSAGE_SIZE),
                        settings.value(Settings.HANDSHAKE_TIMEOUT),
                        settings.value(Settings.ADVERTISED_PRODUCT),
                        settings.value(Settings.ADVERTISED_VERSION)));
    }
}
