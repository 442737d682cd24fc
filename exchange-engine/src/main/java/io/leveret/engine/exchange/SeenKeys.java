package io.leveret.engine.exchange;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The keys seen last: at most so many, and no more text than that, each for a time. Callable from any thread. */
final class SeenKeys {
    /** The time to live of a key that is forgotten only to make room. */
    static final long FOREVER = Long.MAX_VALUE;

    /** Clients choose how long their keys are. */
    static final long MOST_CHARACTERS = 64L << 20;

    private final int capacity;
    private final long mostCharacters;
    /** In the order in which they came. */
    private final Map<String, SeenKey> keys = new LinkedHashMap<>();
    private long characters;

    SeenKeys(int capacity) {
        this(capacity, MOST_CHARACTERS);
    }

    SeenKeys(int capacity, long mostCharacters) {
        this.capacity = capacity;
        this.mostCharacters = mostCharacters;
    }

    /** Empty when the key is known; else it is from now on, for as long as its time runs and the result is not forgotten. */
    synchronized Optional<SeenKey> add(String text, long timeToLive, long now) {
        SeenKey known = keys.get(text);
        if (known != null && known.expiry() > now) return Optional.empty();
        if (known != null) forget(known); // one that comes again is young again
        SeenKey added = new SeenKey(this, text, timeToLive >= FOREVER - now ? FOREVER : now + timeToLive);
        put(added, now);
        return Optional.of(added);
    }

    /** Knows a key again that was forgotten; false if another message has brought the same text since. */
    synchronized boolean restore(SeenKey key, long now) {
        SeenKey known = keys.get(key.text());
        if (known != null && known.expiry() > now) return false;
        if (known != null) forget(known);
        put(key, now);
        return true;
    }

    private void put(SeenKey key, long now) {
        keys.put(key.text(), key);
        characters += key.text().length();
        makeRoom(now);
    }

    synchronized boolean contains(String text, long now) {
        SeenKey known = keys.get(text);
        return known != null && known.expiry() > now;
    }

    /** Does nothing when it is gone already, though another message may have brought the same text since. */
    synchronized void forget(SeenKey key) {
        if (keys.get(key.text()) != key) return;
        keys.remove(key.text());
        characters -= key.text().length();
    }

    synchronized int size() {
        return keys.size();
    }

    /** Drops the oldest while there are too many, and as far as they have expired. */
    private void makeRoom(long now) {
        Iterator<SeenKey> oldestFirst = keys.values().iterator();
        while (oldestFirst.hasNext()) {
            SeenKey oldest = oldestFirst.next();
            if (keys.size() <= capacity && characters <= mostCharacters && oldest.expiry() > now) return;
            oldestFirst.remove();
            characters -= oldest.text().length();
        }
    }
}
