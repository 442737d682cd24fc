package io.leveret.engine.exchange;

import java.util.Arrays;

/** Arrays that are never written once others can see them: a change makes a new one. */
final class CopyOnWrite {
    private CopyOnWrite() { }

    static <T> T[] with(T[] array, T item) {
        T[] longer = Arrays.copyOf(array, array.length + 1);
        longer[array.length] = item;
        return longer;
    }

    /** Without the first such item; the same array if there is none. */
    static <T> T[] without(T[] array, T item) {
        int gone = indexOf(array, item);
        if (gone < 0) return array;
        T[] shorter = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, gone + 1, shorter, gone, array.length - 1 - gone);
        return shorter;
    }

    static <T> boolean contains(T[] array, T item) {
        return indexOf(array, item) >= 0;
    }

    /** Less than 0 if there is none. */
    static <T> int indexOf(T[] array, T item) {
        for (int i = 0; i < array.length; i++) {
            if (array[i].equals(item)) return i;
        }
        return -1;
    }
}
