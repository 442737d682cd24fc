package io.leveret.engine.queue;

import io.leveret.codec.value.FieldValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ready messages of a queue with message groups: those with the same value in the group header are handled in order,
 * by one consumer at a time, while different groups go to different consumers.
 *
 * <p>A group belongs to a consumer as long as that holds one of its messages. When a message comes back, the group waits
 * until whatever was handed out after it is settled too, and then goes on from there; if it comes back with a delay, all
 * that comes after it waits that out. A group with nothing ready and nothing held is forgotten, so idle groups cost nothing. Among
 * groups the one that has waited longest goes first.
 *
 * <p>When memory is scarce, groups are made of the oldest messages only; the others wait in one line behind them. What comes
 * back to a group need not be in the heap: its group is nobody's to take from until it was read.
 */
final class GroupedMessages implements ReadyMessages {

    /** Messages in groups while there is a line behind them, and as how many times the head of a line. */
    private static final int GROUPED = 2048;
    private static final int HEADS = 4;

    /** So many times what is in groups may be there when all of it has to wait for others. */
    private static final int WHEN_STUCK = 8;

    /** Groups that are looked at in one turn. */
    private static final int LOOKED_AT = 64;

    private final String header;
    private final Map<String, MessageGroup> groups = new HashMap<>();
    private final MessageGroup ungrouped = new MessageGroup("");

    private final GroupOrders orders = new GroupOrders();
    private HeadRoom room = HeadRoom.PLENTY;

    /** The group that has let go of messages last; null before the first. */
    private MessageGroup pagedOut;
    private boolean surplusIsUnread;

    /** What came after all that is in groups. */
    private final LineBehind behind = new LineBehind();

    /** @param header whose text is the group of a message */
    GroupedMessages(String header) {
        this.header = header;
    }

    @Override
    public void addLast(QueuedMessage message) {
        if (!behind.isThere()) {
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
        list(group);
    }

    @Override
    public void restore(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        unlist(group);
        group.ready().restore(message);
        list(group);
    }

    /** Its group may belong to somebody. */
    @Override
    public boolean canBePassedBy() {
        return false;
    }

    @Override
    public QueuedMessage pollFirst() {
        MessageGroup free = orders.firstFree();
        return free == null ? null : poll(free);
    }

    @Override
    public Consumer nextTaker(Consumers consumers) {
        if (consumers.arePaused()) return null;
        if (orders.firstFree() != null) {
            Consumer next = consumers.nextWithRoom();
            if (next != null) return next;
        }
        return orders.nextOwner(owner -> consumers.serves(owner) && owner.hasRoom() && owner.mayTakeOne());
    }

    /** The oldest message that this consumer may have: of a group of its own, or of a free one. */
    @Override
    public QueuedMessage pollFor(Consumer consumer) {
        MessageGroup oldest = orders.firstOf(consumer);
        MessageGroup free = orders.firstFree();
        if (oldest == null || free != null && free.headPosition() < oldest.headPosition()) oldest = free;
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
        orders.hasRoomAgain(consumer);
    }

    @Override
    public QueuedMessage pollSurplus() {
        MessageGroup oldest = orders.first();
        surplusIsUnread = oldest != null && !oldest.isLoaded();
        return oldest == null || surplusIsUnread ? null : poll(oldest);
    }

    @Override
    public QueuedMessage pollExpired(long millis) {
        MessageGroup first = orders.firstToExpire();
        return first == null || first.headExpiry() > millis ? null : poll(first);
    }

    @Override
    public long nextExpiry() {
        MessageGroup first = orders.firstToExpire();
        return first == null ? QueuedMessage.NEVER : first.headExpiry();
    }

    @Override
    public long size() {
        return orders.size() + behind.size();
    }

    @Override
    public long bytes() {
        return orders.bytes() + behind.bytes();
    }

    @Override
    public boolean isEmpty() {
        return orders.size() == 0 && !behind.isThere();
    }

    @Override
    public boolean isLoaded() {
        return orders.hasLoaded();
    }

    /** Messages of a group that nobody has messages of, and whose turn it is, may have to be read. */
    @Override
    public boolean isLoading() {
        if (orders.firstFree() == null && behind.isLoading() && mayMoveUp()) return true;
        return nextFreeIfUnread() != null;
    }

    @Override
    public void addCold(long position, long coldSize, int priority) {
        behind.addCold(position, coldSize, priority);
    }

    @Override
    public boolean addColdRetry(long position, long coldSize, int priority, long dueAt, Delays delays) {
        behind.addColdRetry(position, coldSize, priority, dueAt, delays);
        return true;
    }

    @Override
    public Traits traitsOf(QueuedMessage message) {
        MessageGroup group = groupOf(message);
        return group == ungrouped ? Traits.NONE : new Traits(0, group.name(), null);
    }

    @Override
    public void pageOut(Paging paging) {
        room = paging.room();
        if (!hasRoom(1)) behind.begin();
        behind.pageOut(paging);
        if (!hasRoom(WHEN_STUCK)) pageOutGroups(paging);
    }

    /** Some groups in each turn, those first that are served last; each keeps its next messages. */
    private void pageOutGroups(Paging paging) {
        for (int left = LOOKED_AT; left > 0 && paging.mayGoOn(); left--) {
            pagedOut = orders.loadedBefore(pagedOut);
            if (pagedOut == null) return;
            orders.remove(pagedOut);
            pagedOut.ready().pageOut(paging, HeadRoom.SCARCE);
            orders.add(pagedOut);
        }
    }

    @Override
    public Reading nextReading(HeadRoom now) {
        room = now;
        moveUp();
        MessageGroup group = nextToRead();
        Reading next = group == null ? null : group.ready().nextReading(now);
        if (next != null) return new GroupReading(group, next);
        return behind.nextReading(now);
    }

    /** Reads what can be handed out then, or has to go. */
    private MessageGroup nextToRead() {
        if (surplusIsUnread && orders.firstUnread() != null) return orders.firstUnread();
        MessageGroup next = nextFreeIfUnread();
        if (next != null) return next;
        boolean mayRead = hasRoom(WHEN_STUCK) || orders.isStuck();
        return mayRead ? orders.findUnread(LOOKED_AT, group -> group.isFree() || group.mayGoOn()) : null;
    }

    /** The group that whoever takes from any would have to take from, if it is to be read first; else null. */
    private MessageGroup nextFreeIfUnread() {
        MessageGroup oldest = orders.findUnread(LOOKED_AT, MessageGroup::isFree);
        MessageGroup free = orders.firstFree();
        boolean isNext = oldest != null && (free == null || oldest.headPosition() < free.headPosition());
        return isNext ? oldest : null;
    }

    @Override
    public void loaded() {
        moveUp();
    }

    @Override
    public void clear(Dropped dropped) {
        behind.clear(dropped);
        for (MessageGroup group : orders.all()) {
            unlist(group);
            group.ready().clear(dropped);
            list(group);
        }
    }

    @Override
    public void list(Listing listing) {
        if (!listing.enter(0)) return;
        for (MessageGroup group : orders.all()) {
            Listing part = listing.beside();
            group.ready().listLine(part);
            listing.merge(part);
        }
        behind.list(listing);
    }

    @Override
    public void takeOut(Picking picking) {
        Set<MessageGroup> concerned = new HashSet<>();
        for (Browsed each : picking.seen()) {
            String name = each.message().properties().header(header).map(FieldValue::asText).orElse(null);
            MessageGroup group = name == null ? ungrouped : groups.get(name);
            if (group != null) concerned.add(group);
        }
        for (MessageGroup group : concerned) {
            unlist(group);
            group.ready().takeOut(picking);
            list(group);
        }
        behind.takeOut(picking);
        moveUp();
    }

    /** To its group, or to where it stood behind all groups. */
    @Override
    public void putBack(QueuedMessage message, Paging paging) {
        if (behind.putBack(message, paging)) return;
        MessageGroup group = groupOf(message);
        unlist(group);
        group.ready().putBack(message, paging);
        list(group);
    }

    /** Groups take from the line behind them what they have room for. */
    private void moveUp() {
        if (behind.isThere()) behind.moveUp(this::mayMoveUp, this::enter, this);
    }

    private boolean mayMoveUp() {
        return hasRoom(orders.isStuck() ? WHEN_STUCK : 1);
    }

    private boolean hasRoom(int times) {
        int most = Math.min(GROUPED, HEADS * room.messages);
        return orders.heapSize() == 0 || orders.heapSize() < times * most && orders.heapBytes() < times * room.bytes;
    }

    /** Groups that are kept in memory. */
    int groupCount() {
        return groups.size();
    }

    private MessageGroup groupOf(QueuedMessage message) {
        if (!message.isInHeap()) return groupNamed(message.traits().group());
        Optional<FieldValue> value = message.message().properties().header(header);
        return groupNamed(value.isEmpty() ? null : value.get().asText());
    }

    private MessageGroup groupNamed(String name) {
        return name == null ? ungrouped : groups.computeIfAbsent(name, MessageGroup::new);
    }

    private QueuedMessage poll(MessageGroup group) {
        unlist(group);
        QueuedMessage message = group.ready().pollFirst();
        list(group);
        moveUp();
        return message;
    }

    /** Before its head or its owner changes. */
    private void unlist(MessageGroup group) {
        if (!group.ready().isEmpty()) orders.remove(group);
    }

    /** Puts the group where it belongs, or forgets it. */
    private void list(MessageGroup group) {
        if (group.isIdle()) groups.remove(group.name(), group);
        else if (group != ungrouped) groups.putIfAbsent(group.name(), group);
        if (!group.ready().isEmpty()) orders.add(group);
    }

    /** The next messages of a group. */
    private final class GroupReading implements Reading {
        private final MessageGroup group;
        private final Reading ofLine;

        GroupReading(MessageGroup group, Reading ofLine) {
            this.group = group;
            this.ofLine = ofLine;
        }

        @Override
        public long[] positions() {
            return ofLine.positions();
        }

        @Override
        public long mostBytes() {
            return ofLine.mostBytes();
        }

        @Override
        public boolean isWanted() {
            return ofLine.isWanted();
        }

        @Override
        public void loaded(int answered, List<QueuedMessage> messages) {
            unlist(group);
            ofLine.loaded(answered, messages);
            list(group);
        }
    }
}
