package io.leveret.engine.view;

import io.leveret.codec.value.FieldTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A queue with all that is known of it.
 *
 * @param effectivePolicy what the two policies come to together
 * @param headTimestamp   of the first message, in seconds since 1970, if it has one
 */
public record QueueDetails(QueueInfo info, Optional<String> policy, Optional<String> operatorPolicy, FieldTable effectivePolicy,
                           List<ConsumerInfo> consumers, Optional<String> singleActiveConsumer,
                           Optional<String> exclusiveConsumer, OptionalLong headTimestamp) {
}
