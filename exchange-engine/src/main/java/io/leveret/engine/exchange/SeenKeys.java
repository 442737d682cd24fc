package io.leveret.engine.exchange;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys seen last: at most so many, each for a time. Callable from any thread. */
final class SeenKeys {
    /** The time to live of a key that is forgotten only to make room. */
    static final long FOREVER = Long.MAX_VALUE;

    private final int capacity;
    /** When each key will be forgotten, in the order in which they came. */
    private final Map<Object, Long> expiries = new LinkedHashMap<>();

    SeenKeys(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the key is new, or its time had run out; from now on it is known. */
    synchronized boolean add(Object key, long timeToLive, long now) {
        Long expiry = expiries.get(key);
        if (expiry != null && expiry > now) return false;
        expiries.remove(key); // one that comes again is young again
        expiries.put(key, timeToLive >= FOREVER - now ? FOREVER : now + timeToLive);
        makeRoom(now);
        return true;
    }

    synchronized int size() {
        return expiries.size();
    }

    /** Drops what is over the capacity, and the oldest as far as they have expired. */
    private void makeRoom(long now) {
        Iterator<Long> oldestFirst = expiries.values().iterator();
        while (oldestFirst.hasNext()) {
            long expiry = oldestFirst.next();
            if (expiries.size() <= capacity && expiry > now) return;
            oldestFirst.remove();
        }
    }
}
