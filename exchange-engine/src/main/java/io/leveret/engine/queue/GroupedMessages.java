package io.leveret.engine.queue;

import io.leveret.codec.value.FieldValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ready messages of a queue with message groups: those with the same value in the group header are handled in order,
 * by one consumer at a time, while different groups go to different consumers.
 *
 * <p>A group belongs to a consumer as long as that holds one of its messages. When a message comes back, the group waits
 * until whatever was handed out after it is settled too, and then goes on from there; if it comes back with a delay, all
 * that comes after it waits that out. A group with nothing ready and nothing held is forgotten, so idle groups cost nothing. Among
 * groups the one that has waited longest goes first.
 *
 * <p>When memory is scarce, groups are made of the oldest messages only; the others wait in one line behind them.
 */
final class GroupedMessages implements ReadyMessages {

    /** Messages in groups while there is a line behind them; and when all of those have to wait for others. */
    private static final int GROUPED = 2048;
    private static final int MOST_GROUPED = 16_384;

    private final String header;
    private final Map<String, MessageGroup> groups = new HashMap<>();
    private final MessageGroup ungrouped = new MessageGroup("");

    /** Groups with something ready; the free ones among them, which any consumer may take; those whose head expires. */
    private final TreeSet<MessageGroup> waiting = new TreeSet<>(Comparator.comparingLong(MessageGroup::headPosition));
    private final TreeSet<MessageGroup> free = new TreeSet<>(Comparator.comparingLong(MessageGroup::headPosition));
    private final TreeSet<MessageGroup> expiring = new TreeSet<>(
        Comparator.comparingLong(MessageGroup::headExpiry).thenComparingLong(MessageGroup::headPosition));

    /** Consumers with something ready in a group of theirs, and which of these groups. */
    private final Map<Consumer, TreeSet<MessageGroup>> owned = new HashMap<>();
    private final Set<Consumer> ownersToServe = new LinkedHashSet<>();
    private int size;
    private long bytes;

    /** What came after all that is in groups; null as long as there is room for all. */
    private FifoMessages behind;

    /** @param header whose text is the group of a message */
    GroupedMessages(String header) {
        this.header = header;
    }

    @Override
    public void addLast(QueuedMessage message) {
        if (behind == null) {
            enter(message);
            return;
        }
        behind.addLast(message);
        moveUp();
    }

    private void enter(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        unlist(group);
        group.ready().addLast(message);
        added(group, message);
    }

    @Override
    public void restore(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        unlist(group);
        group.ready().restore(message);
        added(group, message);
    }

    /** Its group may belong to somebody. */
    @Override
    public boolean canBePassedBy() {
        return false;
    }

    @Override
    public QueuedMessage pollFirst() {
        return free.isEmpty() ? null : poll(free.first());
    }

    @Override
    public Consumer nextTaker(Consumers consumers) {
        if (!free.isEmpty()) {
            Consumer next = consumers.nextWithRoom();
            if (next != null) return next;
        }
        while (!ownersToServe.isEmpty()) {
            Consumer owner = ownersToServe.iterator().next();
            if (consumers.serves(owner) && owner.hasRoom() && owner.mayTakeOne()) return owner;
            ownersToServe.remove(owner);
        }
        return null;
    }

    /** The oldest message that this consumer may have: of a group of its own, or of a free one. */
    @Override
    public QueuedMessage pollFor(Consumer consumer) {
        TreeSet<MessageGroup> own = owned.get(consumer);
        MessageGroup oldest = own == null ? null : own.first();
        if (oldest == null || !free.isEmpty() && free.first().headPosition() < oldest.headPosition()) oldest = free.first();
        return poll(oldest);
    }

    @Override
    public void handedOut(QueuedMessage message, Consumer holder) {
        MessageGroup group = groupOf(message);
        if (group == ungrouped) return;
        unlist(group);
        group.hold(message, holder);
        list(group);
    }

    @Override
    public void handedBack(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        if (group == ungrouped) return;
        unlist(group);
        group.release(message);
        list(group);
    }

    @Override
    public void postponed(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        if (group == ungrouped) return;
        unlist(group);
        group.postpone(message);
        list(group);
    }

    @Override
    public void delayIsOver(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        if (group == ungrouped) return;
        unlist(group);
        group.endDelay(message);
        list(group);
    }

    @Override
    public void hasRoomAgain(Consumer consumer) {
        if (owned.containsKey(consumer)) ownersToServe.add(consumer);
    }

    @Override
    public QueuedMessage pollSurplus() {
        return waiting.isEmpty() ? null : poll(waiting.first());
    }

    @Override
    public QueuedMessage pollExpired(long millis) {
        return expiring.isEmpty() || expiring.first().headExpiry() > millis ? null : poll(expiring.first());
    }

    @Override
    public long nextExpiry() {
        return expiring.isEmpty() ? QueuedMessage.NEVER : expiring.first().headExpiry();
    }

    @Override
    public long size() {
        return behind == null ? size : size + behind.size();
    }

    @Override
    public long bytes() {
        return behind == null ? bytes : bytes + behind.bytes();
    }

    @Override
    public boolean isEmpty() {
        return size == 0 && behind == null;
    }

    @Override
    public boolean isLoaded() {
        return size > 0;
    }

    @Override
    public void addCold(long position, long coldSize, int priority) {
        if (behind == null) behind = new FifoMessages();
        behind.addCold(position, coldSize, priority);
    }

    @Override
    public void pageOut(Paging paging) {
        if (behind == null && size < GROUPED) return;
        if (behind == null) behind = new FifoMessages();
        behind.pageOut(paging);
    }

    @Override
    public Reading nextReading(HeadRoom room) {
        if (behind == null) return null;
        moveUp();
        return behind == null ? null : behind.nextReading(room);
    }

    @Override
    public void loaded() {
        moveUp();
    }

    @Override
    public void clear(Dropped dropped) {
        if (behind != null) behind.clear(dropped);
        behind = null;
        while (!waiting.isEmpty()) dropped.drop(poll(waiting.first()));
    }

    /** Groups take from the line behind them what they have room for. */
    private void moveUp() {
        if (behind == null) return;
        while (behind.isLoaded() && size < (free.isEmpty() && owned.isEmpty() ? MOST_GROUPED : GROUPED)) {
            enter(behind.pollFirst());
        }
        if (behind.isEmpty()) behind = null;
    }

    /** Groups that are kept in memory. */
    int groupCount() {
        return groups.size();
    }

    private MessageGroup groupOf(QueuedMessage message) {
        Optional<FieldValue> value = message.message().properties().header(header);
        return value.isEmpty() ? ungrouped : groups.computeIfAbsent(value.get().asText(), MessageGroup::new);
    }

    private QueuedMessage poll(MessageGroup group) {
        unlist(group);
        QueuedMessage message = group.ready().pollFirst();
        size--;
        bytes -= message.size();
        list(group);
        moveUp();
        return message;
    }

    private void added(MessageGroup group, QueuedMessage message) {
        size++;
        bytes += message.size();
        list(group);
    }

    /** Takes the group out of all orders, before its head or its owner changes. */
    private void unlist(MessageGroup group) {
        if (group.ready().isEmpty()) return;
        waiting.remove(group);
        if (group.headExpiry() != QueuedMessage.NEVER) expiring.remove(group);
        if (group.isFree()) free.remove(group);
        else if (group.mayGoOn()) disown(group);
    }

    /** Puts the group where it belongs, or forgets it. */
    private void list(MessageGroup group) {
        if (group.isIdle()) groups.remove(group.name(), group);
        else if (group != ungrouped) groups.putIfAbsent(group.name(), group);
        if (group.ready().isEmpty()) return;
        waiting.add(group);
        if (group.headExpiry() != QueuedMessage.NEVER) expiring.add(group);
        if (group.isFree()) {
            free.add(group);
        } else if (group.mayGoOn()) {
            owned.computeIfAbsent(group.owner(), owner -> new TreeSet<>(Comparator.comparingLong(MessageGroup::headPosition)))
                .add(group);
            ownersToServe.add(group.owner());
        }
    }

    private void disown(MessageGroup group) {
        TreeSet<MessageGroup> groupsOfOwner = owned.get(group.owner());
        groupsOfOwner.remove(group);
        if (!groupsOfOwner.isEmpty()) return;
        owned.remove(group.owner());
        ownersToServe.remove(group.owner());
    }
}
