package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BurstTest {

    private static final int QUEUES = 128;
    private static final int UNTIL_OTHERS_HAVE_THEIR_TURN = 16_384 / QUEUES;
    private static final int CHANGES_UNTIL_OTHERS_HAVE_THEIR_TURN = 128;

    private final TestClient client = new TestClient().open().openChannel(1);

    @BeforeEach
    void bindQueues() {
        for (int i = 0; i < QUEUES; i++) {
            client.send(1, new QueueMethod.Declare("q" + i, false, false, true, false, false, FieldTable.EMPTY),
                    new QueueMethod.Bind("q" + i, "amq.fanout", "", false, FieldTable.EMPTY));
        }
        client.send(1, new ConfirmMethod.Select(false)).received();
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void givesWayWhenItMeansMuchWork() {
        client.sendBytes(publishes(UNTIL_OTHERS_HAVE_THEIR_TURN + 10));
        assertThat(client.isRead()).isFalse();
        assertThat(client.received()).containsExactly(new BasicMethod.Ack(UNTIL_OTHERS_HAVE_THEIR_TURN, true));
        client.loop().advance(0);
        assertThat(client.isRead()).isTrue();
        assertThat(client.received()).containsExactly(new BasicMethod.Ack(UNTIL_OTHERS_HAVE_THEIR_TURN + 10, true));
    }

    @Test
    void doesNotCountWhatOthersHadTheirTurnAfter() {
        for (int i = 0; i < 3; i++) {
            client.sendBytes(publishes(UNTIL_OTHERS_HAVE_THEIR_TURN - 1));
            assertThat(client.isRead()).isTrue();
        }
    }

    @Test
    void givesWayWhenManyThingsAreDeclared() {
        ByteBuf declares = Unpooled.buffer();
        CommandEncoder encoder = new CommandEncoder(0);
        for (int i = 0; i < 300; i++) {
            encoder.method(room -> declares.ensureWritable(room), 1, new QueueMethod.Declare("d" + i, false, false, true, false, false, FieldTable.EMPTY));
        }
        client.sendBytes(declares);
        for (int turn = 0; turn < 3; turn++) {
            int before = turn * CHANGES_UNTIL_OTHERS_HAVE_THEIR_TURN;
            assertThat(client.isRead()).isEqualTo(turn == 2);
            assertThat(client.received()).containsExactlyElementsOf(IntStream.range(before, Math.min(300, before + CHANGES_UNTIL_OTHERS_HAVE_THEIR_TURN))
                    .mapToObj(i -> new QueueMethod.DeclareOk("d" + i, 0, 0)).toList());
            client.loop().runNextTimer();
        }
    }

    private static ByteBuf publishes(int count) {
        ByteBuf bytes = Unpooled.buffer();
        CommandEncoder encoder = new CommandEncoder(0);
        for (int i = 0; i < count; i++) {
            encoder.content(room -> bytes.ensureWritable(room), 1, new BasicMethod.Publish("amq.fanout", "", false, false),
                    BasicProperties.EMPTY, Body.of(new byte[1]));
        }
        return bytes;
    }
}
