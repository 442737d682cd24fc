package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.ReadOnlyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks through the catalog of a stopped broker, and changes nothing. Reads what a start would, and beyond that every file
 * by itself: those that a start does not need are there for when another is damaged.
 */
public final class CatalogCheck {

    private static final Map<Class<? extends CatalogChange>, String> KINDS = Map.of(
            CatalogChange.VirtualHostCreated.class, "virtual hosts", CatalogChange.UserPut.class, "users",
            CatalogChange.Permitted.class, "permissions", CatalogChange.TopicsPermitted.class, "topic permissions",
            CatalogChange.ExchangeDeclared.class, "exchanges", CatalogChange.QueueDeclared.class, "queues",
            CatalogChange.Bound.class, "bindings", CatalogChange.PolicySet.class, "policies",
            CatalogChange.ParameterSet.class, "parameters", CatalogChange.GlobalParameterSet.class, "parameters");

    /** Is told of each damage. */
    public interface Damage {
        void found(String file, long offset, String what);
    }

    /**
     * What is in it.
     *
     * @param counts how many of each kind
     * @param queues what holds messages, by the ids of queues: those in which exchanges hold some included
     */
    public record Found(Map<String, Integer> counts, Map<Long, String> queues) {
    }

    private final JournalFiles files;
    private final StoredState states;
    private final Damage damage;
    private CatalogException refusal;
    private boolean isRefusalListed;

    public CatalogCheck(Path directory, Damage damage) {
        this.files = new ReadOnlyFiles(directory);
        this.states = new StoredState(files, new MapDbSnapshots(directory));
        this.damage = damage;
    }

    /** @return what is in it, unless a start would refuse it */
    public Optional<Found> run() throws IOException {
        Optional<Found> found = readAsAStartWould();
        lookAtEveryFile();
        if (refusal != null && !isRefusalListed) list(refusal);
        return found;
    }

    /** Why a start that is not to salvage would not go on. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal).map(CatalogException::getMessage);
    }

    /** Files that were damaged, and that nobody needs any more. */
    public List<String> setAside() throws IOException {
        return files.list().stream().filter(name -> name.startsWith(Start.DAMAGED)).toList();
    }

    private Optional<Found> readAsAStartWould() throws IOException {
        try {
            return Optional.of(found(Recovery.read(files, states, false).contents().changes()));
        } catch (CatalogException e) {
            refusal = e;
            return Optional.empty();
        }
    }

    private static Found found(List<CatalogChange> changes) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<Long, String> queues = new HashMap<>();
        for (CatalogChange change : changes) {
            if (change instanceof CatalogChange.ExchangeDeclaredBy) continue; // a part of the exchange, for people
            counts.merge(KINDS.getOrDefault(change.getClass(), "others"), 1, Integer::sum);
            if (change instanceof CatalogChange.QueueDeclared queue) queues.put(queue.id(), QueueNames.ofQueue(queue.name(), queue.virtualHost()));
            if (change instanceof CatalogChange.HoldingQueueOpened queue) queues.put(queue.id(), QueueNames.ofExchange(queue.exchange(), queue.virtualHost()));
        }
        return new Found(counts, queues);
    }

    private void lookAtEveryFile() throws IOException {
        LogEnd before = null;
        for (String name : files.list()) {
            CatalogFile file = CatalogFile.named(name).orElse(null);
            if (file == null) continue;
            if (file.isSnapshot()) lookAtSnapshot(file);
            else before = lookAtLog(file.number(), before);
        }
    }

    private void lookAtSnapshot(CatalogFile snapshot) throws IOException {
        try (StoredState.Open state = states.open(snapshot)) {
            for (Iterator<Entry> entries = state.entries(); entries.hasNext(); ) ChangeFormat.decode(entries.next());
        } catch (CatalogException e) {
            list(e);
        } catch (MalformedChangeException e) {
            list(e.in(snapshot.name(), 0));
        } catch (RuntimeException e) { // of MapDB, which takes the file for its own
            list(CatalogException.damaged(snapshot.name(), 0, String.valueOf(e.getMessage())));
        }
    }

    private record LogEnd(long number, int offset) {
    }

    /** @return where it ends, or null if that cannot be told */
    private LogEnd lookAtLog(long number, LogEnd before) throws IOException {
        try {
            LogReader log = LogReader.open(files, number).requireWhole();
            if (before != null && before.number == number - 1 && before.offset != log.header().previousEnd()) {
                list(Recovery.cutBefore(before.number, before.offset, log.header().previousEnd()));
            }
            return new LogEnd(number, log.read(change -> { }));
        } catch (CatalogException e) {
            list(e);
            return null;
        }
    }

    private void list(CatalogException found) {
        isRefusalListed |= refusal != null && refusal.file().equals(found.file()) && refusal.offset() == found.offset();
        damage.found(found.file(), found.offset(), found.what());
    }
}
