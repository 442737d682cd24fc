package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** The virtual hosts of a broker, by name. Looked up by anybody, changed under the broker's lock. */
final class VirtualHosts {

    private final CatalogStore catalog;
    private final QueueStorage storage;
    private final LongSupplier queueIds;
    private final Events events;
    private final BrokerEvents told;
    private final Scope stats;
    private final Map<String, VirtualHost> byName = new ConcurrentHashMap<>();

    VirtualHosts(CatalogStore catalog, QueueStorage storage, LongSupplier queueIds, Events events, BrokerEvents told, Scope stats) {
        this.catalog = catalog;
        this.storage = storage;
        this.queueIds = queueIds;
        this.events = events;
        this.told = told;
        this.stats = stats;
    }

    /** @return the virtual host, or null */
    VirtualHost find(String name) {
        return byName.get(name);
    }

    /** @throws AmqpException 530 when there is none of that name */
    VirtualHost require(String name) {
        VirtualHost virtualHost = byName.get(name);
        if (virtualHost == null) throw new AmqpException(ReplyCode.NOT_ALLOWED, "vhost " + name + " not found");
        return virtualHost;
    }

    /** @throws NoSuchElementException when there is none of that name */
    VirtualHost existing(String name) {
        VirtualHost virtualHost = byName.get(name);
        if (virtualHost == null) throw new NoSuchElementException("no virtual host '" + name + "'");
        return virtualHost;
    }

    Collection<VirtualHost> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** @return whether it is new */
    boolean create(String name) {
        if (byName.containsKey(name)) return false;
        catalog.append(new CatalogChange.VirtualHostCreated(name));
        add(name);
        told.virtualHostCreated(name);
        return true;
    }

    /** One that the catalog knows of. */
    void add(String name) {
        byName.put(name, made(name));
        if (name.equals(Broker.DEFAULT_VIRTUAL_HOST)) beginEvents();
    }

    /** One that nobody finds yet. */
    VirtualHost made(String name) {
        VirtualHost made = new VirtualHost(name, catalog, storage, queueIds, events, Tally.within(stats));
        if (name.equals(Broker.DEFAULT_VIRTUAL_HOST)) made.predeclareEvents();
        return made;
    }

    /** Those that the catalog holds. */
    void restore(Map<String, VirtualHost> restored) {
        byName.putAll(restored);
    }

    /** What happens is published from now on, if there is the virtual host for it. */
    void beginEvents() {
        VirtualHost first = byName.get(Broker.DEFAULT_VIRTUAL_HOST);
        if (first != null) events.publishTo(first.exchange(Events.EXCHANGE));
    }

    /** @return the one that was there, out of everybody's reach and of the catalog; or null */
    VirtualHost remove(String name) {
        VirtualHost removed = byName.get(name);
        if (removed == null) return null;
        removed.end();
        byName.remove(name);
        return removed;
    }

    /** @return what the limits were */
    VirtualHostLimits limit(String name, UnaryOperator<VirtualHostLimits> change) {
        VirtualHost limited = existing(name);
        VirtualHostLimits before = limited.limits();
        VirtualHostLimits limits = change.apply(before);
        limited.properties().limit(limits);
        told.limited(name, limits);
        return before;
    }

    void trace(String name, boolean on) {
        VirtualHost traced = existing(name);
        if (traced.tracing().isOn() == on) return;
        traced.properties().trace(on);
        told.traced(name, on);
    }
}
