package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a broker under load, starts it again and looks whether everything is there. A few rounds here; as many as wanted with
 * {@code -Dleveret.crash.rounds=500}, and {@code -Dleveret.crash.seed=…} for the moments of an earlier run.
 */
class CrashIT {
    private static final Logger log = LoggerFactory.getLogger(CrashIT.class);
    private static final int SHORTEST = 100;
    private static final int LONGEST = 1500;

    private final int rounds = Integer.getInteger("leveret.crash.rounds", 4);
    private final long seed = Long.getLong("leveret.crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Lane> lanes = new ArrayList<>(List.of(
            new PlainLane("plain-1", Map.of(), new Random(1)),
            new PlainLane("plain-2", Map.of(), new Random(2)),
            new FanoutLane(new Random(3)),
            new DeadLetterLane(new Random(4)),
            new TransactionLane(new Random(5)),
            new DelayLane(new Random(6)),
            new TopologyLane()));

    @Test
    void losesNothingThatItConfirmed(@TempDir Path directory) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
            for (Lane lane : lanes) lane.declare(connection);
        }
        for (int round = 1; round <= rounds; round++) {
            killUnderLoad(directory);
            try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
                for (Lane lane : lanes) lane.check(connection);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("in round " + round + " with seed " + seed + ": " + e, e);
            }
            log.info("round {} of {} survived", round, rounds);
        }
    }

    private void killUnderLoad(Path directory) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Work work = new Work(broker);
            for (Lane lane : lanes) lane.work(work);
            assertThat(broker.lives(SHORTEST + random.nextInt(LONGEST))).as("it goes on until it is killed").isTrue();
            work.ending();
            broker.kill();
            work.join();
        }
    }
}
