package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that stands still for a while, as when a virtual machine is paused or the system swaps, and then goes on. */
class FrozenBrokerIT {
    private static final int UNDER_LOAD = 300;
    private static final int FROZEN = 2000;
    private static final int HEARTBEAT_SECONDS = 3; // a busy machine may well keep one of them waiting for two

    @TempDir
    Path directory;

    @Test
    void goesOnWithItsClientsAndLosesNothing() throws Exception {
        List<Lane> lanes = List.of(new PlainLane("plain", Map.of(), new Random(1)), new DeadLetterLane(new Random(2)),
                new TransactionLane(new Random(3)), new DelayLane(new Random(4)));
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            try (Connection connection = broker.connect()) {
                for (Lane lane : lanes) lane.declare(connection);
            }
            Work work = new Work(broker);
            for (Lane lane : lanes) lane.work(work);
            assertThat(broker.lives(UNDER_LOAD)).isTrue();
            broker.freeze();
            assertThat(broker.lives(FROZEN)).isTrue();
            broker.thaw();
            assertThat(broker.lives(UNDER_LOAD)).isTrue();
            work.ending(); // until here no client may have lost its connection
            assertThat(broker.stop()).isZero();
            work.join();
        }
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection connection = broker.connect()) {
            for (Lane lane : lanes) lane.check(connection);
        }
    }

    @Test
    void takesBackWhatClientsHeldThatHaveGivenItUp() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory); Connection patient = broker.connect(0)) {
            Connection impatient = broker.connect(HEARTBEAT_SECONDS);
            Channel holding = impatient.createChannel();
            holding.queueDeclare("held", true, false, false, null);
            holding.confirmSelect();
            holding.basicPublish("", "held", Publisher.persistent(), new byte[] {7});
            holding.waitForConfirmsOrDie();
            assertThat(holding.basicGet("held", false)).isNotNull();
            broker.freeze();
            await().until(() -> !impatient.isOpen());
            broker.thaw();
            Channel channel = patient.createChannel();
            GetResponse back = await().until(() -> channel.basicGet("held", true), got -> got != null);
            assertThat(back.getEnvelope().isRedeliver()).isTrue();
            assertThat(back.getBody()).containsExactly(7);
        }
    }
}
