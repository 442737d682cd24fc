package io.leveret.engine.queue;

import java.util.ArrayList;
import java.util.List;

/** Some of the ready messages of a queue, in the order in which they stand there, for whoever only looks. */
final class Listing {

    /**
     * @param message  null when it is not in the heap
     * @param returned whether it has been handed out before and came back
     */
    record Entry(Place place, QueuedMessage message, boolean returned) {
        long position() {
            return place.position();
        }
    }

    private final Place after;
    private final long floor;
    private final int most;
    private long before;
    private int level;
    private List<Entry> entries = new ArrayList<>();

    private Listing(Place after, long floor, long before, int most) {
        this.after = after;
        this.floor = floor;
        this.before = before;
        this.most = most;
    }

    /** @param before positions from there on are left out, as they came later */
    static Listing after(Place place, long before, int most) {
        return new Listing(place, 0, before, most);
    }

    /** Of one message, if it is there. */
    static Listing at(long position) {
        return new Listing(new Place(Integer.MAX_VALUE, position - 1), position - 1, position + 1, 1);
    }

    /** What follows is of that level. @return whether any of it is wanted */
    boolean enter(int newLevel) {
        level = newLevel;
        return level <= after.level() && !isFull();
    }

    /** Positions of this level are wanted behind that one only. */
    long from() {
        return level == after.level() ? after.position() : floor;
    }

    boolean isFull() {
        return entries.size() == most;
    }

    /** @return whether the next one is wanted too */
    boolean add(QueuedMessage message) {
        return add(message.position(), message, message.isRedelivered());
    }

    /** One that is not in the heap. @return whether the next one is wanted too */
    boolean addCold(long position, boolean returned) {
        return add(position, null, returned);
    }

    private boolean add(long position, QueuedMessage message, boolean returned) {
        if (position >= before || isFull()) return false;
        entries.add(new Entry(new Place(level, position), message, returned));
        return !isFull();
    }

    List<Entry> entries() {
        return entries;
    }

    // ---- of several lines whose messages stand among each other

    /** For one of the lines: no more than what can come before what is here. */
    Listing beside() {
        Listing part = new Listing(after, floor, isFull() ? entries.get(most - 1).position() : before, most);
        part.level = level;
        return part;
    }

    void merge(Listing part) {
        if (part.entries.isEmpty()) return;
        List<Entry> merged = new ArrayList<>(Math.min(most, entries.size() + part.entries.size()));
        int one = 0;
        int other = 0;
        while (merged.size() < most && (one < entries.size() || other < part.entries.size())) {
            boolean fromOne = other == part.entries.size()
                || one < entries.size() && entries.get(one).position() < part.entries.get(other).position();
            merged.add(fromOne ? entries.get(one++) : part.entries.get(other++));
        }
        entries = merged;
    }
}
