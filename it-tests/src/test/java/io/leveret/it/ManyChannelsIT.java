package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_GET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Channels side by side on one connection, and clients that do not wait for answers. */
@ExtendWith(BrokerExtension.class)
class ManyChannelsIT {
    @Test
    void keepsChannelsApart(Connection connection) throws Exception {
        List<Inbox> inboxes = new ArrayList<>();
        List<TestQueue> queues = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TestQueue queue = TestQueue.on(connection.createChannel());
            queues.add(queue);
            inboxes.add(queue.consume());
        }
        for (int round = 0; round < 5; round++) {
            for (TestQueue queue : queues) queue.publish(queue.name() + round);
        }
        for (int i = 0; i < inboxes.size(); i++) {
            String name = queues.get(i).name();
            assertThat(inboxes.get(i).bodies(5)).containsExactly(name + 0, name + 1, name + 2, name + 3, name + 4);
            assertThat(inboxes.get(i).tag(4)).isEqualTo(5);
        }
    }

    @Test
    void usesTheNumbersOfClosedChannelsAgain(Connection connection) throws Exception {
        for (int i = 0; i < 300; i++) {
            Channel channel = connection.createChannel();
            assertThat(channel.getChannelNumber()).isEqualTo(1);
            channel.close();
        }
    }

    @Test
    void startsANumberAnewAfterItsChannelWasRefused(Connection connection) throws Exception {
        for (int i = 0; i < 20; i++) {
            Channel channel = connection.createChannel();
            Refusal.ofChannel(channel, () -> channel.queueDeclarePassive("it.missing"));
            Channel next = connection.createChannel();
            TestQueue queue = TestQueue.on(next).publish("a");
            assertThat(queue.get().getEnvelope().getDeliveryTag()).isEqualTo(1);
            next.close();
        }
    }

    @Test
    void keepsOtherChannelsGoingWhenOneIsRefused(Connection connection, Channel channel) throws Exception {
        TestQueue queue = TestQueue.on(channel);
        Inbox inbox = queue.consume();
        for (int i = 0; i < 10; i++) {
            Channel doomed = connection.createChannel();
            queue.publish("a");
            Refusal.ofChannel(doomed, () -> doomed.queueDeclarePassive("it.missing"));
            queue.publish("b");
        }
        assertThat(inbox.bodies(20)).hasSize(20);
    }

    @Test
    void answersInOrderToAClientThatDoesNotWait(WireClient wire) throws Exception {
        WireBytes everything = WireBytes.of().raw(WireFrame.channelOpen(1).toByteArray());
        everything.raw(declare(1).toByteArray());
        for (int i = 0; i < 10; i++) {
            everything.raw(WireFrame.method(1, MethodId.QUEUE_BIND, WireBytes.of().shortInt(0).shortString("")
                    .shortString("amq.direct").shortString("key").octet(0).emptyTable()).toByteArray());
            everything.raw(WireFrame.publish(1, "amq.direct", "key").toByteArray());
            everything.raw(WireFrame.header(1, 1).toByteArray());
            everything.raw(WireFrame.body(1, "" + i).toByteArray());
            everything.raw(WireFrame.method(1, BASIC_GET,
                    WireBytes.of().shortInt(0).shortString("").octet(1)).toByteArray());
        }

        wire.open().send(everything.toByteArray());

        wire.read().arguments(20, 11); // channel.open-ok
        wire.read().arguments(50, 11); // queue.declare-ok
        for (int i = 0; i < 10; i++) {
            wire.read().arguments(50, 21); // queue.bind-ok
            wire.read().arguments(60, 71); // basic.get-ok
            assertThat(wire.read().type()).isEqualTo(WireFrame.HEADER);
            assertThat(new String(wire.read().payload(), UTF_8)).isEqualTo("" + i);
        }
    }

    @Test
    void takesTheRestOfTheHandshakeTogetherWithMore(WireClient wire) throws Exception {
        WireBytes together = WireBytes.of()
                .raw(WireFrame.method(0, MethodId.CONNECTION_TUNE_OK,
                        WireBytes.of().shortInt(2047).longInt(131_072).shortInt(0)).toByteArray())
                .raw(WireFrame.method(0, MethodId.CONNECTION_OPEN,
                        WireBytes.of().shortString("/").shortString("").octet(0)).toByteArray())
                .raw(WireFrame.channelOpen(1).toByteArray())
                .raw(declare(1).toByteArray())
                .raw(WireFrame.channelOpen(2).toByteArray());
        wire.login().send(together.toByteArray());
        wire.read().arguments(10, 41); // connection.open-ok
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) answers.add(wire.read().channel());
        assertThat(answers).containsExactlyInAnyOrder(1, 1, 2);
    }

    @Test
    void takesContentsOfDifferentChannelsPieceByPiece(WireClient wire) throws Exception {
        List<String> texts = List.of("one, in pieces", "two, in pieces");
        wire.open().openChannel(1).openChannel(2);
        for (int channel = 1; channel <= 2; channel++) {
            String queue = WireFrame.shortString(wire.send(declare(channel)).read().arguments(50, 11));
            wire.send(WireFrame.publish(channel, "", queue));
        }
        for (int channel = 1; channel <= 2; channel++) wire.send(WireFrame.header(channel, texts.get(0).length()));
        for (int i = 0; i < texts.get(0).length(); i++) {
            for (int channel = 1; channel <= 2; channel++) {
                String letter = texts.get(channel - 1).substring(i, i + 1);
                wire.send(WireFrame.body(channel, ""), WireFrame.body(channel, letter));
            }
        }
        for (int channel = 1; channel <= 2; channel++) {
            wire.send(WireFrame.method(channel, BASIC_GET, WireBytes.of().shortInt(0).shortString("").octet(1)));
            wire.read().arguments(60, 71);
            assertThat(wire.read().type()).isEqualTo(WireFrame.HEADER);
            assertThat(new String(wire.read().payload(), UTF_8)).isEqualTo(texts.get(channel - 1));
        }
    }

    private static WireFrame declare(int channel) {
        return WireFrame.queueDeclare(channel, "", WireFrame.EXCLUSIVE);
    }
}
