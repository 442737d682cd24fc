package io.leveret.persistence.message;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** What is damaged in the journal's files, each place once, and which messages cannot be read because of it. */
final class DamagedPlaces {

    private static final class Place {
        private final long to;
        private final String what;
        private final MessageCounts messages;
        private long position; // of the last

        Place(long to, String what, LongFunction<String> names) {
            this.to = to;
            this.what = what;
            this.messages = new MessageCounts(names);
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
        of(file).putIfAbsent(from, new Place(to, what, names));
    }

    /** Unless something there or behind it is known: that is then told more exactly. */
    void addUnlessKnown(String file, long offset, String what) {
        if (find(file, offset).isEmpty() && of(file).ceilingEntry(offset) == null) add(file, offset, offset, what);
    }

    /** The message should stand there. */
    void unreadable(String file, long offset, long queue, long position) {
        Place place = find(file, offset).orElseGet(() -> of(file).computeIfAbsent(offset, unknown -> new Place(offset, "", names)));
        place.messages.add(queue, 1);
        place.position = position;
    }

    /** So many messages should stand somewhere in the file. */
    void allUnreadable(String file, String what, long queue, long messages) {
        of(file).computeIfAbsent(0L, unknown -> new Place(0, what, names)).messages.add(queue, messages);
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

    private static String describe(Place place) {
        if (place.messages.isEmpty()) return place.what;
        String begin = place.what.isEmpty() ? "" : place.what + ": ";
        long count = place.messages.all();
        if (count == 1 && place.position > 0) return begin + "message " + place.position + " of " + place.messages.firstQueue() + " cannot be read";
        return begin + count + (count == 1 ? " message" : " messages") + " cannot be read: " + place.messages.ofEach();
    }
}
