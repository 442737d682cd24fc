package io.leveret.engine.settings;

import static io.leveret.engine.settings.Merge.OWN;
import static io.leveret.engine.settings.Merge.SMALLER;
import static io.leveret.engine.settings.Merge.SMALLER_LIMIT;
import static io.leveret.engine.settings.QueueSetting.Where.ARGUMENT;
import static io.leveret.engine.settings.QueueSetting.Where.OPERATOR;
import static io.leveret.engine.settings.QueueSetting.Where.POLICY;

import io.leveret.codec.value.FieldValue;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a queue can be told: by an argument of its declaration ({@code x-} and the key), by a policy, by an
 * operator's policy. A redeclaration is compared by exactly these arguments; others are kept and mean nothing.
 */
enum QueueSetting {
    QUEUE_TYPE("queue-type", Check.queueType(), OWN, ARGUMENT),
    MESSAGE_TTL("message-ttl", Check.time(), SMALLER, ARGUMENT, POLICY, OPERATOR),
    EXPIRES("expires", Check.positiveTime(), SMALLER, ARGUMENT, POLICY, OPERATOR),
    MAX_LENGTH("max-length", Check.count(), SMALLER, ARGUMENT, POLICY, OPERATOR),
    MAX_LENGTH_BYTES("max-length-bytes", Check.count(), SMALLER, ARGUMENT, POLICY, OPERATOR),
    OVERFLOW("overflow", Check.oneOf("invalid_overflow", "drop-head", "reject-publish", "reject-publish-dlx"), OWN,
        ARGUMENT, POLICY, OPERATOR),
    DEAD_LETTER_EXCHANGE("dead-letter-exchange", Check.shortText(), OWN, ARGUMENT, POLICY),
    DEAD_LETTER_ROUTING_KEY("dead-letter-routing-key", Check.shortText(), OWN, ARGUMENT, POLICY),
    DEAD_LETTER_STRATEGY("dead-letter-strategy", Check.oneOf("invalid_dlx_strategy", "at-most-once", "at-least-once"),
        OWN, ARGUMENT, POLICY),
    MAX_PRIORITY("max-priority", Check.atMost(255), OWN, ARGUMENT),
    SINGLE_ACTIVE_CONSUMER("single-active-consumer", Check.bool(), OWN, ARGUMENT),
    DELIVERY_LIMIT("delivery-limit", Check.integer(), SMALLER_LIMIT, ARGUMENT, POLICY, OPERATOR),
    CONSUMER_TIMEOUT("consumer-timeout", Check.count(), SMALLER, ARGUMENT, POLICY),
    DELAYED_RETRY_TYPE("delayed-retry-type",
        Check.oneOf("invalid_delayed_retry_type", "disabled", "all", "failed", "returned"), OWN, ARGUMENT, POLICY),
    DELAYED_RETRY_MIN("delayed-retry-min", Check.time(), OWN, ARGUMENT, POLICY),
    DELAYED_RETRY_MAX("delayed-retry-max", Check.time(), OWN, ARGUMENT, POLICY),
    /** Each group of messages, by a header, is handled in order by one consumer at a time. */
    MESSAGE_GROUPS("message-groups", Check.bool(), OWN, ARGUMENT),
    MESSAGE_GROUP_HEADER("message-group-header", Check.text(), OWN, ARGUMENT),
    MESSAGE_DEDUPLICATION("message-deduplication", Check.bool(), OWN, ARGUMENT),

    // What is taken and changes nothing here: choices of storage and of place that one node does not have.
    QUEUE_MODE("queue-mode", Check.anything(), OWN, ARGUMENT, POLICY),
    QUEUE_VERSION("queue-version", Check.queueVersion(), OWN, ARGUMENT, POLICY, OPERATOR),
    QUEUE_MASTER_LOCATOR("queue-master-locator", Check.text(), OWN, ARGUMENT, POLICY),
    QUEUE_LEADER_LOCATOR("queue-leader-locator", Check.oneOf("invalid_queue_locator_arg", "client-local", "balanced",
        "random", "least-leaders", "min-masters"), OWN, ARGUMENT, POLICY),
    CONSUMER_DISCONNECTED_TIMEOUT("consumer-disconnected-timeout", Check.count(), SMALLER, ARGUMENT, POLICY),
    QUORUM_INITIAL_GROUP_SIZE("quorum-initial-group-size", Check.positive(), OWN, ARGUMENT),
    MAX_IN_MEMORY_LENGTH("max-in-memory-length", Check.count(), SMALLER, ARGUMENT, POLICY, OPERATOR),
    MAX_IN_MEMORY_BYTES("max-in-memory-bytes", Check.count(), SMALLER, ARGUMENT, POLICY, OPERATOR);

    /** Where a setting may be said. */
    enum Where { ARGUMENT, POLICY, OPERATOR }

    private static final String ARGUMENT_PREFIX = "x-";
    private static final Map<String, QueueSetting> BY_KEY = Stream.of(values())
        .collect(Collectors.toUnmodifiableMap(QueueSetting::key, Function.identity()));

    private final String key;
    private final Check check;
    private final Merge merge;
    private final Set<Where> places;

    QueueSetting(String key, Check check, Merge merge, Where place, Where... furtherPlaces) {
        this.key = key;
        this.check = check;
        this.merge = merge;
        this.places = EnumSet.of(place, furtherPlaces);
    }

    /** As policies say it. */
    String key() {
        return key;
    }

    /** As a declaration says it. */
    String argument() {
        return ARGUMENT_PREFIX + key;
    }

    /** How a policy's refusal names it. */
    String title() {
        return switch (this) {
            case MESSAGE_TTL -> "message TTL";
            case EXPIRES -> "queue expiry";
            case MAX_LENGTH -> "maximum length";
            case MAX_LENGTH_BYTES -> "maximum length in bytes";
            case OVERFLOW -> "overflow value";
            case DEAD_LETTER_EXCHANGE -> "dead letter exchange name";
            case QUEUE_LEADER_LOCATOR -> "queue leader locator value";
            default -> key.replace('-', ' ');
        };
    }

    static Optional<QueueSetting> named(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    boolean mayBeSaid(Where place) {
        return places.contains(place);
    }

    Optional<String> problemWith(FieldValue value) {
        return check.problemWith(value);
    }

    /** What holds when an argument and a policy differ. */
    FieldValue merge(FieldValue argument, FieldValue policy) {
        return merge.of(argument, policy);
    }

    /** What holds when a user's policy and the operator's differ. */
    FieldValue tighten(FieldValue users, FieldValue operators) {
        return merge == OWN ? operators : merge.of(users, operators);
    }
}
