package io.leveret.engine.settings;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a policy says, checked. */
public final class PolicyDefinition {

    private static final String ALTERNATE_EXCHANGE = "alternate-exchange";

    /** LavinMQ's: has any exchange delay messages that ask for it. */
    private static final String DELAYED_MESSAGE = "delayed-message";

    /** Of streams, of several nodes, and of versions long gone: taken, so that old definitions load, and without effect. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("max-age", "stream-max-segment-size-bytes",
        "stream-filter-size-bytes", "initial-cluster-size", "target-group-size", "federation-upstream",
        "federation-upstream-set", "federation-upstream-pattern", "ha-mode", "ha-params", "ha-sync-mode",
        "ha-sync-batch-size", "ha-promote-on-shutdown", "ha-promote-on-failure");

    private final FieldTable said;
    private final Map<QueueSetting, FieldValue> queueSettings;

    private PolicyDefinition(FieldTable said, Map<QueueSetting, FieldValue> queueSettings) {
        this.said = said;
        this.queueSettings = queueSettings;
    }

    /** @throws InvalidPolicyException when it says nothing, or something unknown or wrong */
    public static PolicyDefinition ofUser(FieldTable said) {
        return checked(said, QueueSetting.Where.POLICY);
    }

    /** @throws InvalidPolicyException when it says nothing, or something that an operator cannot say */
    public static PolicyDefinition ofOperator(FieldTable said) {
        return checked(said, QueueSetting.Where.OPERATOR);
    }

    /** As it was given. */
    public FieldTable said() {
        return said;
    }

    Optional<String> alternateExchange() {
        return said.find(ALTERNATE_EXCHANGE).map(FieldValue::asText);
    }

    boolean delaysMessages() {
        return said.find(DELAYED_MESSAGE).filter(FieldValue::asBoolean).isPresent();
    }

    Map<QueueSetting, FieldValue> queueSettings() {
        return queueSettings;
    }

    private static PolicyDefinition checked(FieldTable said, QueueSetting.Where place) {
        if (said.isEmpty()) throw new InvalidPolicyException("no policy provided");
        requireKnown(said, place);
        Map<QueueSetting, FieldValue> settings = new EnumMap<>(QueueSetting.class);
        for (FieldTable.Entry entry : said.entries()) {
            requireRightType(entry);
            QueueSetting.named(entry.name()).ifPresent(setting -> {
                if (setting.problemWith(entry.value()).isPresent()) {
                    throw new InvalidPolicyException(shown(entry.value()) + " is not a valid " + setting.title());
                }
                settings.put(setting, entry.value());
            });
        }
        return new PolicyDefinition(said, Map.copyOf(settings));
    }

    private static void requireKnown(FieldTable said, QueueSetting.Where place) {
        List<String> unknown = new ArrayList<>();
        for (FieldTable.Entry entry : said.entries()) {
            if (!isKnown(entry.name(), place)) unknown.add("{<<\"" + entry.name() + "\">>," + shown(entry.value()) + "}");
        }
        if (unknown.isEmpty()) return;
        throw new InvalidPolicyException("[" + String.join(",", unknown) + "] are not recognised policy settings");
    }

    private static boolean isKnown(String key, QueueSetting.Where place) {
        boolean ofQueues = QueueSetting.named(key).filter(setting -> setting.mayBeSaid(place)).isPresent();
        boolean ofUsers = place == QueueSetting.Where.POLICY && (key.equals(ALTERNATE_EXCHANGE) || key.equals(DELAYED_MESSAGE));
        return ofQueues || ofUsers || WITHOUT_EFFECT.contains(key);
    }

    private static void requireRightType(FieldTable.Entry entry) {
        if (entry.name().equals(ALTERNATE_EXCHANGE) && !entry.value().isString()) {
            throw new InvalidPolicyException(shown(entry.value()) + " is not a valid alternate exchange name");
        }
        if (entry.name().equals(DELAYED_MESSAGE) && entry.value().type() != FieldType.BOOL) {
            throw new InvalidPolicyException(shown(entry.value()) + " is not a valid delayed message");
        }
    }

    /** As RabbitMQ shows values. */
    private static String shown(FieldValue value) {
        return value.isString() ? "<<\"" + value.asText() + "\">>" : value.asText();
    }
}
