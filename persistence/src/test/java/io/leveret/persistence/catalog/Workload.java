package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/** Random changes through as many lives of a catalog as a test likes, and what of them was confirmed. */
final class Workload {

    private final Random random;
    private final RandomChanges changes;
    private final List<List<CatalogChange>> appended = new ArrayList<>();
    private int confirmed;

    Workload(long seed) {
        random = new Random(seed);
        changes = new RandomChanges(seed);
    }

    /** Opens the catalog, checks what is in it, changes it, and leaves it as a crash would, or closes it. */
    void run(MemoryFiles files, int steps) throws IOException {
        TestCatalog opened = TestCatalog.open(files);
        check(opened.contents);
        for (int step = 0; step < steps; step++) {
            List<CatalogChange> next = changes.next();
            opened.catalog.append(next);
            appended.add(next);
            int count = appended.size();
            opened.catalog.whenStored(() -> confirmed = Math.max(confirmed, count));
            if (random.nextInt(3) == 0) opened.run();
            if (random.nextInt(12) == 0) opened.pass(60);
        }
        opened.run();
        if (random.nextInt(3) == 0) opened.catalog.close();
    }

    boolean isAllConfirmed() {
        return confirmed == appended.size();
    }

    /** Everything confirmed is there, and of the rest a part from its beginning on, which is what there is from now on. */
    private void check(CatalogContents contents) {
        Model model = new Model();
        appended.subList(0, confirmed).forEach(together -> together.forEach(model::apply));
        for (int count = confirmed; ; count++) {
            if (isSame(model, contents)) {
                appended.subList(count, appended.size()).clear();
                confirmed = count;
                return;
            }
            if (count == appended.size()) break;
            appended.get(count).forEach(model::apply);
        }
        assertThat(contents.changes()).as("after all changes, which none of the states before is").containsExactlyInAnyOrderElementsOf(model.there());
        assertThat(contents.highestQueueId()).isEqualTo(model.highestQueueId());
    }

    private static boolean isSame(Model model, CatalogContents contents) {
        return contents.changes().size() == model.there().size() && new HashSet<>(contents.changes()).equals(model.there())
                && contents.highestQueueId() == model.highestQueueId();
    }

    void checkAgainst(MemoryFiles files) throws IOException {
        check(TestCatalog.open(files).contents);
    }
}
