package io.leveret.engine.queue;

import java.util.BitSet;

/** Ready messages of a priority queue: the highest priority first, and each priority in the order of positions. */
final class PriorityMessages implements ReadyMessages {

    private static final int NONE = -1;

    private final FifoMessages[] levels;
    private final int usualPriority;

    /** The levels with something in them, and perhaps one whose last message could not be read back. */
    private final BitSet occupied = new BitSet();

    /** The level that surplus is to be taken from, once its head has been read; less than 0 if it need not be. */
    private int surplusLevel = NONE;

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
    }

    @Override
    public void restore(QueuedMessage message) {
        levelOf(message).restore(message);
    }

    @Override
    public QueuedMessage pollFirst() {
        int level = top();
        return level < 0 ? null : removed(level, levels[level].pollFirst());
    }

    /** The oldest of the lowest priority: a full queue should not lose what matters most. */
    @Override
    public QueuedMessage pollSurplus() {
        if (top() < 0) return null;
        int level = occupied.nextSetBit(0);
        while (levels[level].isEmpty()) level = occupied.nextSetBit(level + 1);
        surplusLevel = levels[level].isLoaded() ? NONE : level;
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
    public long oldestPosition() {
        long oldest = Long.MAX_VALUE;
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            if (!levels[level].isEmpty()) oldest = Math.min(oldest, levels[level].firstPosition());
        }
        return oldest == Long.MAX_VALUE ? -1 : oldest;
    }

    @Override
    public long size() {
        long size = 0;
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            size += levels[level].size();
        }
        return size;
    }

    @Override
    public long bytes() {
        long bytes = 0;
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            bytes += levels[level].bytes();
        }
        return bytes;
    }

    @Override
    public boolean isEmpty() {
        return top() < 0;
    }

    /** A message of a lower priority does not overtake one that is still being read. */
    @Override
    public boolean isLoaded() {
        int level = top();
        return level >= 0 && levels[level].isLoaded();
    }

    @Override
    public void addCold(long position, long size, int priority) {
        level(priority < 0 ? usualPriority : priority).addCold(position, size, priority);
    }

    @Override
    public void list(Listing listing) {
        for (int level = top(); level >= 0; level = occupied.previousSetBit(level - 1)) {
            if (listing.enter(level)) levels[level].listLine(listing);
            if (level == 0) break;
        }
    }

    @Override
    public void takeOut(Picking picking) {
        for (int level = top(); level >= 0; level = occupied.previousSetBit(level - 1)) {
            levels[level].takeOut(picking);
            if (levels[level].isEmpty()) occupied.clear(level);
            if (level == 0) break;
        }
    }

    @Override
    public void putBack(QueuedMessage message, Paging paging) {
        levelOf(message).putBack(message, paging);
    }

    @Override
    public void pageOut(Paging paging) {
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            levels[level].pageOut(paging);
        }
    }

    @Override
    public Reading nextReading(HeadRoom room) {
        if (surplusLevel != NONE && !levels[surplusLevel].isLoaded()) {
            Reading next = levels[surplusLevel].nextReading(room);
            if (next != null) return next;
        }
        for (int level = top(); level >= 0; level = occupied.previousSetBit(level - 1)) {
            Reading next = levels[level].nextReading(room);
            if (next != null) return next;
            if (level == 0) break;
        }
        return null;
    }

    @Override
    public void clear(Dropped dropped) {
        for (int level = occupied.nextSetBit(0); level >= 0; level = occupied.nextSetBit(level + 1)) {
            levels[level].clear(dropped);
        }
        occupied.clear();
    }

    /** @return the highest level with something in it, or less than 0 */
    private int top() {
        int level = occupied.length() - 1;
        while (level >= 0 && levels[level].isEmpty()) {
            occupied.clear(level);
            level = occupied.length() - 1;
        }
        return level;
    }

    @Override
    public Traits traitsOf(QueuedMessage message) {
        return new Traits(message.message().priority(usualPriority), null, null);
    }

    private FifoMessages levelOf(QueuedMessage message) {
        return level(message.isInHeap() ? message.message().priority(usualPriority) : message.traits().priority());
    }

    private FifoMessages level(int priority) {
        int level = Math.min(priority, levels.length - 1);
        if (levels[level] == null) levels[level] = new FifoMessages();
        occupied.set(level);
        return levels[level];
    }

    private QueuedMessage removed(int level, QueuedMessage message) {
        if (levels[level].isEmpty()) occupied.clear(level);
        return message;
    }
}
