package io.leveret.persistence.catalog;

import java.util.Arrays;

/**
 * What tells one thing in the catalog from all others: the number of its kind and the fields that identify it. Keys are
 * in the order in which things can be brought back, as the numbers of kinds are.
 */
record Key(byte[] bytes) implements Comparable<Key> {

    int kind() {
        return bytes[0];
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "key of " + bytes.length + " bytes, kind " + kind();
    }
}
