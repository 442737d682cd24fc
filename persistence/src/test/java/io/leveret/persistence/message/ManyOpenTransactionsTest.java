package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A disk, or a catalog, that is slow for a while keeps very many transactions open. Were each looked at for each that
 * comes, a loop would do nothing else, and what waits for them would fill the heap: these tests would not end.
 */
@Timeout(60)
class ManyOpenTransactionsTest {

    private static final int MANY = 20_000;

    private final TestStore store = TestStore.open(new MemoryFiles(1));
    private final JournaledQueueLog here = store.log(1);
    private final JournaledQueueLog there = store.logThere(2);
    private final List<StoreTransaction> open = new ArrayList<>();
    private final AtomicInteger told = new AtomicInteger();

    ManyOpenTransactionsTest() throws IOException {
    }

    @Test
    void whoWaitsForThemIsToldOnceAllBeforeAreStored() {
        for (int i = 0; i < MANY; i++) {
            long position = i;
            part(here, begin(2), () -> here.append(position, TestStore.message("m"), Long.MAX_VALUE));
            here.whenDurable(told::incrementAndGet);
            if (i % 10 == 0) store.here.runAll(); // many hand-overs as well
        }
        store.settle();
        assertThat(told).hasValue(0);

        for (int i = 1; i < MANY; i++) part(there, open.get(i), () -> { });
        store.settle();
        assertThat(told).as("all stand behind the first").hasValue(0);

        part(there, open.get(0), () -> { });
        store.settle();
        assertThat(told).hasValue(MANY);
    }

    @Test
    void eachMessageThatOneHasBroughtIsTakenOnBehindIt() {
        for (int i = 0; i < MANY; i++) {
            long position = i;
            part(here, begin(2), () -> here.append(position, TestStore.message("m"), Long.MAX_VALUE));
        }
        for (int i = 0; i < MANY; i++) {
            long position = i;
            part(here, begin(1), () -> here.remove(position));
        }
        here.whenTransactionsDurable(told::incrementAndGet);
        store.settle();
        assertThat(told).hasValue(0);

        for (int i = 0; i < MANY; i++) part(there, open.get(i), () -> { });
        store.settle();
        assertThat(told).hasValue(1);
    }

    @Test
    void oneThatHasBroughtVeryMuchHasAsManyFollowers() {
        part(here, begin(2), () -> {
            for (int i = 0; i < MANY; i++) here.append(i, TestStore.message("m"), Long.MAX_VALUE);
        });
        for (int i = 0; i < MANY; i++) {
            long position = i;
            part(here, begin(1), () -> here.remove(position));
        }
        here.whenTransactionsDurable(told::incrementAndGet);
        store.settle();
        assertThat(told).hasValue(0);

        part(there, open.get(0), () -> { });
        store.settle();
        assertThat(told).hasValue(1);
    }

    private StoreTransaction begin(int parts) {
        StoreTransaction transaction = store.store.begin();
        transaction.expect(parts);
        open.add(transaction);
        return transaction;
    }

    private static void part(JournaledQueueLog log, StoreTransaction transaction, Runnable changes) {
        log.enter(transaction);
        changes.run();
        log.leave(transaction);
    }
}
