package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Declaring queues. */
@ExtendWith(BrokerExtension.class)
class QueuesIT {
    private final Channel channel;
    private final String queue;

    QueuesIT(Channel channel, Names names) {
        this.channel = channel;
        this.queue = names.fresh();
    }

    @Test
    void areDeclaredUnderTheirName() throws Exception {
        DeclareOk answer = channel.queueDeclare(queue, true, false, false, null);
        assertThat(answer.getQueue()).isEqualTo(queue);
        assertThat(answer.getMessageCount()).isZero();
        assertThat(answer.getConsumerCount()).isZero();
    }

    @Test
    void tellWhatTheyHoldWhenDeclaredAgain() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        channel.confirmSelect();
        channel.basicPublish("", queue, null, new byte[1]);
        channel.basicPublish("", queue, null, new byte[1]);
        channel.waitForConfirmsOrDie(5_000);
        assertThat(channel.queueDeclare(queue, true, false, false, null).getMessageCount()).isEqualTo(2);
        assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isEqualTo(2);
    }

    @Test
    void tellHowManyConsumeFromThem() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        channel.basicConsume(queue, true, new DefaultConsumer(channel));
        channel.basicConsume(queue, true, new DefaultConsumer(channel));
        assertThat(channel.queueDeclarePassive(queue).getConsumerCount()).isEqualTo(2);
    }

    @Test
    @DiffersFromRabbitMq("refuses transient queues that are not exclusive (541)")
    void needNotBeDurable() throws Exception {
        channel.queueDeclare(queue, false, false, false, null);
        channel.queueDeclare(queue, false, false, false, null);
    }

    @Test
    @DiffersFromRabbitMq("may not count yet what was published just before")
    void countWhatTheSameChannelHasJustPublished() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        for (int i = 1; i <= 100; i++) {
            channel.basicPublish("", queue, null, new byte[1]);
            assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isEqualTo(i);
        }
    }

    @Test
    void areSeenByEveryConnectionAtOnce(Connection other) throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        other.createChannel().queueDeclarePassive(queue);
    }

    @Test
    void getANameIfTheyHaveNone() throws Exception {
        String first = channel.queueDeclare("", false, true, false, null).getQueue();
        String second = channel.queueDeclare("", false, true, false, null).getQueue();
        assertThat(first).matches("amq\\.gen-[A-Za-z0-9_-]{22}");
        assertThat(second).matches("amq\\.gen-[A-Za-z0-9_-]{22}").isNotEqualTo(first);
    }

    @Test
    void thatDoNotExistAreNotFound() {
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(queue)).is(404, noQueue(), QUEUE_DECLARE);
    }

    @Test
    void areFoundWhateverElseAPassiveDeclarationSays(WireClient wire) throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-max-length", 5));
        wire.open().openChannel(1).send(WireFrame.queueDeclare(1, queue, WireFrame.PASSIVE)).read().arguments(50, 11);
    }

    @Test
    void haveNoNamesReservedForTheBroker() {
        Refusal.ofChannel(channel, () -> channel.queueDeclare("amq.it-mine", true, false, false, null)).is(403,
                "ACCESS_REFUSED - queue name 'amq.it-mine' contains reserved prefix 'amq.*'", QUEUE_DECLARE);
    }

    @Test
    void withGeneratedNamesAreNotDeclaredAgain() throws Exception {
        String generated = channel.queueDeclare().getQueue();
        channel.queueDeclarePassive(generated);
        Refusal.ofChannel(channel, () -> channel.queueDeclare(generated, false, true, true, null)).is(403,
                "ACCESS_REFUSED - queue name '" + generated + "' contains reserved prefix 'amq.*'", QUEUE_DECLARE);
    }

    @Test
    void loseLineBreaksFromTheirNames() throws Exception {
        assertThat(channel.queueDeclare("\r" + queue + "\n", true, false, false, null).getQueue()).isEqualTo(queue);
        channel.queueDeclarePassive(queue + "\r\n");
        channel.queueBind(queue + "\n", "amq.direct", "key");
        channel.queueDelete(queue + "\n");
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(queue)).is(404, noQueue(), QUEUE_DECLARE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "with/slash", "with'quote", "Grüße", "兎", "UPPER", "upper"})
    void mayBeNamedAnything(String suffix) throws Exception {
        String name = queue + suffix;
        assertThat(channel.queueDeclare(name, false, true, false, null).getQueue()).isEqualTo(name);
        channel.queueDeclarePassive(name);
    }

    @Test
    void mayHaveNamesOf255Bytes() throws Exception {
        String name = queue + "x".repeat(255 - queue.length());
        assertThat(channel.queueDeclare(name, false, true, false, null).getQueue()).isEqualTo(name);
        channel.basicPublish("", name, null, new byte[1]);
        assertThat(channel.basicGet(name, true)).isNotNull();
    }

    /** The explanation is cut so that the whole text fits into a short string. */
    @Test
    void withLongNamesAreRefusedInAShortenedText() {
        String name = "x".repeat(255);
        Refusal refusal = Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(name));
        assertThat(refusal.code()).isEqualTo(404);
        assertThat(refusal.text()).startsWith("NOT_FOUND - no queue 'xxx").endsWith("x...").hasSize(255);
    }

    @Test
    void areDeclaredWithoutWaiting() throws Exception {
        channel.queueDeclareNoWait(queue, true, false, false, null);
        channel.queueDeclarePassive(queue);
    }

    @Test
    void areRefusedWithoutWaitingToo() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        Refusal.ofChannel(channel, () -> channel.queueDeclareNoWait(queue, true, false, true, null)).is(406,
                "PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue '" + queue + "' in vhost '/': "
                        + "received 'true' but current is 'false'", QUEUE_DECLARE);
    }

    @Test
    void keepWhatTheyHoldWhenDeclaredAgain() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        channel.basicPublish("", queue, null, "kept".getBytes());
        channel.queueDeclare(queue, true, false, false, null);
        assertThat(channel.basicGet(queue, true).getBody()).asString().isEqualTo("kept");
    }

    private String noQueue() {
        return "NOT_FOUND - no queue '" + queue + "' in vhost '/'";
    }
}
