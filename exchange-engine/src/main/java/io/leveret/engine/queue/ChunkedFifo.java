package io.leveret.engine.queue;

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
        else if (first == head.elements.length) dropHead();
        return element;
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
