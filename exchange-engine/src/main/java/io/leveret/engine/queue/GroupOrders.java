package io.leveret.engine.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The groups that have something ready, in all the orders in which one is looked for. A group is taken out before its head or
 * its owner changes, and added again.
 */
final class GroupOrders {

    /** Groups whose next message is not in the heap. */
    private final TreeSet<MessageGroup> unread = byPosition();

    /** All others; the free ones among them, which any consumer may take; those whose head expires. */
    private final TreeSet<MessageGroup> loaded = byPosition();
    private final TreeSet<MessageGroup> free = byPosition();
    private final TreeSet<MessageGroup> expiring = new TreeSet<>(
        Comparator.comparingLong(MessageGroup::headExpiry).thenComparingLong(MessageGroup::headPosition));

    /** Consumers with something ready in a group of theirs, and which of these groups. */
    private final Map<Consumer, TreeSet<MessageGroup>> owned = new HashMap<>();
    private final Set<Consumer> ownersToServe = new LinkedHashSet<>();
    private long size;
    private long bytes;
    private int heapSize;
    private long heapBytes;

    private static TreeSet<MessageGroup> byPosition() {
        return new TreeSet<>(Comparator.comparingLong(MessageGroup::headPosition));
    }

    void add(MessageGroup group) {
        count(group.ready(), 1);
        if (!group.isLoaded()) {
            unread.add(group);
            return;
        }
        loaded.add(group);
        if (group.headExpiry() != QueuedMessage.NEVER) expiring.add(group);
        if (group.isFree()) {
            free.add(group);
        } else if (group.mayGoOn()) {
            owned.computeIfAbsent(group.owner(), owner -> byPosition()).add(group);
            ownersToServe.add(group.owner());
        }
    }

    void remove(MessageGroup group) {
        count(group.ready(), -1);
        if (!group.isLoaded()) {
            unread.remove(group);
            return;
        }
        loaded.remove(group);
        if (group.headExpiry() != QueuedMessage.NEVER) expiring.remove(group);
        if (group.isFree()) free.remove(group);
        else if (group.mayGoOn()) disown(group);
    }

    /** @return the one whose next message is the oldest, or null */
    MessageGroup first() {
        if (unread.isEmpty() || loaded.isEmpty()) return unread.isEmpty() ? firstOrNull(loaded) : unread.first();
        return unread.first().headPosition() < loaded.first().headPosition() ? unread.first() : loaded.first();
    }

    /** @return of those that any consumer may take from, or null */
    MessageGroup firstFree() {
        return firstOrNull(free);
    }

    /** @return of those that the consumer alone may take from, or null */
    MessageGroup firstOf(Consumer consumer) {
        TreeSet<MessageGroup> own = owned.get(consumer);
        return own == null ? null : own.first();
    }

    MessageGroup firstToExpire() {
        return firstOrNull(expiring);
    }

    MessageGroup firstUnread() {
        return firstOrNull(unread);
    }

    /** Looks for one among so many of the oldest that are to be read. */
    MessageGroup findUnread(int most, Predicate<MessageGroup> wanted) {
        int left = most;
        for (MessageGroup group : unread) {
            if (wanted.test(group)) return group;
            if (--left == 0) break;
        }
        return null;
    }

    /** @return the one before, or the last if there is none or it has become unknown; null when there are none at all */
    MessageGroup loadedBefore(MessageGroup group) {
        boolean isKnown = group != null && !group.ready().isEmpty() && loaded.contains(group);
        MessageGroup before = isKnown ? loaded.lower(group) : null;
        return before != null || loaded.isEmpty() ? before : loaded.last();
    }

    boolean hasLoaded() {
        return !loaded.isEmpty();
    }

    /** Whether nobody can take anything of what is in the heap. */
    boolean isStuck() {
        return free.isEmpty() && owned.isEmpty();
    }

    List<MessageGroup> all() {
        List<MessageGroup> all = new ArrayList<>(loaded);
        all.addAll(unread);
        return all;
    }

    // ---- owners

    /** @return an owner of groups that can take something, or null; those that cannot are not asked again before they can */
    Consumer nextOwner(Predicate<Consumer> canTake) {
        while (!ownersToServe.isEmpty()) {
            Consumer owner = ownersToServe.iterator().next();
            if (canTake.test(owner)) return owner;
            ownersToServe.remove(owner);
        }
        return null;
    }

    void hasRoomAgain(Consumer consumer) {
        if (owned.containsKey(consumer)) ownersToServe.add(consumer);
    }

    private void disown(MessageGroup group) {
        TreeSet<MessageGroup> groupsOfOwner = owned.get(group.owner());
        groupsOfOwner.remove(group);
        if (!groupsOfOwner.isEmpty()) return;
        owned.remove(group.owner());
        ownersToServe.remove(group.owner());
    }

    // ---- how much there is

    long size() {
        return size;
    }

    /** The bodies, in bytes. */
    long bytes() {
        return bytes;
    }

    int heapSize() {
        return heapSize;
    }

    long heapBytes() {
        return heapBytes;
    }

    private void count(FifoMessages line, int sign) {
        size += sign * line.size();
        bytes += sign * line.bytes();
        heapSize += sign * line.heapSize();
        heapBytes += sign * line.heapBytes();
    }

    private static MessageGroup firstOrNull(TreeSet<MessageGroup> groups) {
        return groups.isEmpty() ? null : groups.first();
    }
}
