package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.settings.QueueSettings;
import java.util.Optional;

/**
 * The arguments of {@code basic.consume}, checked.
 *
 * @param priority higher ones are served first; 0 unless said
 * @param timeout  milliseconds a message may be held, or {@link QueueSettings#NONE} when the queue decides
 */
record ConsumerArguments(int priority, long timeout) {

    private static final String PRIORITY = "x-priority";
    private static final String TIMEOUT = "x-consumer-timeout";

    /** @throws AmqpException 406 */
    static ConsumerArguments of(FieldTable arguments, String queueDescription) {
        long priority = integer(arguments, PRIORITY, queueDescription).orElse(0L);
        long timeout = integer(arguments, TIMEOUT, queueDescription).orElse(QueueSettings.NONE);
        if (timeout < 0 && arguments.contains(TIMEOUT)) {
            throw invalid(TIMEOUT, queueDescription, "{value_negative," + timeout + "}");
        }
        return new ConsumerArguments((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, priority)), timeout);
    }

    private static Optional<Long> integer(FieldTable arguments, String name, String queueDescription) {
        Optional<FieldValue> value = arguments.find(name);
        if (value.isPresent() && !value.get().isInteger()) {
            throw invalid(name, queueDescription, "\"expected integer, got " + value.get().type().typeName() + "\"");
        }
        return value.map(FieldValue::asLong);
    }

    private static AmqpException invalid(String name, String queueDescription, String problem) {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED,
            "invalid arg '" + name + "' for " + queueDescription + ": " + problem);
    }
}
