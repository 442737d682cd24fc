package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageMemoryTest {

    private static final long BUDGET = 1_000_000;

    private final MessageMemory memory = new MessageMemory(BUDGET);

    /** Who is told may wait for others that have something to say themselves. */
    @Test
    void holdsNoLockWhileItWakesQueuesAndTellsAlarms() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        Runnable waits = () -> {
            Thread other = new Thread(() -> memory.add(BUDGET * 2));
            other.start();
            try {
                other.join(TimeUnit.SECONDS.toMillis(20));
                if (!other.isAlive()) done.countDown();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        memory.watch(once(waits));
        Runnable alarmWaits = once(waits);
        memory.tell(alarm(alarmWaits, () -> { }));
        memory.add(BUDGET * 2);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsAnAlarmInTurnThoughManyChangeItAtOnce() throws InterruptedException {
        List<String> told = new ArrayList<>();
        memory.tell(alarm(() -> told.add("full"), () -> told.add("free")));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int j = 0; j < 10_000; j++) {
                    memory.add(BUDGET);
                    memory.add(-BUDGET);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join();
        memory.add(BUDGET * 2);
        for (int i = 0; i < told.size(); i++) assertThat(told.get(i)).isEqualTo(i % 2 == 0 ? "full" : "free");
        assertThat(told.get(told.size() - 1)).isEqualTo("full");
    }

    @Test
    void tellsAnAlarmThatComesLate() {
        memory.add(BUDGET);
        AtomicInteger full = new AtomicInteger();
        memory.tell(alarm(full::incrementAndGet, () -> { }));
        assertThat(full.get()).isEqualTo(1);
    }

    @Test
    void whoeverHoldsMuchLeavesSomeForOthers() {
        assertThat(memory.holdable()).isEqualTo(Long.MAX_VALUE);
        long held = 0;
        while (held < memory.holdable()) {
            memory.addHeld(1000);
            held += 1000;
        }
        assertThat(held).as("the most that one may").isBetween(BUDGET / 5, BUDGET * 2 / 5);
        assertThat(memory.holdable()).as("what another may").isGreaterThan(BUDGET / 20);
        assertThat(memory.isTooMuchHeld()).isFalse();
        AtomicInteger woken = new AtomicInteger();
        memory.watch(woken::incrementAndGet);
        memory.addHeld(-held);
        assertThat(memory.holdable()).isEqualTo(Long.MAX_VALUE);
        assertThat(woken.get()).isPositive();
    }

    private static Runnable once(Runnable task) {
        AtomicInteger calls = new AtomicInteger();
        return () -> {
            if (calls.getAndIncrement() == 0) task.run();
        };
    }

    private static MemoryAlarm alarm(Runnable full, Runnable free) {
        return new MemoryAlarm() {
            @Override
            public void full() {
                full.run();
            }

            @Override
            public void free() {
                free.run();
            }
        };
    }
}
