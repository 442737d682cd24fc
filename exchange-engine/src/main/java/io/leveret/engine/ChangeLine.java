package io.leveret.engine;

import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a virtual host's changes to the catalog, in their order. One that has to wait for the journal holds up those
 * that come later. Callable from any thread.
 */
final class ChangeLine {

    private static final Logger log = LoggerFactory.getLogger(ChangeLine.class);

    /** Changes that wait in line, or a task that does. */
    private static final class Waiting {
        private final List<CatalogChange> changes;
        private final Runnable task;
        private boolean mayGo;

        Waiting(List<CatalogChange> changes, Runnable task, boolean mayGo) {
            this.changes = changes;
            this.task = task;
            this.mayGo = mayGo;
        }
    }

    private final CatalogStore catalog;
    private final Deque<Waiting> line = new ArrayDeque<>(0);
    private boolean ended;
    private boolean failed;

    ChangeLine(CatalogStore catalog) {
        this.catalog = catalog;
    }

    synchronized void append(List<CatalogChange> changes) {
        if (ended) return;
        requireWhole();
        if (line.isEmpty()) catalog.append(changes);
        else line.add(new Waiting(changes, null, true));
    }

    /** @return to be run when the changes may be written down: once, on any thread */
    synchronized Runnable appendLater(List<CatalogChange> changes) {
        if (ended) return () -> { };
        requireWhole();
        Waiting waiting = new Waiting(changes, null, false);
        line.add(waiting);
        return () -> letGo(waiting);
    }

    /** The virtual host goes, and in the catalog everything with it: nothing else is written down from now on. */
    void end(CatalogChange end) {
        List<Runnable> tasks = new ArrayList<>(0);
        synchronized (this) {
            catalog.append(end);
            ended = true;
            for (Waiting waiting : line) if (waiting.task != null) tasks.add(waiting.task);
            line.clear();
        }
        tasks.forEach(catalog::whenStored);
    }

    /** Runs the task when all changes so far are durable: at once, or later on any thread. */
    void whenStored(Runnable task) {
        synchronized (this) {
            if (failed) return;
            if (!line.isEmpty()) {
                line.add(new Waiting(List.of(), task, true));
                return;
            }
        }
        catalog.whenStored(task);
    }

    private void letGo(Waiting released) {
        List<Runnable> tasks = new ArrayList<>(0);
        synchronized (this) {
            released.mayGo = true;
            try {
                while (!line.isEmpty() && line.peek().mayGo) {
                    Waiting first = line.poll();
                    if (first.task == null) catalog.append(first.changes);
                    else tasks.add(first.task);
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }
        tasks.forEach(catalog::whenStored);
    }

    private void requireWhole() {
        if (failed) throw new IllegalStateException("what was to be written down before could not be");
    }

    /** Whoever asked for it was not told that it is stored, and will not be; what comes behind it might need it. */
    private void fail(RuntimeException reason) {
        log.error("the catalog does not take a change: this virtual host cannot be changed any more", reason);
        failed = true;
        line.clear();
    }
}
