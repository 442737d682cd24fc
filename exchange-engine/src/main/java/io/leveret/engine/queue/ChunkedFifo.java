package io.leveret.engine.queue;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * First in, first out, in linked chunks: adding never copies what is there already, and the room of what has left is
 * given back, so a queue that once held millions is small again when it is empty.
 */
final class ChunkedFifo<T> {

    private static final int CHUNK = 256;
    private static final int FIRST_CHUNK = 16;

    private Chunk head;
    private Chunk tail;
    private int first;
    private int size;

    void addLast(T element) {
        if (tail == null) head = tail = new Chunk(FIRST_CHUNK);
        else if (tail.end == tail.elements.length) tail = tail.next = new Chunk(CHUNK);
        tail.elements[tail.end++] = element;
        size++;
    }

    /** @return the oldest element, or null when there is none; it stays */
    @SuppressWarnings("unchecked") // only addLast writes elements
    T peekFirst() {
        return size == 0 ? null : (T) head.elements[first];
    }

    /** @return the oldest element, or null when there is none */
    @SuppressWarnings("unchecked") // only addLast writes elements
    T pollFirst() {
        if (size == 0) return null;
        T element = (T) head.elements[first];
        head.elements[first++] = null;
        size--;
        if (size == 0) rewind();
        else if (first == head.end) dropHead();
        return element;
    }

    /**
     * Shows the elements in order. Chunks that end before what is wanted cost nothing but that question.
     *
     * @param isBefore whether an element comes before those that are wanted
     * @param visitor  answers whether to go on
     */
    void visit(Predicate<T> isBefore, Predicate<T> visitor) {
        for (Chunk chunk = size == 0 ? null : head; chunk != null; chunk = chunk.next) {
            int start = chunk == head ? first : 0;
            if (isBefore.test(at(chunk, chunk.end - 1))) continue;
            for (int i = start; i < chunk.end; i++) {
                T element = at(chunk, i);
                if (!isBefore.test(element) && !visitor.test(element)) return;
            }
        }
    }

    /**
     * Takes elements out from wherever they are.
     *
     * @param isBefore whether an element comes before those that are wanted
     * @param isBehind whether it comes after them
     */
    void takeOut(Predicate<T> isBefore, Predicate<T> isBehind, Predicate<T> wanted) {
        Chunk previous = null;
        for (Chunk chunk = size == 0 ? null : head; chunk != null; chunk = chunk.next) {
            int start = chunk == head ? first : 0;
            if (start < chunk.end && isBehind.test(at(chunk, start))) return;
            if (start < chunk.end && !isBefore.test(at(chunk, chunk.end - 1))) size -= takeOut(chunk, start, wanted);
            boolean isOnly = previous == null && chunk == tail;
            if (start == chunk.end && !isOnly) unlink(chunk, previous);
            else previous = chunk;
        }
        if (size == 0 && tail != null) rewind();
    }

    /** Adds an element behind all that come before it. */
    void insert(T element, Predicate<T> isBefore) {
        if (size == 0 || isBefore.test(at(tail, tail.end - 1))) {
            addLast(element);
            return;
        }
        Chunk chunk = head;
        while (isBefore.test(at(chunk, chunk.end - 1))) chunk = chunk.next;
        int place = chunk == head ? first : 0;
        while (isBefore.test(at(chunk, place))) place++;
        if (chunk.end == chunk.elements.length) {
            split(chunk, place);
            chunk.elements[chunk.end++] = element;
        } else {
            System.arraycopy(chunk.elements, place, chunk.elements, place + 1, chunk.end++ - place);
            chunk.elements[place] = element;
        }
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Empty: the last chunk is used again from its start, so a queue that is drained as it fills allocates nothing. */
    private void rewind() {
        head = tail;
        first = 0;
        tail.end = 0;
    }

    @SuppressWarnings("unchecked") // only elements are written
    private T at(Chunk chunk, int index) {
        return (T) chunk.elements[index];
    }

    /** @return how many were taken */
    private int takeOut(Chunk chunk, int start, Predicate<T> wanted) {
        int kept = start;
        for (int i = start; i < chunk.end; i++) {
            if (!wanted.test(at(chunk, i))) chunk.elements[kept++] = chunk.elements[i];
        }
        int taken = chunk.end - kept;
        Arrays.fill(chunk.elements, kept, chunk.end, null);
        chunk.end = kept;
        return taken;
    }

    private void unlink(Chunk empty, Chunk previous) {
        if (empty == tail) tail = previous;
        if (previous == null) {
            head = empty.next;
            first = 0;
        } else {
            previous.next = empty.next;
        }
    }

    /** What stands from there on moves to a chunk of its own. */
    private void split(Chunk chunk, int place) {
        Chunk rest = new Chunk(Math.max(CHUNK, chunk.end - place));
        rest.end = chunk.end - place;
        System.arraycopy(chunk.elements, place, rest.elements, 0, rest.end);
        Arrays.fill(chunk.elements, place, chunk.end, null);
        chunk.end = place;
        rest.next = chunk.next;
        chunk.next = rest;
        if (tail == chunk) tail = rest;
    }

    private void dropHead() {
        head = head.next;
        first = 0;
    }

    private static final class Chunk {
        final Object[] elements;
        int end;
        Chunk next;

        Chunk(int capacity) {
            elements = new Object[capacity];
        }
    }
}
