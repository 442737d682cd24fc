package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Matches a message with one destination, the same for equal keys. The binding key is the destination's weight: of so many
 * buckets. A destination that joins takes its share of the messages from all the others, and leaves the rest where it was.
 */
final class ConsistentHashRouter implements Router {
    private static final int LARGEST_WEIGHT = 10_000;

    private final ToLongFunction<Message> hash;
    /** In the order bound. Only the first of a destination counts; another one takes over when that is unbound. */
    private final Map<Destination, List<Integer>> weights = new HashMap<>();
    private volatile Buckets buckets = Buckets.NONE;

    ConsistentHashRouter(FieldTable arguments, Surroundings surroundings) {
        this.hash = HashInput.of(arguments);
    }

    @Override public void bind(Binding binding) {
        int weight = weight(binding.key());
        List<Integer> ofDestination = weights.computeIfAbsent(binding.destination(), destination -> new ArrayList<>(1));
        if (ofDestination.isEmpty()) buckets = buckets.with(binding.destination(), weight);
        ofDestination.add(weight);
    }

    @Override public void unbind(Binding binding) {
        Destination destination = binding.destination();
        List<Integer> ofDestination = weights.get(destination);
        ofDestination.remove((Integer) weight(binding.key()));
        if (ofDestination.isEmpty()) {
            weights.remove(destination);
            buckets = buckets.without(destination);
        } else {
            buckets = buckets.with(destination, ofDestination.get(0));
        }
    }

    @Override public void route(Message message, Matches<?> matches) {
        Buckets now = buckets;
        if (now.count() > 0) matches.add(now.destinationOf(jump(hash.applyAsLong(message), now.count())));
    }

    /** The jump consistent hash of Lamping and Veach: with one bucket more, only that bucket's keys move. */
    static long jump(long key, long buckets) {
        long state = key;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            state = state * 2862933555777941757L + 1;
            next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return bucket;
    }

    private static int weight(String key) {
        long weight;
        try {
            weight = Long.parseLong(key);
        } catch (NumberFormatException noNumber) {
            throw invalid("The binding key must be an integer: <<" + (key.isEmpty() ? "" : '"' + key + '"') + ">>");
        }
        if (weight < 1) throw invalid("The binding key must be greater than 0");
        if (weight > LARGEST_WEIGHT) throw invalid("The binding key must not exceed " + LARGEST_WEIGHT);
        return (int) weight;
    }

    private static AmqpException invalid(String explanation) {
        return new AmqpException(PRECONDITION_FAILED, explanation);
    }

    /**
     * Which bucket is whose. A change copies two arrays and looks at no binding, as there may be many thousands.
     *
     * @param ends the first bucket that is no longer the destination's
     */
    private record Buckets(Destination[] destinations, long[] ends) {
        static final Buckets NONE = new Buckets(new Destination[0], new long[0]);

        long count() {
            return ends.length == 0 ? 0 : ends[ends.length - 1];
        }

        Destination destinationOf(long bucket) {
            int found = Arrays.binarySearch(ends, bucket + 1);
            return destinations[found < 0 ? -found - 1 : found];
        }

        /** In its place if it has one, else as the last. */
        Buckets with(Destination destination, int weight) {
            int place = CopyOnWrite.indexOf(destinations, destination);
            if (place >= 0) return new Buckets(destinations, moved(ends.clone(), place, weight - weightAt(place)));
            long[] longer = Arrays.copyOf(ends, ends.length + 1);
            longer[ends.length] = count() + weight;
            return new Buckets(CopyOnWrite.with(destinations, destination), longer);
        }

        Buckets without(Destination destination) {
            int place = CopyOnWrite.indexOf(destinations, destination);
            long[] shorter = Arrays.copyOf(ends, ends.length - 1);
            System.arraycopy(ends, place + 1, shorter, place, shorter.length - place);
            return new Buckets(CopyOnWrite.without(destinations, destination), moved(shorter, place, -weightAt(place)));
        }

        private long weightAt(int place) {
            return place == 0 ? ends[0] : ends[place] - ends[place - 1];
        }

        private static long[] moved(long[] ends, int from, long by) {
            for (int i = from; i < ends.length; i++) ends[i] += by;
            return ends;
        }
    }
}
