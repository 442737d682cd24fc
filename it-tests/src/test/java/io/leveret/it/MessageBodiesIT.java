package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of every size, cut into frames as each side has negotiated. */
@ExtendWith(BrokerExtension.class)
class MessageBodiesIT {
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"8192, 8192", "8192, 131072", "131072, 8192", "10001, 20011", "131072, 131072", "0, 0"})
    void carriesBodiesBetweenFrameSizes(int publishersFrameMax, int consumersFrameMax, ConnectionFactory factory)
            throws Exception {
        Connection consuming = connect(factory, consumersFrameMax);
        Channel consumer = consuming.createChannel();
        TestQueue queue = TestQueue.shared(consumer);
        Inbox inbox = queue.consumeWithoutAcks();
        Connection publishing = connect(factory, publishersFrameMax);
        Channel publisher = publishing.createChannel();
        int[] sizes = sizesAround(publishing.getFrameMax(), consuming.getFrameMax());

        for (int size : sizes) publisher.basicPublish("", queue.name(), null, Messages.noise(size));

        inbox.awaitSize(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            byte[] received = inbox.delivery(i).getBody();
            assertThat(Arrays.equals(received, Messages.noise(sizes[i]))).as("body of %d bytes", sizes[i]).isTrue();
        }
        consumer.queueDelete(queue.name());
    }

    @Test
    void carriesABodyOfFifteenMebibytes(Channel channel) throws Exception {
        TestQueue queue = TestQueue.on(channel);
        channel.basicPublish("", queue.name(), null, Messages.noise(15 * MIB));
        byte[] received = queue.get().getBody();
        assertThat(Arrays.equals(received, Messages.noise(15 * MIB))).isTrue();
    }

    @Test
    void takesABodyOfTheLargestSize(Channel channel) throws Exception {
        TestQueue queue = TestQueue.on(channel);
        channel.basicPublish("", queue.name(), null, new byte[16 * MIB]);
        assertThat(queue.get().getBody()).hasSize(16 * MIB);
    }

    @Test
    void refusesABodyOverTheLargestSize(Channel channel) {
        Refusal.ofChannel(channel, () -> channel.basicPublish("", "anywhere", null, new byte[16 * MIB + 1]))
                .is(406, "PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216",
                        BASIC_PUBLISH);
    }

    private static Connection connect(ConnectionFactory factory, int frameMax) throws Exception {
        factory.setRequestedFrameMax(frameMax);
        return factory.newConnection();
    }

    private static int[] sizesAround(int... frameMaxes) {
        return Arrays.stream(frameMaxes)
                .flatMap(max -> Arrays.stream(new int[] {
                    0, 1, max - 9, max - 8, max - 7, max, 2 * (max - 8), 2 * (max - 8) + 1, 5 * max + 3}))
                .toArray();
    }
}
