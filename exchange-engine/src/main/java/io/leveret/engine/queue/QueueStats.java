package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Levels;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.Passage;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a queue counts, and how much is in it. Written on its home loop, most of it once a turn; read by anybody, who never
 * has to ask the loop.
 */
public final class QueueStats {

    /** Exchanges that are told apart; whoever comes after that counts for the queue as a whole. */
    private static final int MOST_SOURCES = 256;

    private static final long[] NOTHING = new long[QueueLevel.values().length];

    private final Scope scope;
    private final Loop home;
    private final QueueType type;
    private final History history;
    private final Counters counters;
    private final Levels<QueueLevel> levels = new Levels<>(NOTHING);
    private volatile Set<ChannelPassage> deliveries; // null until there is one
    private volatile Map<String, Source> sources = Map.of();

    /** The exchange that the latest message came through, and where its messages began to count. */
    private String latestSource;
    private Counters latest;
    private long countedUpTo;

    /** All that are not told apart; null until there is one. */
    private Source elsewhere;

    /** Null until there is a dead letter. */
    private Counters deadLetters;

    private long delivered;
    private long deliveredNoAck;
    private long redelivered;
    private long acked;
    private long persistent;
    private long persistentBytes;
    private long waitsSince;

    /** Whether all levels were told to be zero, but for so many consumers. */
    private boolean toldNothing;
    private int toldConsumers;

    /** Null until there is something at the end of a turn. */
    private ArrivalTimes arrivals;
    private long notedUpTo;

    /** An exchange. */
    private record Source(Counters counters, History history) {
    }

    QueueStats(Scope scope, QueueType type, Loop home, long firstPosition) {
        this.scope = scope;
        this.type = type;
        this.home = home;
        this.history = scope.ofQueue();
        this.counters = scope.queue(type.module(), history);
        this.countedUpTo = firstPosition;
        this.notedUpTo = firstPosition;
    }

    // ---- to be read

    public History history() {
        return history;
    }

    public long ready() {
        return counters.get(Metric.READY);
    }

    public long unacked() {
        return counters.get(Metric.UNACKED);
    }

    public long level(QueueLevel level) {
        return levels.get(level);
    }

    /** What has come through which exchange. */
    public Collection<Passage> sources() {
        return sources.entrySet().stream().map(source -> new Passage(source.getKey(), source.getValue().history())).toList();
    }

    /** What has come through an exchange, or null when nothing has. */
    public History from(String exchange) {
        Source source = sources.get(exchange);
        return source == null ? null : source.history();
    }

    /** What goes to which channel, as long as it is open. */
    public Collection<ChannelPassage> deliveries() {
        Set<ChannelPassage> begun = deliveries;
        return begun == null ? Set.of() : Collections.unmodifiableSet(begun);
    }

    // ---- channels, on their loops

    /** Whatever adds up in there. */
    public Scope scope() {
        return scope;
    }

    public synchronized void begin(ChannelPassage delivery) {
        if (deliveries == null) deliveries = ConcurrentHashMap.newKeySet();
        deliveries.add(delivery);
    }

    public void end(ChannelPassage delivery) {
        deliveries.remove(delivery);
    }

    // ---- the queue, on its home loop

    /** Messages of one exchange are counted by their positions, as long as none comes from another. */
    void arrives(String exchange, long position) {
        if (!exchange.equals(latestSource)) changeSource(exchange, position);
    }

    void entered(long size, boolean isPersistent) {
        if (!isPersistent) return;
        persistent++;
        persistentBytes += size;
    }

    void left(long size, boolean wasPersistent) {
        if (!wasPersistent) return;
        persistent--;
        persistentBytes -= size;
    }

    /** The queue held them before the broker was started, so they are persistent. */
    void recovered(long messages, long bytes) {
        persistent += messages;
        persistentBytes += bytes;
    }

    /** What is left after a purge is counted anew. */
    void purged() {
        persistent = 0;
        persistentBytes = 0;
    }

    void delivered(QueuedMessage message, boolean noAck) {
        if (noAck) deliveredNoAck++;
        else delivered++;
        if (message.isRedelivered()) redelivered++;
    }

    void got(QueuedMessage message, boolean noAck) {
        counters.add(noAck ? Metric.GET_NO_ACK : Metric.GET, 1);
        if (message.isRedelivered()) redelivered++;
    }

    void gotNothing() {
        counters.add(Metric.GET_EMPTY, 1);
    }

    void acked() {
        acked++;
    }

    void died(DeathReason reason, boolean deadLettered) {
        counters.add(metricOf(reason), 1);
        if (!deadLettered) return;
        counters.add(Metric.DEAD_LETTERED, 1);
        if (deadLetters == null) deadLetters = scope.deadLetters(type.module());
        deadLetters.add(deadLettered(reason), 1);
    }

    void written(long messages) {
        counters.add(Metric.DISK_WRITES, messages);
    }

    void read(long messages) {
        counters.add(Metric.DISK_READS, messages);
    }

    /** Whether messages wait although there are consumers; the time is asked for only when that has changed. */
    boolean isNewsThat(boolean waits) {
        return waits != (waitsSince != 0);
    }

    void waits(boolean waits, long millis) {
        if (waits) {
            waitsSince = millis;
        } else {
            counters.add(Metric.WAITED, millis - waitsSince);
            waitsSince = 0;
        }
        levels.set(QueueLevel.WAITS_SINCE, waitsSince);
    }

    /** The end of a turn. */
    void tell(long nextPosition, ReadyMessages ready, UnackedMessages unacked, Delays delays, Paging paging, int consumers) {
        if (nextPosition != countedUpTo && latest != null) count(nextPosition);
        counters.set(Metric.DELIVER, delivered);
        counters.set(Metric.DELIVER_NO_ACK, deliveredNoAck);
        counters.set(Metric.REDELIVER, redelivered);
        counters.set(Metric.ACK, acked);
        boolean isNothing = ready.isEmpty() && unacked.size() == 0 && delays.isEmpty() && paging.heap().messages() == 0;
        if (isNothing && toldNothing && consumers == toldConsumers) {
            notedUpTo = nextPosition;
            return;
        }
        toldNothing = isNothing && persistent == 0 && persistentBytes == 0;
        toldConsumers = consumers;
        counters.set(Metric.READY, ready.size());
        counters.set(Metric.UNACKED, unacked.size());
        levels.set(QueueLevel.READY_BYTES, ready.bytes());
        levels.set(QueueLevel.UNACKED_BYTES, unacked.bytes());
        levels.set(QueueLevel.PERSISTENT, Math.max(0, persistent));
        levels.set(QueueLevel.PERSISTENT_BYTES, Math.max(0, persistentBytes));
        levels.set(QueueLevel.IN_HEAP, paging.heap().messages());
        levels.set(QueueLevel.UNACKED_IN_HEAP, unacked.size() - unacked.coldSize());
        levels.set(QueueLevel.BYTES_IN_HEAP, paging.heap().bytes());
        levels.set(QueueLevel.CONSUMERS, consumers);
        levels.set(QueueLevel.DELAYED, delays.size());
        long oldest = ready.oldestPosition();
        levels.set(QueueLevel.HEAD_SINCE, headSince(oldest, unacked.first(), nextPosition));
        levels.set(QueueLevel.HEAD_IS_OLDER, oldest >= 0 && !arrivals.isKnown(oldest) ? 1 : 0);
    }

    /** When the oldest message that waits came; what is held may come back, so that is remembered of it too. */
    private long headSince(long oldest, QueuedMessage held, long nextPosition) {
        if (oldest < 0 && held == null) {
            notedUpTo = nextPosition;
            if (arrivals != null) arrivals.clear();
            return 0;
        }
        if (arrivals == null) arrivals = new ArrivalTimes();
        if (notedUpTo != nextPosition || arrivals.isEmpty()) arrivals.note(notedUpTo, home.millis());
        notedUpTo = nextPosition;
        arrivals.forgetBefore(held == null ? oldest : oldest < 0 ? held.position() : Math.min(oldest, held.position()));
        return oldest < 0 ? 0 : arrivals.timeOf(oldest);
    }

    /** When the message at that position came, about, in milliseconds since 1970; 0 when that is not known. */
    long arrivedAt(long position) {
        return arrivals != null && arrivals.isKnown(position) ? arrivals.timeOf(position) : 0;
    }

    private void changeSource(String exchange, long position) {
        if (latest != null) count(position);
        latestSource = exchange;
        Source known = sources.get(exchange);
        latest = (known != null ? known : addSource(exchange)).counters();
    }

    private void count(long upTo) {
        if (upTo != countedUpTo) latest.add(Metric.ENQUEUED, upTo - countedUpTo);
        countedUpTo = upTo;
    }

    private Source addSource(String exchange) {
        if (sources.size() >= MOST_SOURCES) return elsewhere();
        History through = scope.ofArrivals();
        Source added = new Source(scope.arrivals(history, through), through);
        Map<String, Source> more = new HashMap<>(sources);
        more.put(exchange, added);
        sources = Map.copyOf(more);
        return added;
    }

    private Source elsewhere() {
        if (elsewhere == null) elsewhere = new Source(scope.arrivals(history), scope.ofArrivals());
        return elsewhere;
    }

    private static Metric metricOf(DeathReason reason) {
        return switch (reason) {
            case EXPIRED -> Metric.EXPIRED;
            case REJECTED -> Metric.REJECTED;
            case MAX_LENGTH -> Metric.OVERFLOWED;
            case DELIVERY_LIMIT -> Metric.DELIVERY_LIMIT_REACHED;
        };
    }

    private static Metric deadLettered(DeathReason reason) {
        return switch (reason) {
            case EXPIRED -> Metric.EXPIRED_ON;
            case REJECTED -> Metric.REJECTED_ON;
            case MAX_LENGTH -> Metric.OVERFLOWED_ON;
            case DELIVERY_LIMIT -> Metric.DELIVERY_LIMIT_ON;
        };
    }
}
