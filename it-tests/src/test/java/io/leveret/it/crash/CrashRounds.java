package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import io.leveret.persistence.check.DirectoryCheck;
import io.leveret.persistence.check.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A broker that works, is killed and started again, round after round; each time all must be there that it had confirmed. */
final class CrashRounds {
    private static final int GROUPS = 7;
    private static final int PRIORITIES = 5;

    private final Path directory;
    private final Random random;
    private final boolean isPatient;
    private final List<Lane> lanes = new ArrayList<>(List.of(
            new PlainLane("plain", Map.of(), new Random(1)),
            new PlainLane("quorum", Map.of("x-queue-type", "quorum"), new Random(2)),
            new PlainLane("grouped", Map.of("x-message-groups", true), new Random(3))
                    .orderedBy(id -> id % GROUPS, id -> withHeader("x-group-id", "group " + id % GROUPS)),
            new PlainLane("ranked", Map.of("x-max-priority", PRIORITIES), new Random(4))
                    .orderedBy(id -> id % PRIORITIES, id -> Publisher.persistent().builder().priority((int) (id % PRIORITIES)).build()),
            new FanoutLane(new Random(5)),
            new DeadLetterLane(new Random(6)),
            new TransactionLane(new Random(7)),
            new DelayLane(new Random(8)),
            new StandingLane(new Random(9)),
            new EmptiedLane(new Random(10)),
            new CrowdLane(new Random(11)),
            new RelayLane(new Random(12)),
            new TopologyLane()));

    /** @param isPatient whether rounds may take several seconds */
    CrashRounds(Path directory, long seed, boolean isPatient) {
        this.directory = directory;
        this.random = new Random(seed);
        this.isPatient = isPatient;
        if (isPatient) lanes.add(new HugeLane(new Random(13)));
    }

    /**
     * Goes through rounds by itself, until something is wrong or the time is over: {@code CrashRounds DIRECTORY ROUNDS SEED [MINUTES]}.
     */
    public static void main(String[] arguments) throws Exception {
        CrashRounds rounds = new CrashRounds(Path.of(arguments[0]), Long.parseLong(arguments[2]), true);
        Instant end = arguments.length > 3 ? Instant.now().plus(Duration.ofMinutes(Long.parseLong(arguments[3]))) : Instant.MAX;
        rounds.prepare();
        for (int round = 1; round <= Integer.parseInt(arguments[1]) && Instant.now().isBefore(end); round++) {
            System.out.println("round " + round + " survived: " + rounds.next());
        }
    }

    void prepare() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
            for (Lane lane : lanes) lane.declare(connection);
        }
    }

    /** The next round; returns how it was. */
    Circumstances next() throws Exception {
        Circumstances circumstances = Circumstances.draw(random, isPatient);
        try {
            killUnderLoad(circumstances);
            assertNothingIsDamaged();
            for (int i = 0; i < circumstances.cutOff(); i++) {
                BrokerProcess.cutOff(directory, circumstances, Circumstances.start(random));
                assertNothingIsDamaged();
            }
            lookForEverything(circumstances);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with " + circumstances + ": " + e, e);
        }
        return circumstances;
    }

    private void killUnderLoad(Circumstances circumstances) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory, circumstances)) {
            Work work = new Work(broker);
            for (Lane lane : lanes) lane.work(work);
            for (int pause = 0; pause <= circumstances.pauses(); pause++) {
                if (pause > 0) standStill(broker);
                assertThat(broker.lives(circumstances.millis() / (1 + circumstances.pauses()))).as("it goes on until it is killed").isTrue();
            }
            work.ending();
            if (circumstances.frozen() > 0) broker.freeze();
            broker.lives(circumstances.frozen());
            broker.kill();
            work.join();
        }
    }

    private void standStill(BrokerProcess broker) throws Exception {
        broker.freeze();
        broker.lives(Circumstances.pause(random));
        broker.thaw();
    }

    private void assertNothingIsDamaged() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Verdict verdict = DirectoryCheck.run(BrokerProcess.data(directory), new PrintStream(said, true));
        assertThat(verdict).as(said.toString()).isEqualTo(Verdict.WHOLE);
    }

    private void lookForEverything(Circumstances circumstances) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory, circumstances)) {
            try (Connection connection = broker.connect()) {
                for (Lane lane : lanes) lane.check(connection);
            }
            if (random.nextBoolean()) broker.kill(); // else it is asked to end
        }
    }

    private static AMQP.BasicProperties withHeader(String name, Object value) {
        return Publisher.persistent().builder().headers(Map.of(name, value)).build();
    }
}
