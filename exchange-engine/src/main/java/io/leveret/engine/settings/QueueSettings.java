package io.leveret.engine.settings;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What holds for a queue: its arguments, and what policies say, merged. Immutable; a change of policy makes new
 * settings.
 */
public final class QueueSettings {

    /** No limit, no time. */
    public static final long NONE = -1;

    /** RabbitMQ's, in milliseconds. */
    private static final long DEFAULT_CONSUMER_TIMEOUT = 1_800_000;
    private static final int QUORUM_DELIVERY_LIMIT = 20;
    private static final int QUORUM_MAX_PRIORITY = 31;
    private static final int QUORUM_USUAL_PRIORITY = 4;
    private static final String DEFAULT_GROUP_HEADER = "x-group-id";

    private static final QueueSettings WITHOUT_ARGUMENTS = new QueueSettings(Map.of());

    private final Map<QueueSetting, FieldValue> values;
    private final QueueType type;

    private QueueSettings(Map<QueueSetting, FieldValue> values) {
        this.values = values;
        this.type = text(QueueSetting.QUEUE_TYPE).map(QueueType::named).orElse(QueueType.CLASSIC);
    }

    /**
     * Checks the arguments of a declaration.
     *
     * @param description how error texts name the queue
     * @throws AmqpException 406 in RabbitMQ's words
     */
    public static QueueSettings ofArguments(FieldTable arguments, String description) {
        if (arguments.isEmpty()) return WITHOUT_ARGUMENTS;
        requireExchangeName(arguments, description);
        Map<QueueSetting, FieldValue> values = new EnumMap<>(QueueSetting.class);
        for (QueueSetting setting : QueueSetting.values()) {
            arguments.find(setting.argument()).ifPresent(value -> {
                setting.problemWith(value).ifPresent(problem -> refuse(setting.argument(), description, problem));
                values.put(setting, value);
            });
        }
        QueueSettings settings = new QueueSettings(values);
        settings.requireConsistent(arguments, description);
        return settings;
    }

    /** The arguments that a redeclaration has to repeat. */
    public static List<String> comparedArguments() {
        return Stream.of(QueueSetting.values()).filter(setting -> setting != QueueSetting.QUEUE_TYPE)
            .map(QueueSetting::argument).toList();
    }

    /** These settings, where a policy has its say beside the arguments. */
    QueueSettings under(Map<QueueSetting, FieldValue> policy) {
        if (policy.isEmpty()) return this;
        Map<QueueSetting, FieldValue> merged = new EnumMap<>(policy);
        values.forEach((setting, own) -> merged.merge(setting, own, (imposed, said) -> setting.merge(said, imposed)));
        return new QueueSettings(merged);
    }

    /** All that is said, by the keys that policies have. */
    public Map<String, FieldValue> byKey() {
        Map<String, FieldValue> byKey = new TreeMap<>();
        values.forEach((setting, value) -> byKey.put(setting.key(), value));
        return byKey;
    }

    public QueueType type() {
        return type;
    }

    /** Milliseconds a message may wait, or {@link #NONE}. */
    public long messageTtl() {
        return number(QueueSetting.MESSAGE_TTL, NONE);
    }

    /** Milliseconds the queue may be unused, or {@link #NONE}. */
    public long expires() {
        return number(QueueSetting.EXPIRES, NONE);
    }

    /** Ready messages, or {@link #NONE}. */
    public long maxLength() {
        return number(QueueSetting.MAX_LENGTH, NONE);
    }

    /** Bytes of ready bodies, or {@link #NONE}. */
    public long maxLengthBytes() {
        return number(QueueSetting.MAX_LENGTH_BYTES, NONE);
    }

    /** Quorum queues do not know the one that dead-letters what it refuses, and have it for the usual one. */
    public Overflow overflow() {
        Overflow said = text(QueueSetting.OVERFLOW).map(Overflow::named).orElse(Overflow.DROP_HEAD);
        return type == QueueType.QUORUM && said == Overflow.REJECT_PUBLISH_DLX ? Overflow.DROP_HEAD : said;
    }

    public Optional<String> deadLetterExchange() {
        return text(QueueSetting.DEAD_LETTER_EXCHANGE);
    }

    public Optional<String> deadLetterRoutingKey() {
        return text(QueueSetting.DEAD_LETTER_ROUTING_KEY);
    }

    /** The highest priority that counts, or {@link #NONE}; 0 acts as 1. Quorum queues have theirs, and no say in it. */
    public int maxPriority() {
        if (type == QueueType.QUORUM) return QUORUM_MAX_PRIORITY;
        FieldValue value = values.get(QueueSetting.MAX_PRIORITY);
        return value == null ? (int) NONE : (int) Math.max(1, value.asLong());
    }

    /** The priority of a message that says none. */
    public int usualPriority() {
        return type == QueueType.QUORUM ? QUORUM_USUAL_PRIORITY : 0;
    }

    public boolean hasSingleActiveConsumer() {
        return flag(QueueSetting.SINGLE_ACTIVE_CONSUMER);
    }

    /** Whether the single active consumer is the one of the highest priority rather than the first. */
    public boolean activatesByPriority() {
        return type == QueueType.QUORUM;
    }

    /** Whether a consumer that wants the queue for itself has it for itself. Quorum queues take no notice of the wish. */
    public boolean heedsExclusiveConsumers() {
        return type != QueueType.QUORUM;
    }

    /** Whether all its messages outlive a restart, those that are not persistent too. */
    public boolean keepsTransientMessages() {
        return type == QueueType.QUORUM;
    }

    /** How often a message may come back, or {@link #NONE}. */
    public long deliveryLimit() {
        return Math.max(NONE, number(QueueSetting.DELIVERY_LIMIT, type == QueueType.QUORUM ? QUORUM_DELIVERY_LIMIT : NONE));
    }

    /** Whether consumers are told how often a message came back. */
    public boolean countsDeliveries() {
        return type == QueueType.QUORUM || deliveryLimit() != NONE || retryDelay() != RetryDelay.NONE;
    }

    /** Milliseconds a consumer may hold a message. */
    public long consumerTimeout() {
        return number(QueueSetting.CONSUMER_TIMEOUT, DEFAULT_CONSUMER_TIMEOUT);
    }

    public RetryDelay retryDelay() {
        RetryDelay.Kind kind = text(QueueSetting.DELAYED_RETRY_TYPE)
            .map(text -> RetryDelay.Kind.valueOf(text.toUpperCase(Locale.ROOT))).orElse(RetryDelay.Kind.DISABLED);
        if (kind == RetryDelay.Kind.DISABLED) return RetryDelay.NONE;
        long minimum = number(QueueSetting.DELAYED_RETRY_MIN, 0);
        return new RetryDelay(kind, minimum, Math.max(minimum, number(QueueSetting.DELAYED_RETRY_MAX, Check.LONGEST_TIME)));
    }

    /** The header by which messages are grouped, if they are. */
    public Optional<String> groupHeader() {
        if (!flag(QueueSetting.MESSAGE_GROUPS)) return Optional.empty();
        return Optional.of(text(QueueSetting.MESSAGE_GROUP_HEADER).orElse(DEFAULT_GROUP_HEADER));
    }

    public boolean deduplicates() {
        return flag(QueueSetting.MESSAGE_DEDUPLICATION);
    }

    /** Checked before all else, and in words of its own. */
    private static void requireExchangeName(FieldTable arguments, String description) {
        String argument = QueueSetting.DEAD_LETTER_EXCHANGE.argument();
        arguments.find(argument).filter(value -> !value.isString()).ifPresent(value -> {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED,
                "invalid type '" + value.type().typeName() + "' for arg '" + argument + "' in " + description);
        });
    }

    private void requireConsistent(FieldTable arguments, String description) {
        if (values.containsKey(QueueSetting.DEAD_LETTER_ROUTING_KEY) && deadLetterExchange().isEmpty()) {
            refuse(QueueSetting.DEAD_LETTER_ROUTING_KEY.argument(), description, "routing_key_but_no_dlx_defined");
        }
        arguments.entries().stream().map(FieldTable.Entry::name).filter(type::isForeign).findFirst().ifPresent(argument -> {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED,
                "invalid arg '" + argument + "' for " + description + " of queue type " + type.module());
        });
    }

    private static void refuse(String argument, String description, String problem) {
        throw new AmqpException(ReplyCode.PRECONDITION_FAILED,
            "invalid arg '" + argument + "' for " + description + ": " + problem);
    }

    private long number(QueueSetting setting, long otherwise) {
        FieldValue value = values.get(setting);
        return value == null ? otherwise : value.asLong();
    }

    private Optional<String> text(QueueSetting setting) {
        return Optional.ofNullable(values.get(setting)).map(FieldValue::asText);
    }

    private boolean flag(QueueSetting setting) {
        FieldValue value = values.get(setting);
        return value != null && value.asBoolean();
    }
}
