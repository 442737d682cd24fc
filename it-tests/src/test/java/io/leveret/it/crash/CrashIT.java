package io.leveret.it.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a broker under load, starts it again and looks whether everything is there. A few rounds here; as many as wanted, and
 * longer ones, with {@code -Dleveret.crash.rounds=500} or {@code -Dleveret.crash.minutes=300}, and {@code -Dleveret.crash.seed=…}
 * for the moments of an earlier run.
 */
class CrashIT {
    private static final Logger log = LoggerFactory.getLogger(CrashIT.class);
    private static final int FEW = 4;

    private final long minutes = Long.getLong("leveret.crash.minutes", 0);
    private final int rounds = Integer.getInteger("leveret.crash.rounds", minutes > 0 ? Integer.MAX_VALUE : FEW);
    private final long seed = Long.getLong("leveret.crash.seed", System.nanoTime());

    @Test
    void losesNothingThatItConfirmed(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        CrashRounds work = new CrashRounds(directory, seed, rounds > FEW);
        work.prepare();
        Instant end = minutes > 0 ? Instant.now().plus(Duration.ofMinutes(minutes)) : Instant.MAX;
        for (int round = 1; round <= rounds && Instant.now().isBefore(end); round++) {
            try {
                log.info("round {} of {} survived: {}", round, rounds, work.next());
            } catch (AssertionError e) {
                throw new AssertionError("in round " + round + " with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
