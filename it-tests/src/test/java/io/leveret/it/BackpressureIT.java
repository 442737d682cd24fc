package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients slower than others: they hold up nobody but themselves, and the broker does not hoard for them. */
@ExtendWith(BrokerExtension.class)
class BackpressureIT {
    private static final int WITH_ACKS = 0;
    private static final int NO_ACK = 2;
    private static final int BODY_SIZE = 64 * 1024;

    /** 30 MiB in all: more than the two ends of a socket take in. */
    private static final int MESSAGES = 500;

    private Channel channel;
    private TestQueue neglected;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        channel.confirmSelect();
        neglected = TestQueue.shared(channel);
    }

    @AfterEach
    void delete() throws IOException {
        channel.queueDelete(neglected.name());
    }

    @Test
    void leavesInTheQueueWhatAConsumerWithoutAcksDoesNotRead(WireClient reader) throws Exception {
        consumeWithoutReading(reader, NO_ACK);
        publishAll();
        await().during(Duration.ofMillis(500)).until(neglected::ready, ready -> ready > MESSAGES / 4);
    }

    @Test
    void deliversTheRestOnceTheConsumerReads(WireClient reader) throws Exception {
        consumeWithoutReading(reader, NO_ACK);
        publishAll();
        for (int i = 0; i < MESSAGES; i++) {
            reader.read().arguments(60, 60);
            assertThat(reader.read().type()).isEqualTo(WireFrame.HEADER);
            assertThat(ByteBuffer.wrap(reader.read().payload()).getInt()).isEqualTo(i);
        }
        assertThat(neglected.ready()).isZero();
    }

    @Test
    void givesOthersWhatTheConsumerDoesNotRead(WireClient reader, ConnectionFactory factory) throws Exception {
        consumeWithoutReading(reader, NO_ACK);
        publishAll();
        Inbox diligent = Inbox.withoutAcks(factory.newConnection().createChannel(), neglected.name());
        diligent.awaitSize(MESSAGES / 4);
        neglected.awaitReady(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {NO_ACK, WITH_ACKS})
    void holdsUpNoOtherQueue(int acks, WireClient reader, ConnectionFactory factory) throws Exception {
        consumeWithoutReading(reader, acks);
        publishAll();
        TestQueue other = TestQueue.on(factory.newConnection().createChannel());
        Inbox inbox = other.consumeWithoutAcks();
        for (int i = 0; i < 100; i++) other.publish("quick");
        inbox.awaitSize(100);
    }

    @Test
    void putsBackWhatAConsumerHasNotAckedWhenItGoes(WireClient reader) throws Exception {
        consumeWithoutReading(reader, WITH_ACKS);
        publishAll();
        reader.close();
        neglected.awaitReady(MESSAGES);
    }

    @Test
    void losesNothingOfAPublisherThatIsFasterThanItsQueues(ConnectionFactory factory) throws Exception {
        String fanout = TestQueue.uniqueName();
        channel.exchangeDeclare(fanout, "fanout", false, true, null);
        List<TestQueue> queues = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestQueue queue = TestQueue.on(channel);
            channel.queueBind(queue.name(), fanout, "");
            queues.add(queue);
        }
        Channel publisher = factory.newConnection().createChannel();
        byte[] body = new byte[100];
        for (int i = 0; i < 5_000; i++) publisher.basicPublish(fanout, "", null, body);
        for (TestQueue queue : queues) queue.awaitReady(5_000);
    }

    @Test
    void losesNothingBetweenAFastPublisherAndASlowConsumer(ConnectionFactory factory) throws Exception {
        Channel slow = factory.newConnection().createChannel();
        slow.basicQos(10);
        Inbox inbox = Inbox.on(slow, neglected.name());
        Channel publisher = factory.newConnection().createChannel();
        for (int i = 0; i < 5_000; i++) neglected.through(publisher).publish(Integer.toString(i));
        for (int i = 0; i < 5_000; i += 5) slow.basicAck(inbox.tag(i + 4), true);
        for (int i = 0; i < 5_000; i++) assertThat(Messages.text(inbox.delivery(i))).isEqualTo(Integer.toString(i));
    }

    private void consumeWithoutReading(WireClient reader, int acks) throws IOException {
        reader.open().openChannel(1);
        reader.send(WireFrame.method(1, BASIC_CONSUME, WireBytes.of()
                .shortInt(0).shortString(neglected.name()).shortString("tag").octet(acks).emptyTable()));
        reader.read().arguments(60, 21); // consume-ok, and from now on nothing
    }

    private void publishAll() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            byte[] body = ByteBuffer.allocate(BODY_SIZE).putInt(i).array();
            channel.basicPublish("", neglected.name(), null, body);
        }
        channel.waitForConfirmsOrDie(30_000);
    }
}
