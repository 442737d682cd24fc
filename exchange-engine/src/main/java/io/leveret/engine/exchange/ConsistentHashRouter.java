package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Matches a message with one destination, the same for equal keys. The binding key is the destination's weight: of so many
 * buckets. A destination that joins takes its share of the messages from all the others, and leaves the rest where it was.
 */
final class ConsistentHashRouter implements Router {
    private static final int MOST_BUCKETS = 10_000;

    private final ToLongFunction<Message> hash;
    /** Weights in the order bound. Only the first of a destination counts; another one takes over when that is unbound. */
    private final Map<Destination, List<Integer>> weights = new LinkedHashMap<>();
    private volatile Buckets buckets = new Buckets(new Destination[0], new int[0]);

    ConsistentHashRouter(FieldTable arguments, Surroundings surroundings) {
        this.hash = HashInput.of(arguments);
    }

    @Override public void bind(Binding binding) {
        int weight = weight(binding.key());
        weights.computeIfAbsent(binding.destination(), destination -> new ArrayList<>(1)).add(weight);
        buckets = Buckets.of(weights);
    }

    @Override public void unbind(Binding binding) {
        weights.computeIfPresent(binding.destination(), (destination, ofDestination) -> {
            ofDestination.remove((Integer) weight(binding.key()));
            return ofDestination.isEmpty() ? null : ofDestination;
        });
        buckets = Buckets.of(weights);
    }

    @Override public void route(Message message, Matches<?> matches) {
        Buckets now = buckets;
        if (now.count() > 0) matches.add(now.destinationOf(jump(hash.applyAsLong(message), now.count())));
    }

    /** The jump consistent hash of Lamping and Veach: with one bucket more, only that bucket's keys move. */
    static int jump(long key, int buckets) {
        long state = key;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            state = state * 2862933555777941757L + 1;
            next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) bucket;
    }

    private static int weight(String key) {
        long weight;
        try {
            weight = Long.parseLong(key);
        } catch (NumberFormatException noNumber) {
            throw invalid("The binding key must be an integer: <<" + (key.isEmpty() ? "" : '"' + key + '"') + ">>");
        }
        if (weight < 1) throw invalid("The binding key must be greater than 0");
        if (weight > MOST_BUCKETS) throw invalid("The binding key must not exceed " + MOST_BUCKETS);
        return (int) weight;
    }

    private static AmqpException invalid(String explanation) {
        return new AmqpException(PRECONDITION_FAILED, explanation);
    }

    /**
     * Which bucket is whose.
     *
     * @param ends the first bucket that is no longer the destination's
     */
    private record Buckets(Destination[] destinations, int[] ends) {
        static Buckets of(Map<Destination, List<Integer>> weights) {
            int[] ends = new int[weights.size()];
            int destination = 0;
            int end = 0;
            for (List<Integer> ofDestination : weights.values()) ends[destination++] = end += ofDestination.get(0);
            return new Buckets(weights.keySet().toArray(new Destination[0]), ends);
        }

        int count() {
            return ends.length == 0 ? 0 : ends[ends.length - 1];
        }

        Destination destinationOf(int bucket) {
            int found = Arrays.binarySearch(ends, bucket + 1);
            return destinations[found < 0 ? -found - 1 : found];
        }
    }
}
