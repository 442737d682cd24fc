package io.leveret.broker.node;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.leveret.engine.view.ProcessInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the JVM's collectors have done, and what they have left. */
final class GarbageCollections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GarbageCollections.class);

    private static final long NONE_YET = -1;

    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    private final Map<String, MemoryPoolMXBean> poolsByName =
            pools.stream().collect(Collectors.toMap(MemoryPoolMXBean::getName, pool -> pool));
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final NotificationListener listener = this::collected;
    private final AtomicLong reclaimed = new AtomicLong();
    private volatile long left = NONE_YET;

    GarbageCollections() {
        for (GarbageCollectorMXBean collector : collectors) {
            if (collector instanceof NotificationEmitter emitter) emitter.addNotificationListener(listener, null, null);
        }
    }

    /** Since the JVM has started; what was reclaimed is counted from here on. */
    ProcessInfo.Collections soFar() {
        return new ProcessInfo.Collections(count(),
                collectors.stream().mapToLong(collector -> Math.max(0, collector.getCollectionTime())).sum(), reclaimed.get());
    }

    long count() {
        return collectors.stream().mapToLong(collector -> Math.max(0, collector.getCollectionCount())).sum();
    }

    /** Bytes of heap in use after the last collection, of whatever kind; empty before the first. */
    OptionalLong left() {
        long bytes = left;
        return bytes == NONE_YET ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Bytes in use after each part of the heap was collected last: hardly any garbage, and nothing before there was need to look. */
    long live() {
        return pools.stream().map(MemoryPoolMXBean::getCollectionUsage).filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed).sum();
    }

    private void collected(Notification notification, Object none) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) return;
        GcInfo info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()).getGcInfo();
        long before = heap(info.getMemoryUsageBeforeGc());
        long after = heap(info.getMemoryUsageAfterGc());
        reclaimed.addAndGet(Math.max(0, before - after));
        left = after;
    }

    private long heap(Map<String, MemoryUsage> usages) {
        return usages.entrySet().stream().filter(pool -> poolsByName.containsKey(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed()).sum();
    }

    @Override
    public void close() {
        for (GarbageCollectorMXBean collector : collectors) {
            try {
                if (collector instanceof NotificationEmitter emitter) emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                log.debug("was not listening to {}", collector.getName());
            }
        }
    }
}
