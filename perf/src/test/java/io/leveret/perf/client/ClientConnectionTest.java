package io.leveret.perf.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {

    @Test
    void signsInAndOpensTheVirtualHost() {
        FakeBroker broker = new FakeBroker();
        broker.send(0, new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "AMQPLAIN PLAIN", "en_US"));
        ConnectionMethod.StartOk login = (ConnectionMethod.StartOk) broker.sent().get(0).method();
        assertThat(login.mechanism()).isEqualTo("PLAIN");
        assertThat(login.response()).isEqualTo("\0alice\0secret".getBytes(UTF_8));
        broker.send(0, new ConnectionMethod.Tune(0, 131072, 60));
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method)
                .containsExactly(new ConnectionMethod.TuneOk(65535, 131072, 0), new ConnectionMethod.Open("shop"));
        assertThat(broker.connection().whenOpen()).isNotDone();
        broker.send(0, new ConnectionMethod.OpenOk());
        assertThat(broker.connection().whenOpen()).isCompletedWithValue(broker.connection());
    }

    @Test
    void saysWhenThePasswordIsWrong() {
        FakeBroker broker = new FakeBroker();
        broker.send(0, new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "PLAIN", "en_US"));
        broker.send(0, new ConnectionMethod.Close(403, "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.", 0, 0));
        assertThat(trouble(broker)).isEqualTo("the broker did not let user 'alice' in: "
                + "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.");
        assertThat(broker.losses()).isEmpty();
    }

    @Test
    void saysWhenTheBrokerHangsUpInsteadOfAnswering() {
        FakeBroker broker = new FakeBroker();
        broker.hangUp();
        assertThat(trouble(broker)).contains("broker.test:5672 hung up", "password");
    }

    @Test
    void saysWhenThereIsNoSuchVirtualHost() {
        FakeBroker broker = new FakeBroker();
        broker.send(0, new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "PLAIN", "en_US"));
        broker.send(0, new ConnectionMethod.Tune(0, 0, 0));
        broker.send(0, new ConnectionMethod.Close(530, "NOT_ALLOWED - vhost shop not found", 10, 40));
        assertThat(trouble(broker)).isEqualTo("the broker did not open virtual host 'shop' for user 'alice': 530 NOT_ALLOWED - vhost shop not found");
    }

    @Test
    void saysWhenSomethingElseListensThere() {
        FakeBroker other = new FakeBroker();
        other.send(Unpooled.copiedBuffer("AMQP\3\1\0\0", UTF_8));
        assertThat(trouble(other)).isEqualTo("what listens at broker.test:5672 is no broker of AMQP 0-9-1: it answers with another version");
        FakeBroker web = new FakeBroker();
        web.send(Unpooled.copiedBuffer("HTTP/1.1 400 Bad Request\r\n\r\n", UTF_8));
        assertThat(trouble(web)).startsWith("what listens at broker.test:5672 is no broker of AMQP 0-9-1: ");
    }

    @Test
    void saysWhyItCouldNotConnect() {
        assertThat(Troubles.unreachable(FakeBroker.URI, new ConnectException("finishConnect(..) failed with error(-111): Connection refused: "
                + "broker.test/127.0.0.1:5672"))).hasMessage("cannot connect to broker.test:5672: connection refused; does a broker listen there?");
        assertThat(Troubles.unreachable(FakeBroker.URI, new UnknownHostException("broker.test")))
                .hasMessage("cannot connect to broker.test:5672: there is no host 'broker.test'");
    }

    @Test
    void saysWhichChannelTheBrokerClosedAndWhy() {
        FakeBroker broker = FakeBroker.open(0);
        broker.channel();
        broker.send(1, new ChannelMethod.Close(404, "NOT_FOUND - no exchange 'x' in vhost 'shop'", 60, 40));
        assertThat(broker.losses()).containsExactly("the broker closed channel 1: 404 NOT_FOUND - no exchange 'x' in vhost 'shop'");
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).contains(new ChannelMethod.CloseOk());
    }

    @Test
    void leavesARefusedQuestionToWhoAsked() {
        FakeBroker broker = FakeBroker.open(0);
        CompletableFuture<?> answer = broker.channel().call(new QueueMethod.Delete("q", false, false, false));
        broker.send(1, new ChannelMethod.Close(405, "RESOURCE_LOCKED", 50, 40));
        assertThat(answer).isCompletedExceptionally();
        assertThat(broker.losses()).isEmpty();
        assertThat(broker.isHungUp()).isFalse();
    }

    @Test
    void saysWhenTheConnectionIsClosedOrLost() {
        FakeBroker closing = FakeBroker.open(0);
        closing.send(0, new ConnectionMethod.Close(320, "CONNECTION_FORCED - broker shut down", 0, 0));
        assertThat(closing.losses()).containsExactly("the broker closed the connection: 320 CONNECTION_FORCED - broker shut down");
        FakeBroker gone = FakeBroker.open(0);
        gone.hangUp();
        assertThat(gone.losses()).containsExactly("the connection to broker.test:5672 is lost: the broker has gone, or hung up");
    }

    @Test
    void saysWhenAConsumersQueueIsGone() {
        FakeBroker broker = FakeBroker.open(0);
        broker.channel();
        broker.send(1, new BasicMethod.Cancel("tag", true));
        assertThat(broker.losses()).containsExactly("the broker cancelled consumer tag: its queue is gone");
    }

    @Test
    void closesInGoodOrder() {
        FakeBroker broker = FakeBroker.open(0);
        CompletableFuture<Void> closed = broker.connection().close();
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(new ConnectionMethod.Close(200, "", 0, 0));
        broker.send(0, new ConnectionMethod.CloseOk());
        assertThat(closed).isCompleted();
        assertThat(broker.isHungUp()).isTrue();
        assertThat(broker.losses()).isEmpty();
    }

    @Test
    void usesTheNumbersOfClosedChannelsAgain() {
        FakeBroker broker = FakeBroker.open(0);
        ClientChannel first = broker.channel();
        ClientChannel second = broker.channel();
        first.close();
        broker.send(1, new ChannelMethod.CloseOk());
        broker.sent();
        assertThat(second.number()).isEqualTo(2);
        assertThat(broker.channel().number()).isEqualTo(1);
    }

    @Test
    void waitsWhileTheBrokerBlocksPublishers() {
        FakeBroker broker = FakeBroker.open(0);
        ClientChannel channel = broker.channel();
        broker.send(0, new ConnectionMethod.Blocked("low on disk"));
        assertThat(channel.isWritable()).isFalse();
        broker.send(0, new ConnectionMethod.Unblocked());
        assertThat(channel.isWritable()).isTrue();
        assertThat(broker.notes()).containsExactly("the broker blocks publishers: low on disk", "the broker blocks publishers no more");
    }

    @Test
    void waitsWhileAChannelIsToldTo() {
        FakeBroker broker = FakeBroker.open(0);
        ClientChannel channel = broker.channel();
        broker.send(1, new ChannelMethod.Flow(false));
        assertThat(channel.isWritable()).isFalse();
        assertThat(broker.sent()).extracting(FakeBroker.Sent::method).containsExactly(new ChannelMethod.FlowOk(false));
        broker.send(1, new ChannelMethod.Flow(true));
        assertThat(channel.isWritable()).isTrue();
    }

    @Test
    void tellsWhatComesHoweverItIsCut() {
        FakeBroker broker = FakeBroker.open(0);
        List<String> heard = new ArrayList<>();
        broker.channel().uses(new Listener(heard));
        FakeBroker.Recording recording = new FakeBroker.Recording();
        recording.add(1, new BasicMethod.Deliver("tag", 7, false, "x", "key"), BasicProperties.builder().priority(3).build(), "0123456789".getBytes(UTF_8));
        recording.add(1, new BasicMethod.Ack(9, true));
        recording.add(1, new BasicMethod.Nack(10, false, false));
        recording.add(1, new BasicMethod.Return(312, "NO_ROUTE", "x", "key"), BasicProperties.EMPTY, "lost".getBytes(UTF_8));
        recording.add(1, new BasicMethod.Deliver("tag", 8, false, "x", "key"), BasicProperties.EMPTY, new byte[0]);
        ByteBuf bytes = recording.bytes();
        while (bytes.isReadable()) broker.send(bytes.readRetainedSlice(1));
        assertThat(heard).containsExactly("properties 3", "body 0123456789", "delivered 7", "confirmed 9 and before", "refused 10", "returned",
                "properties 2", "delivered 8");
        bytes.release();
    }

    private static String trouble(FakeBroker broker) {
        assertThat(broker.connection().whenOpen()).isCompletedExceptionally();
        return broker.connection().whenOpen().handle((opened, error) -> error.getMessage()).join();
    }

    private record Listener(List<String> heard) implements ChannelUser {
        @Override public void properties(ByteBuf in, int length) {
            heard.add("properties " + length);
        }

        @Override public void bodyBegins(ByteBuf in, int length) {
            heard.add("body " + in.toString(in.readerIndex(), length, UTF_8));
        }

        @Override public void delivered(long deliveryTag) {
            heard.add("delivered " + deliveryTag);
        }

        @Override public void confirmed(long deliveryTag, boolean multiple) {
            heard.add("confirmed " + deliveryTag + (multiple ? " and before" : ""));
        }

        @Override public void refused(long deliveryTag, boolean multiple) {
            heard.add("refused " + deliveryTag + (multiple ? " and before" : ""));
        }

        @Override public void returned() {
            heard.add("returned");
        }
    }
}
