package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks a broker under load to stop: all it confirmed is there then, nothing is wrong, and the next start has nothing to read.
 * More often with {@code -Dleveret.stop.rounds=50}.
 */
class StopUnderLoadIT {
    private static final int UNDER_LOAD = 300;

    private final int rounds = Integer.getInteger("leveret.stop.rounds", 1);
    private final List<Lane> lanes = List.of(new PlainLane("plain-1", Map.of(), new Random(1)), new DeadLetterLane(new Random(2)),
            new TransactionLane(new Random(3)), new TopologyLane());

    @Test
    void stopsInOrder(@TempDir Path directory) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
            for (Lane lane : lanes) lane.declare(connection);
        }
        for (int round = 0; round < rounds; round++) {
            try (BrokerProcess broker = BrokerProcess.start(directory)) {
                Work work = new Work(broker);
                for (Lane lane : lanes) lane.work(work);
                assertThat(broker.lives(UNDER_LOAD)).isTrue();
                work.ending();
                assertThat(broker.stop()).isZero();
                work.join();
            }
            try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
                assertThat(broker.log().lines()).as("round " + round).noneMatch(line -> line.contains(" ERROR "));
                assertThat(broker.log().lines().filter(line -> line.contains("records of the journal")))
                        .allMatch(line -> line.contains("; 0 records of the journal"));
                for (Lane lane : lanes) lane.check(connection);
            }
        }
    }
}
