package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CANCEL;
import static io.leveret.it.MethodId.BASIC_CONSUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How consumers end: by their own wish, or because their queue does. */
@ExtendWith(BrokerExtension.class)
class ConsumerCancelIT {
    private static final int NO_ACK = 2;
    private static final int NO_WAIT = 8;

    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel);
    }

    @Test
    void deliversNothingMore() throws Exception {
        Inbox inbox = queue.consume();
        queue.publish("a");
        inbox.awaitSize(1);
        channel.basicCancel(inbox.getConsumerTag());
        queue.publish("b");
        assertThat(queue.drain()).containsExactly("b");
        assertThat(channel.consumerCount(queue.name())).isZero();
    }

    @Test
    void leavesUnackedMessagesWithTheChannel() throws Exception {
        Inbox inbox = queue.consume();
        queue.publish("a", "b");
        inbox.awaitSize(2);
        channel.basicCancel(inbox.getConsumerTag());
        assertThat(queue.ready()).isZero();

        inbox.ack(0);
        channel.basicNack(inbox.tag(1), false, true);
        queue.awaitReady(1);
        assertThat(queue.drain()).containsExactly("b");
    }

    @Test
    void answersTheCancelOfAnUnknownTag() throws Exception {
        AMQP.Basic.CancelOk answer = (AMQP.Basic.CancelOk) channel.rpc(
                new AMQP.Basic.Cancel.Builder().consumerTag("unknown").build()).getMethod();
        assertThat(answer.getConsumerTag()).isEqualTo("unknown");
    }

    @Test
    void tellsConsumersThatTheirQueueIsDeleted(Connection connection) throws Exception {
        Inbox inbox = Inbox.on(connection.createChannel(), queue.name());
        channel.queueDelete(queue.name());
        await().until(inbox::isCancelled);
        assertThat(inbox.getChannel().isOpen()).isTrue();
    }

    @Test
    void tellsNothingToClientsThatWouldNotUnderstand(ConnectionFactory factory, Connection connection) throws Exception {
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("capabilities", Map.of("consumer_cancel_notify", false));
        factory.setClientProperties(properties);
        Channel unaware = factory.newConnection().createChannel();
        TestQueue shared = TestQueue.shared(channel);
        Inbox uninformed = Inbox.on(unaware, shared.name());
        Inbox informed = Inbox.on(connection.createChannel(), shared.name());

        channel.queueDelete(shared.name());

        await().until(informed::isCancelled);
        TestQueue.on(unaware).publish("x").consume().awaitSize(1); // whatever was on its way has come by now
        assertThat(uninformed.isCancelled()).isFalse();
    }

    @Test
    void freesTheTagOfAConsumerWhoseQueueIsDeleted() throws Exception {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume(queue.name(), false, "tag", inbox);
        channel.queueDelete(queue.name());
        await().until(inbox::isCancelled);
        TestQueue next = TestQueue.on(channel);
        Inbox again = new Inbox(channel);
        channel.basicConsume(next.name(), false, "tag", again);
        next.publish("a");
        assertThat(again.bodies(1)).containsExactly("a");
    }

    @Test
    void announcesAConsumerBeforeItsFirstDelivery(WireClient wire) throws Exception {
        wire.open().openChannel(1);
        TestQueue full = TestQueue.shared(channel).publish("a", "b", "c");

        wire.send(consume(full.name(), NO_ACK));

        wire.read().arguments(60, 21); // consume-ok
        for (int i = 0; i < 3; i++) expectDelivery(wire);
        channel.queueDelete(full.name());
    }

    @Test
    void deliversNothingAfterItsAnswer(WireClient wire) throws Exception {
        wire.open().openChannel(1);
        TestQueue busy = TestQueue.shared(channel);
        wire.send(consume(busy.name(), NO_ACK)).read().arguments(60, 21);
        for (int i = 0; i < 100; i++) busy.publish("before");
        wire.send(WireFrame.method(1, BASIC_CANCEL, WireBytes.of().shortString("tag").octet(0)));
        for (int i = 0; i < 100; i++) busy.publish("after");

        WireFrame frame = wire.read();
        while (frame.isMethod(60, 60)) {
            readContent(wire);
            frame = wire.read();
        }
        frame.arguments(60, 31); // cancel-ok
        wire.send(WireFrame.method(1, MethodId.BASIC_QOS, WireBytes.of().longInt(0).shortInt(1).octet(0)));
        wire.read().arguments(60, 11); // qos-ok, and no delivery before it
        channel.queueDelete(busy.name());
    }

    @Test
    void takesACancelOkForACancel(WireClient wire) throws Exception {
        wire.open().openChannel(1);
        TestQueue left = TestQueue.shared(channel);
        wire.send(consume(left.name(), NO_ACK)).read().arguments(60, 21);
        wire.send(WireFrame.method(1, 60, 31, WireBytes.of().shortString("tag")));
        wire.send(WireFrame.method(1, MethodId.BASIC_QOS, WireBytes.of().longInt(0).shortInt(1).octet(0)));
        wire.read().arguments(60, 11); // qos-ok, and no answer to the other
        assertThat(channel.consumerCount(left.name())).isZero();
        channel.queueDelete(left.name());
    }

    @Test
    void startsAndEndsWithoutAnswersWhenAskedTo(WireClient wire) throws Exception {
        wire.open().openChannel(1);
        TestQueue full = TestQueue.shared(channel).fill("a", "b");

        wire.send(consume(full.name(), NO_ACK | NO_WAIT));
        for (int i = 0; i < 2; i++) expectDelivery(wire);
        wire.send(WireFrame.method(1, BASIC_CANCEL, WireBytes.of().shortString("tag").octet(1)));
        wire.send(WireFrame.method(1, MethodId.BASIC_QOS, WireBytes.of().longInt(0).shortInt(1).octet(0)));

        wire.read().arguments(60, 11); // qos-ok
        assertThat(channel.queueDelete(full.name(), true, true).getMessageCount()).isZero();
    }

    private static WireFrame consume(String queue, int flags) {
        return WireFrame.method(1, BASIC_CONSUME,
                WireBytes.of().shortInt(0).shortString(queue).shortString("tag").octet(flags).emptyTable());
    }

    private static void expectDelivery(WireClient wire) throws Exception {
        wire.read().arguments(60, 60);
        readContent(wire);
    }

    private static void readContent(WireClient wire) throws Exception {
        assertThat(wire.read().type()).isEqualTo(WireFrame.HEADER);
        assertThat(wire.read().type()).isEqualTo(WireFrame.BODY);
    }
}
