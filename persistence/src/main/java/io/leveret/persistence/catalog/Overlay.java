package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * What logs say, to be laid over a snapshot. Whatever is there knows when it was made, and what was removed when it was
 * removed: something is gone if it, or anything that it goes with, was removed later. So removing a virtual host or a queue
 * with all its bindings is one note, and the snapshot can be read past it from file to file.
 */
final class Overlay {

    /** All of a snapshot is older than any change in the logs. */
    private static final long LONG_AGO = 0;

    private record Made(long at, byte[] details) {
    }

    private final TreeMap<Key, Made> made = new TreeMap<>();
    private final Map<Key, Long> removed = new HashMap<>();
    private long now = LONG_AGO;
    private long highestQueueId;

    void apply(CatalogChange change) {
        Layout<?> layout = ChangeFormat.layout(change);
        now++;
        if (layout.isRemoval()) {
            made.remove(layout.key(change));
            removed.put(layout.key(change), now);
        } else {
            made.put(layout.key(change), new Made(now, layout.details(change)));
            if (change instanceof CatalogChange.QueueDeclared queue) noteQueueId(queue.id());
            if (change instanceof CatalogChange.HoldingQueueOpened queue) noteQueueId(queue.id());
        }
    }

    void noteQueueId(long id) {
        highestQueueId = Math.max(highestQueueId, id);
    }

    /** Of all queues that there have been. */
    long highestQueueId() {
        return highestQueueId;
    }

    /**
     * What is there, by rising key; to be used up before anything else is done here.
     *
     * @param snapshot its entries by rising key
     */
    Iterator<Entry> over(Iterator<Entry> snapshot) {
        return new Merged(snapshot);
    }

    private boolean isGone(Entry entry, long madeAt) {
        if (removed.isEmpty()) return false;
        CatalogChange change = decode(entry);
        if (wasRemoved(entry.key(), madeAt)) return true;
        for (Key other : ChangeFormat.layout(change).goesWith(change)) {
            if (wasRemoved(other, madeAt)) return true;
        }
        return false;
    }

    private boolean wasRemoved(Key key, long since) {
        Long at = removed.get(key);
        return at != null && at > since;
    }

    private static CatalogChange decode(Entry entry) {
        try {
            return ChangeFormat.decode(entry);
        } catch (MalformedChangeException e) {
            throw new UnreadableEntryException(e);
        }
    }

    private final class Merged implements Iterator<Entry> {
        private final Iterator<Entry> snapshot;
        private final Iterator<Map.Entry<Key, Made>> log = made.entrySet().iterator();
        private Entry older;
        private Map.Entry<Key, Made> newer;
        private Entry next;

        Merged(Iterator<Entry> snapshot) {
            this.snapshot = snapshot;
            passOlder();
            passNewer();
            find();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Entry next() {
            if (next == null) throw new NoSuchElementException();
            Entry found = next;
            find();
            return found;
        }

        private void find() {
            next = null;
            while (next == null && (older != null || newer != null)) {
                int order = older == null ? 1 : newer == null ? -1 : older.key().compareTo(newer.getKey());
                Entry candidate = order < 0 ? older : new Entry(newer.getKey(), newer.getValue().details());
                if (!isGone(candidate, order < 0 ? LONG_AGO : newer.getValue().at())) next = candidate;
                if (order <= 0) passOlder();
                if (order >= 0) passNewer();
            }
        }

        private void passOlder() {
            older = snapshot.hasNext() ? snapshot.next() : null;
        }

        private void passNewer() {
            newer = log.hasNext() ? log.next() : null;
        }
    }
}
