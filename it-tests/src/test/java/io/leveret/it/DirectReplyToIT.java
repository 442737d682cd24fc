package io.leveret.it;

import static io.leveret.it.Messages.bytes;
import static io.leveret.it.MethodId.BASIC_CONSUME;
import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static io.leveret.it.MethodId.QUEUE_BIND;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Return;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests whose answers need no queue: the responder's publish goes straight to the requester's channel. */
@ExtendWith(BrokerExtension.class)
class DirectReplyToIT {
    private static final String REPLY_TO = "amq.rabbitmq.reply-to";

    private Channel requester;
    private Channel responder;
    private TestQueue requests;
    private Inbox inbox;

    @BeforeEach
    void listen(Channel requester, ConnectionFactory factory) throws Exception {
        this.requester = requester;
        responder = factory.newConnection().createChannel();
        requests = TestQueue.on(responder);
        inbox = Inbox.withoutAcks(requester, REPLY_TO);
    }

    @Test
    void answersTheRequester() throws Exception {
        String address = request("one");
        Messages.publish(responder, "", address, "first", "second");
        assertThat(inbox.bodies(2)).containsExactly("first", "second");
    }

    @Test
    void hidesTheRequesterBehindAnOpaqueName() throws Exception {
        assertThat(request("one")).startsWith(REPLY_TO + ".").hasSizeGreaterThan(REPLY_TO.length() + 20);
    }

    @Test
    void replacesNothingButTheReplyTo() throws Exception {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("text/plain").correlationId("7").replyTo(REPLY_TO).messageId("m").build();
        requester.basicPublish("", requests.name(), properties, bytes("one"));
        requests.awaitReady(1);
        AMQP.BasicProperties received = requests.get().getProps();
        assertThat(received.builder().replyTo(REPLY_TO).build()).isEqualTo(properties);
    }

    @Test
    void leavesAnOrdinaryReplyToAlone() throws Exception {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().replyTo("a.queue").build();
        requester.basicPublish("", requests.name(), properties, bytes("one"));
        requests.awaitReady(1);
        assertThat(requests.get().getProps()).isEqualTo(properties);
    }

    @Test
    void deliversAnAnswerLikeAnyMessage() throws Exception {
        String address = request("one");
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().correlationId("7").build();
        responder.basicPublish("", address, properties, bytes("answer"));
        Delivery answer = inbox.delivery(0);
        assertThat(answer.getProperties()).isEqualTo(properties);
        assertThat(answer.getEnvelope().getExchange()).isEmpty();
        assertThat(answer.getEnvelope().getRoutingKey()).isEqualTo(address);
        assertThat(answer.getEnvelope().isRedeliver()).isFalse();
    }

    @Test
    void carriesAnswersOfManyFrames() throws Exception {
        String address = request("one");
        responder.basicPublish("", address, null, Messages.noise(1_000_000));
        assertThat(inbox.delivery(0).getBody()).isEqualTo(Messages.noise(1_000_000));
    }

    @Test
    void takesNoNoticeOfThePrefetch(Connection connection) throws Exception {
        Channel limited = connection.createChannel();
        limited.basicQos(1);
        Inbox replies = Inbox.withoutAcks(limited, REPLY_TO);
        String address = request(limited, "one");
        Messages.publish(responder, "", address, "a", "b", "c");
        assertThat(replies.bodies(3)).containsExactly("a", "b", "c");
    }

    @Test
    void confirmsAnAnswerAtOnce() throws Exception {
        String address = request("one");
        responder.confirmSelect();
        Messages.publish(responder, "", address, "answer");
        responder.waitForConfirmsOrDie(10_000);
        inbox.awaitSize(1);
    }

    @Test
    void tellsWhetherARequesterLives() throws Exception {
        String address = request("one");
        AMQP.Queue.DeclareOk alive = responder.queueDeclarePassive(address);
        assertThat(alive.getQueue()).isEqualTo(address);
        assertThat(alive.getMessageCount()).isZero();
        assertThat(alive.getConsumerCount()).isEqualTo(1);
        assertThat(responder.queueDeclare(address, false, false, false, null).getConsumerCount()).isEqualTo(1);
    }

    @Test
    void tellsThatARequesterIsGone() throws Exception {
        String address = request("one");
        requester.close();
        Refusal.ofChannel(responder, () -> responder.queueDeclarePassive(address))
                .is(404, "NOT_FOUND - no queue '" + address + "' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    void dropsAnswersToARequesterThatIsGone() throws Exception {
        String address = request("one");
        requester.close();
        responder.confirmSelect();
        Messages.publish(responder, "", address, "too late");
        responder.waitForConfirmsOrDie(10_000);
    }

    @Test
    @DiffersFromRabbitMq("4.3 drops it without a return")
    void returnsMandatoryAnswersToARequesterThatIsGone() throws Exception {
        String address = request("one");
        requester.close();
        CompletableFuture<Return> returned = new CompletableFuture<>();
        responder.addReturnListener(returned::complete);
        responder.basicPublish("", address, true, null, bytes("too late"));
        assertThat(returned.get(10, TimeUnit.SECONDS).getReplyText()).isEqualTo("NO_ROUTE");
    }

    @Test
    void returnsNoMandatoryAnswerThatArrives() throws Exception {
        String address = request("one");
        responder.confirmSelect();
        responder.addReturnListener(returned -> {
            throw new AssertionError("returned");
        });
        responder.basicPublish("", address, true, null, bytes("answer"));
        responder.waitForConfirmsOrDie(10_000);
        assertThat(inbox.bodies(1)).containsExactly("answer");
    }

    @Test
    void dropsAnswersToAForgedName() throws Exception {
        String address = request("one");
        responder.confirmSelect();
        Messages.publish(responder, "", REPLY_TO + ".forged", "x");
        Messages.publish(responder, "", address.substring(0, address.length() - 6) + "AAAAAA", "x");
        responder.waitForConfirmsOrDie(10_000);
        Messages.publish(responder, "", address, "true");
        assertThat(inbox.bodies(1)).containsExactly("true");
    }

    @Test
    void findsNoRequesterUnderAChangedName() throws Exception {
        String address = request("one");
        String forged = address.substring(0, address.length() - 6) + "AAAAAA";
        Refusal.ofChannel(responder, () -> responder.queueDeclarePassive(forged))
                .is(404, "NOT_FOUND - no queue '" + forged + "' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    @DiffersFromRabbitMq("4.3 fails with 541 INTERNAL_ERROR")
    void findsNoRequesterUnderAnInventedName() {
        Refusal.ofChannel(responder, () -> responder.queueDeclarePassive(REPLY_TO + ".forged"))
                .is(404, "NOT_FOUND - no queue '" + REPLY_TO + ".forged' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    void takesTheSameNameForAllRequestsOfAConsumer() throws Exception {
        assertThat(request("one")).isEqualTo(request("two"));
    }

    @Test
    void takesANewNameAfterACancel() throws Exception {
        String before = request("one");
        requester.basicCancel(inbox.getConsumerTag());
        Inbox again = Inbox.withoutAcks(requester, REPLY_TO);
        String after = request("two");
        assertThat(after).isNotEqualTo(before);
        Messages.publish(responder, "", before, "lost");
        Messages.publish(responder, "", after, "found");
        assertThat(again.bodies(1)).containsExactly("found");
        assertThat(inbox.size()).isZero();
    }

    @Test
    void takesNoRequestWithoutAConsumer(Connection connection) throws Exception {
        Channel other = connection.createChannel();
        Refusal.ofChannel(other, () -> other.basicPublish("", requests.name(), replyTo(), bytes("one")))
                .is(406, "PRECONDITION_FAILED - fast reply consumer does not exist", BASIC_PUBLISH);
    }

    @Test
    void takesNoRequestAfterTheCancel() throws Exception {
        requester.basicCancel(inbox.getConsumerTag());
        Refusal.ofChannel(requester, () -> requester.basicPublish("", requests.name(), replyTo(), bytes("one")))
                .is(406, "PRECONDITION_FAILED - fast reply consumer does not exist", BASIC_PUBLISH);
    }

    @Test
    void allowsOneConsumerAChannel() {
        Refusal.ofChannel(requester, () -> Inbox.withoutAcks(requester, REPLY_TO))
                .is(406, "PRECONDITION_FAILED - reply consumer already set", BASIC_CONSUME);
    }

    @Test
    void allowsNoAcks(Connection connection) throws Exception {
        Channel other = connection.createChannel();
        Refusal.ofChannel(other, () -> Inbox.on(other, REPLY_TO))
                .is(406, "PRECONDITION_FAILED - reply consumer cannot acknowledge", BASIC_CONSUME);
    }

    @Test
    void allowsNoBindings() throws Exception {
        String address = request("one");
        Refusal.ofChannel(responder, () -> responder.queueBind(address, "amq.direct", "x"))
                .is(403, "ACCESS_REFUSED - cannot bind or unbind to a volatile (direct reply-to) queue", QUEUE_BIND);
    }

    @Test
    void answersManyRequestersAtOnce(Connection connection) throws Exception {
        Channel other = connection.createChannel();
        Inbox others = Inbox.withoutAcks(other, REPLY_TO);
        String mine = request("one");
        String theirs = request(other, "two");
        Messages.publish(responder, "", theirs, "for other");
        Messages.publish(responder, "", mine, "for requester");
        assertThat(inbox.bodies(1)).containsExactly("for requester");
        assertThat(others.bodies(1)).containsExactly("for other");
    }

    /** Sends a request and gives the name that the responder shall answer to. */
    private String request(String body) throws Exception {
        return request(requester, body);
    }

    private String request(Channel from, String body) throws Exception {
        from.basicPublish("", requests.name(), replyTo(), bytes(body));
        requests.awaitReady(1);
        return responder.basicGet(requests.name(), true).getProps().getReplyTo();
    }

    private static AMQP.BasicProperties replyTo() {
        return new AMQP.BasicProperties.Builder().replyTo(REPLY_TO).build();
    }
}
