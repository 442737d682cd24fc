package io.leveret.broker;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** Which setting does here what one of RabbitMQ's does there, where the names are too different to be recognised by their letters. */
final class RabbitMqKeys {

    /** What ends with a dot stands for all that begin so. */
    private static final Map<String, Setting<?>> OURS = Map.ofEntries(
            entry("listeners.tcp.", Settings.AMQP_PORT),
            entry("listeners.ssl.", TlsKeys.AMQP.port),
            entry("management.tcp.port", Settings.MANAGEMENT_PORT),
            entry("management.tcp.ip", Settings.MANAGEMENT_HOST),
            entry("management.listener.port", Settings.MANAGEMENT_PORT),
            entry("management.listener.ip", Settings.MANAGEMENT_HOST),
            entry("management.cors.allow_origins.", Settings.MANAGEMENT_CORS_ORIGINS),
            entry("vm_memory_high_watermark.", Settings.HIGH_WATERMARK),
            entry("disk_free_limit.", Settings.DISK_FREE_LIMIT),
            entry("loopback_users.", Settings.LOOPBACK_USERS),
            entry("auth_mechanisms.", Settings.MECHANISMS),
            entry("handshake_timeout", Settings.HANDSHAKE_TIMEOUT),
            entry("password_hashing_module", Settings.PASSWORD_HASHING),
            entry("log.", Settings.LOG_LEVEL),
            entry("load_definitions", Settings.DEFINITIONS),
            entry("management.load_definitions", Settings.DEFINITIONS),
            entry("definitions.local.path", Settings.DEFINITIONS));

    private RabbitMqKeys() {}

    /** The key of ours for one that is RabbitMQ's; sections may be written without what is in them. */
    static Optional<String> ours(String written) {
        return OURS.entrySet().stream().filter(each -> each.getKey().endsWith(".") ? (written + ".").startsWith(each.getKey()) : written.equals(each.getKey()))
                .map(each -> each.getValue().key()).findFirst();
    }
}
