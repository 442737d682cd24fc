package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.settings.QueueSettings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DisuseTest {
    private final ManualLoop home = new ManualLoop();
    private final AtomicInteger ends = new AtomicInteger();
    private final Disuse disuse = new Disuse(home, Runnable::run, () -> true, ends::incrementAndGet);

    @Test
    void endsAQueueThatNobodyUses() {
        disuse.configure(expiringAfter(1000, 5));
        home.advance(999);
        assertThat(ends).hasValue(0);
        home.advance(1);
        assertThat(ends).hasValue(1);
    }

    @Test
    void countsOnWhenSomethingElseIsSet() {
        disuse.configure(expiringAfter(1000, 5));
        for (int limit = 6; limit < 10; limit++) {
            home.advance(250);
            disuse.configure(expiringAfter(1000, limit));
        }
        assertThat(ends).hasValue(1);
    }

    @Test
    void beginsAnewWithAnotherLimit() {
        disuse.configure(expiringAfter(1000, 5));
        home.advance(900);
        disuse.configure(expiringAfter(500, 5));
        home.advance(499);
        assertThat(ends).hasValue(0);
        home.advance(1);
        assertThat(ends).hasValue(1);
    }

    /** Nobody could use it. */
    @Test
    void doesNotCountTheTimeInWhichTheMachineWasSuspended() {
        disuse.configure(expiringAfter(1000, 5));
        home.advance(900);
        home.suspend(3_600_000);
        home.advance(999);
        assertThat(ends).hasValue(0);
        home.advance(1);
        assertThat(ends).hasValue(1);
    }

    private static QueueSettings expiringAfter(int millis, int length) {
        return QueueSettings.ofArguments(FieldTable.builder().put("x-expires", FieldValue.signedInt(millis))
                .put("x-max-length", FieldValue.signedInt(length)).build(), "a queue");
    }
}
