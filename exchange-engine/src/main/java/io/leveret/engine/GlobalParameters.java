package io.leveret.engine;

import io.leveret.codec.value.FieldValue;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What is set for the broker as a whole, such as its name: values of anything that JSON can say, each by a name. Callable
 * from any thread; changes are in force when their method returns.
 */
public final class GlobalParameters {

    private final CatalogStore catalog;
    private final BrokerEvents events;
    private final Map<String, FieldValue> values = new ConcurrentSkipListMap<>();

    GlobalParameters(CatalogStore catalog, BrokerEvents events) {
        this.catalog = catalog;
        this.events = events;
    }

    /** By name: a live view. */
    public Map<String, FieldValue> all() {
        return Collections.unmodifiableMap(values);
    }

    public Optional<FieldValue> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Adds or replaces one.
     *
     * @throws IllegalArgumentException when the name is empty or longer than 255 bytes
     */
    public synchronized void set(String name, FieldValue value) {
        EntityNames.requireUsable("global parameter", name);
        catalog.append(new CatalogChange.GlobalParameterSet(name, value));
        values.put(name, value);
        events.globalSet(name, value);
    }

    /** @return whether there was one */
    public synchronized boolean clear(String name) {
        if (!values.containsKey(name)) return false;
        catalog.append(new CatalogChange.GlobalParameterCleared(name));
        values.remove(name);
        events.globalCleared(name);
        return true;
    }

    /** As the catalog holds it. */
    void restore(String name, FieldValue value) {
        values.put(name, value);
    }
}
