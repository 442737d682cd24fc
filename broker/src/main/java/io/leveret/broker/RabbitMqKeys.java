package io.leveret.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which setting does here what one of RabbitMQ's does there, where the names are too different to be recognised by their letters. */
final class RabbitMqKeys {

    /** What ends with a dot stands for all that begin so. */
    private static final Map<String, Setting<?>> OURS = new LinkedHashMap<>();

    static {
        OURS.put("listeners.tcp.", Settings.AMQP_PORT);
        OURS.put("listeners.ssl.", TlsKeys.AMQP.port);
        OURS.put("management.tcp.port", Settings.MANAGEMENT_PORT);
        OURS.put("management.tcp.ip", Settings.MANAGEMENT_HOST);
        OURS.put("management.listener.port", Settings.MANAGEMENT_PORT);
        OURS.put("management.listener.ip", Settings.MANAGEMENT_HOST);
        OURS.put("vm_memory_high_watermark.", Settings.HIGH_WATERMARK);
        OURS.put("disk_free_limit.", Settings.DISK_FREE_LIMIT);
        OURS.put("loopback_users.", Settings.LOOPBACK_USERS);
        OURS.put("auth_mechanisms.", Settings.MECHANISMS);
        OURS.put("log.", Settings.LOG_LEVEL);
        OURS.put("load_definitions", Settings.DEFINITIONS);
        OURS.put("management.load_definitions", Settings.DEFINITIONS);
        OURS.put("definitions.local.path", Settings.DEFINITIONS);
    }

    private RabbitMqKeys() {}

    /** The key of ours for one that is RabbitMQ's; sections may be written without what is in them. */
    static Optional<String> ours(String written) {
        return OURS.entrySet().stream().filter(each -> each.getKey().endsWith(".") ? (written + ".").startsWith(each.getKey()) : written.equals(each.getKey()))
                .map(each -> each.getValue().key()).findFirst();
    }
}
