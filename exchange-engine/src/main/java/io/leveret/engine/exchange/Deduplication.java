package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import java.util.Optional;

/**
 * Tells messages that an exchange has seen before by the key in one of their headers. One without the header is never a
 * duplicate. Callable from any thread.
 */
final class Deduplication {
    /** As an argument it asks for deduplication, whatever the type; it is a type as well. */
    static final String WANTED = "x-message-deduplication";

    private static final String CACHE_SIZE = "x-cache-size";
    private static final String TIME_TO_LIVE = "x-cache-ttl";
    private static final String KEY_HEADER = "x-deduplication-header";
    private static final int DEFAULT_CACHE_SIZE = 128;
    private static final int LARGEST_CACHE = 1_000_000;

    private final SeenKeys seen;
    private final long timeToLive;
    private final String keyHeader;
    private final Surroundings surroundings;

    private Deduplication(int cacheSize, long timeToLive, String keyHeader, Surroundings surroundings) {
        this.seen = new SeenKeys(cacheSize);
        this.timeToLive = timeToLive;
        this.keyHeader = keyHeader;
        this.surroundings = surroundings;
    }

    /** None unless the arguments ask for it. */
    static Optional<Deduplication> ifWanted(FieldTable arguments, Surroundings surroundings) {
        Optional<FieldValue> wanted = arguments.find(WANTED);
        if (wanted.isEmpty() || wanted.get().type() != FieldType.BOOL || !wanted.get().asBoolean()) return Optional.empty();
        return Optional.of(of(arguments, surroundings));
    }

    /** Throws PRECONDITION_FAILED for the type's arguments in the words of RabbitMQ's plugin, which insists on a size. */
    static Deduplication ofType(FieldTable arguments, Surroundings surroundings) {
        if (!arguments.contains(CACHE_SIZE)) throw invalidSize();
        return of(arguments, surroundings);
    }

    /**
     * Whether the exchange has seen the message's key. A key that is new is left with the matches, to be forgotten if they come
     * to nothing. A dead letter is a message that has been here before and must not be lost for that.
     */
    boolean isDuplicate(Message message, Matches<?> matches) {
        if (message.isDeadLetter()) return false;
        Optional<FieldValue> key = message.properties().header(keyHeader);
        if (key.isEmpty() || key.get().type() == FieldType.VOID) return false;
        Optional<SeenKey> added = seen.add(text(key.get()), timeToLiveOf(message), surroundings.millis());
        added.ifPresent(matches::noteKey);
        return added.isEmpty();
    }

    /** Whether the message would be a duplicate, should it come now. */
    boolean knows(Message message) {
        if (message.isDeadLetter()) return false;
        return message.properties().header(keyHeader).filter(key -> key.type() != FieldType.VOID)
                .filter(key -> seen.contains(text(key), surroundings.millis())).isPresent();
    }

    /** As text, whose hash cannot be made to collide so that looking it up gets slow. The number 1 is not the text "1". */
    private static String text(FieldValue key) {
        return (key.isInteger() ? FieldType.LONG : key.type()).letter() + key.asText();
    }

    private static Deduplication of(FieldTable arguments, Surroundings surroundings) {
        long size = positive(arguments, CACHE_SIZE, DEFAULT_CACHE_SIZE).orElseThrow(Deduplication::invalidSize);
        long timeToLive = positive(arguments, TIME_TO_LIVE, SeenKeys.FOREVER).orElseThrow(() ->
                new AmqpException(PRECONDITION_FAILED, "Invalid argument, '" + TIME_TO_LIVE + "' must be an integer greater than 0"));
        String keyHeader = arguments.find(KEY_HEADER).filter(FieldValue::isString).map(FieldValue::asText).orElse(KEY_HEADER);
        if (size > LARGEST_CACHE) throw tooLarge();
        return new Deduplication((int) size, timeToLive, keyHeader, surroundings);
    }

    /** Empty when the argument is there and will not do. */
    private static Optional<Long> positive(FieldTable arguments, String name, long otherwise) {
        Optional<FieldValue> value = arguments.find(name);
        if (value.isEmpty()) return Optional.of(otherwise);
        return value.filter(given -> given.isInteger() && given.asLong() > 0).map(FieldValue::asLong);
    }

    private long timeToLiveOf(Message message) {
        return message.properties().header(TIME_TO_LIVE).filter(FieldValue::isInteger).map(FieldValue::asLong)
                .orElse(timeToLive);
    }

    private static AmqpException tooLarge() {
        return new AmqpException(PRECONDITION_FAILED,
                "Invalid argument, '" + CACHE_SIZE + "' must be at most " + LARGEST_CACHE);
    }

    private static AmqpException invalidSize() {
        return new AmqpException(PRECONDITION_FAILED,
                "Missing or invalid argument, '" + CACHE_SIZE + "' must be an integer greater than 0");
    }
}
