package io.leveret.engine.queue;

import java.util.BitSet;

/** Ready messages of a priority queue: the highest priority first, and each priority in the order of positions. */
final class PriorityMessages implements ReadyMessages {

    private final FifoMessages[] levels;
    private final int usualPriority;
    private final BitSet occupied = new BitSet();
    private int size;
    private long bytes;

    /**
     * @param maxPriority   the highest that counts; a message with a higher one has this
     * @param usualPriority that of a message without
     */
    PriorityMessages(int maxPriority, int usualPriority) {
        levels = new FifoMessages[maxPriority + 1];
        this.usualPriority = usualPriority;
    }

    @Override
    public void addLast(QueuedMessage message) {
        levelOf(message).addLast(message);
        added(message);
    }

    @Override
    public void restore(QueuedMessage message) {
        levelOf(message).restore(message);
        added(message);
    }

    @Override
    public QueuedMessage pollFirst() {
        if (size == 0) return null;
        int level = occupied.length() - 1;
        return removed(level, levels[level].pollFirst());
    }

    /** The oldest of the lowest priority: a full queue should not lose what matters most. */
    @Override
    public QueuedMessage pollSurplus() {
        if (size == 0) return null;
        int level = occupied.nextSetBit(0);
        return removed(level, levels[level].pollFirst());
    }

    @Override
    public QueuedMessage pollExpired(long millis) {
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            QueuedMessage expired = levels[level].pollExpired(millis);
            if (expired != null) return removed(level, expired);
        }
        return null;
    }

    @Override
    public long nextExpiry() {
        long next = QueuedMessage.NEVER;
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            next = Math.min(next, levels[level].nextExpiry());
        }
        return next;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    private FifoMessages levelOf(QueuedMessage message) {
        int level = Math.min(message.message().priority(usualPriority), levels.length - 1);
        if (levels[level] == null) levels[level] = new FifoMessages();
        occupied.set(level);
        return levels[level];
    }

    private void added(QueuedMessage message) {
        size++;
        bytes += message.size();
    }

    private QueuedMessage removed(int level, QueuedMessage message) {
        if (levels[level].isEmpty()) occupied.clear(level);
        size--;
        bytes -= message.size();
        return message;
    }
}
