package io.leveret.engine.exchange;

import java.util.Arrays;

/**
 * Objects in the order they were first added, each once, by identity. Emptied and filled again for every message: a few are
 * found by looking at each, many by a hash index, and nothing is allocated until there are more than ever before.
 */
final class Distinct {
    /** Up to so many, looking at each is faster than hashing. */
    private static final int FEW = 8;
    /** What one message with many matches needed is not kept for the rest of the connection's life. */
    private static final int KEPT = 1024;

    private Object[] items = new Object[FEW];
    private int size;
    /** Open addressing, at most half full, of a power of two; null while nobody asked for it. */
    private Object[] index;
    /** How many of the items are in the index, from the first. */
    private int indexed;

    int size() {
        return size;
    }

    Object get(int position) {
        return items[position];
    }

    /** Whether it is new. */
    boolean add(Object item) {
        if (size < FEW ? isAmongFew(item) : !addToIndex(item)) return false;
        if (size == items.length) items = Arrays.copyOf(items, size * 2);
        items[size++] = item;
        return true;
    }

    /** Adds all of an array that holds nothing twice. */
    void addAll(Object[] added) {
        if (size > 0) {
            for (Object item : added) add(item);
            return;
        }
        if (added.length > items.length) items = new Object[added.length];
        System.arraycopy(added, 0, items, 0, added.length);
        size = added.length;
    }

    void clear() {
        if (size > KEPT) {
            items = new Object[FEW];
        } else {
            Arrays.fill(items, 0, size, null);
        }
        size = 0;
        if (indexed == 0) return;
        if (index.length > KEPT) {
            index = null;
        } else {
            Arrays.fill(index, null);
        }
        indexed = 0;
    }

    private boolean isAmongFew(Object item) {
        for (int i = 0; i < size; i++) {
            if (items[i] == item) return true;
        }
        return false;
    }

    private boolean addToIndex(Object item) {
        if (index == null || index.length < 2 * (size + 1)) reindex();
        while (indexed < size) place(items[indexed++]);
        if (!place(item)) return false;
        indexed++;
        return true;
    }

    private void reindex() {
        index = new Object[Integer.highestOneBit(size) * 4];
        indexed = 0;
    }

    private boolean place(Object item) {
        int mask = index.length - 1;
        int hash = System.identityHashCode(item) * 0x9E3779B9; // the golden ratio spreads best into the upper bits
        for (int slot = hash >>> Integer.numberOfLeadingZeros(mask); ; slot = slot + 1 & mask) {
            if (index[slot] == null) {
                index[slot] = item;
                return true;
            }
            if (index[slot] == item) return false;
        }
    }
}
