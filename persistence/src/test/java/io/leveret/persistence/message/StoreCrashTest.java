package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever queues do and whenever the power goes: nothing durable is lost, nothing settled is back, transactions are whole. */
class StoreCrashTest {

    private static final int STEPS = 60;

    @Test
    void withoutACrashEverythingIsThere() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            try {
                MemoryFiles files = new MemoryFiles(seed);
                StoreModel model = new StoreModel(seed);
                for (int life = 0; life < 3; life++) {
                    model.live(files, STEPS);
                    model.end();
                    files = files.afterPowerLoss();
                }
                model.live(files, 0);
            } catch (IOException | RuntimeException | AssertionError e) {
                fail("seed " + seed, e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"POWER_LOSS", "TORN_POWER_LOSS"})
    void whateverHappensAndWheneverThePowerGoes(Fault fault) throws IOException {
        for (int seed = 0; seed < 150; seed++) crashes(seed, fault);
    }

    /** The process alone ends, between any two steps. */
    @Test
    void beingKilledLosesNothingEither() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            try {
                MemoryFiles files = new MemoryFiles(seed);
                StoreModel model = new StoreModel(seed);
                for (int life = 0; life < 4; life++) {
                    model.live(files, new Random(seed * 31L + life).nextInt(STEPS));
                    files = files.afterKill();
                }
                model.live(files, 0);
            } catch (IOException | RuntimeException | AssertionError e) {
                fail("seed " + seed, e);
            }
        }
    }

    private static void crashes(long seed, Fault fault) {
        Random random = new Random(seed);
        MemoryFiles files = new MemoryFiles(seed);
        StoreModel model = new StoreModel(seed);
        try {
            for (int life = 0; life < 4; life++) {
                files.failing(random.nextInt(80), fault);
                try {
                    model.live(files, STEPS);
                } catch (IOException e) {
                    assertThat(files.isOff()).as("only without power may it fail: " + e).isTrue();
                }
                files = files.afterPowerLoss();
            }
            model.live(files, STEPS);
            model.end();
        } catch (IOException | RuntimeException | AssertionError e) {
            fail("seed " + seed + " with " + fault, e);
        }
    }
}
