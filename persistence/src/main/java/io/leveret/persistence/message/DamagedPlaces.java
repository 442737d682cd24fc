package io.leveret.persistence.message;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** What is damaged in the journal's files, each place once, and which messages cannot be read because of it. */
final class DamagedPlaces {

    private static final int MOST_LISTED = 100;

    private static final class Place {
        private final long to;
        private final String what;
        private final SortedMap<Long, Long> messages = new TreeMap<>(); // how many of each queue
        private long position; // of the last

        Place(long to, String what) {
            this.to = to;
            this.what = what;
        }

        void lose(long queue, long count) {
            messages.merge(queue, count, Long::sum);
        }
    }

    private final LongFunction<String> names;
    private final SortedMap<String, TreeMap<Long, Place>> files = new TreeMap<>();

    /** @param names what a queue is called, by its id */
    DamagedPlaces(LongFunction<String> names) {
        this.names = names;
    }

    /** From there to the other offset. What is said first of a place stays. */
    void add(String file, long from, long to, String what) {
        of(file).putIfAbsent(from, new Place(to, what));
    }

    /** Unless something there or behind it is known: that is then told more exactly. */
    void addUnlessKnown(String file, long offset, String what) {
        if (find(file, offset).isEmpty() && of(file).ceilingEntry(offset) == null) add(file, offset, offset, what);
    }

    /** The message should stand there. */
    void unreadable(String file, long offset, long queue, long position) {
        Place place = find(file, offset).orElseGet(() -> of(file).computeIfAbsent(offset, unknown -> new Place(offset, "")));
        place.lose(queue, 1);
        place.position = position;
    }

    /** So many messages should stand somewhere in the file. */
    void allUnreadable(String file, String what, long queue, long messages) {
        of(file).computeIfAbsent(0L, unknown -> new Place(0, what)).lose(queue, messages);
    }

    void tell(StoreCheck.Damage damage) {
        files.forEach((file, places) -> places.forEach((offset, place) -> damage.found(file, offset, describe(place))));
    }

    private Optional<Place> find(String file, long offset) {
        return Optional.ofNullable(of(file).floorEntry(offset))
                .filter(entry -> offset == entry.getKey() || offset < entry.getValue().to).map(Map.Entry::getValue);
    }

    private TreeMap<Long, Place> of(String file) {
        return files.computeIfAbsent(file, unknown -> new TreeMap<>());
    }

    private String describe(Place place) {
        if (place.messages.isEmpty()) return place.what;
        String begin = place.what.isEmpty() ? "" : place.what + ": ";
        long count = place.messages.values().stream().mapToLong(Long::longValue).sum();
        long firstQueue = place.messages.firstKey();
        if (count == 1 && place.position > 0) return begin + "message " + place.position + " of " + names.apply(firstQueue) + " cannot be read";
        String each = place.messages.entrySet().stream().limit(MOST_LISTED)
                .map(queue -> queue.getValue() + " of " + names.apply(queue.getKey())).collect(Collectors.joining(", "));
        return begin + count + (count == 1 ? " message" : " messages") + " cannot be read: " + each
                + (place.messages.size() > MOST_LISTED ? ", …" : "");
    }
}
