package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.persistence.journal.ReadOnlyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Looks through the catalog of a stopped broker, and changes nothing. */
public final class CatalogCheck {

    private static final Map<Class<? extends CatalogChange>, String> KINDS = Map.of(
            CatalogChange.VirtualHostCreated.class, "virtual hosts", CatalogChange.UserPut.class, "users",
            CatalogChange.Permitted.class, "permissions", CatalogChange.TopicsPermitted.class, "topic permissions",
            CatalogChange.ExchangeDeclared.class, "exchanges", CatalogChange.QueueDeclared.class, "queues",
            CatalogChange.Bound.class, "bindings", CatalogChange.PolicySet.class, "policies",
            CatalogChange.ParameterSet.class, "parameters", CatalogChange.GlobalParameterSet.class, "parameters");

    /**
     * What is in it.
     *
     * @param counts how many of each kind
     * @param queues the ids of queues, those in which exchanges hold messages included
     */
    public record Found(Map<String, Integer> counts, Set<Long> queues) {
    }

    private CatalogCheck() {
    }

    /**
     * Reads it.
     *
     * @param damage is told of each file that is damaged though a start could do without
     * @throws CatalogException when a start could not
     */
    public static Found run(Path directory, Consumer<String> damage) throws IOException {
        ReadOnlyFiles files = new ReadOnlyFiles(directory);
        Recovery recovery = Recovery.read(files, new StoredState(files, new MapDbSnapshots(directory)), false);
        recovery.damaged().forEach(damage);
        Map<String, Integer> counts = new TreeMap<>();
        Set<Long> queues = new HashSet<>();
        for (CatalogChange change : recovery.contents().changes()) {
            counts.merge(KINDS.getOrDefault(change.getClass(), "others"), 1, Integer::sum);
            if (change instanceof CatalogChange.QueueDeclared queue) queues.add(queue.id());
            if (change instanceof CatalogChange.HoldingQueueOpened queue) queues.add(queue.id());
        }
        return new Found(counts, queues);
    }
}
