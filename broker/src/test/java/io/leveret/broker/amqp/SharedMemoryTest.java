package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.method.TxMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.QueueDeclaration;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedMemoryTest {

    private static final int MB = 1 << 20;

    private final Broker broker = TestClient.broker();
    private final SharedMemory heap = new SharedMemory(10 * MB, 8 * MB);
    private final SharedMemory sockets = new SharedMemory(400_000, Long.MAX_VALUE);
    private final OpenConnections connections = TestClient.connections(heap, sockets, new Alarms());
    private final TestClient client = new TestClient(broker, connections).open().openChannel(1);
    private final TestClient other = new TestClient(broker, connections).open().openChannel(1);
    private final long atRest = heap.used();

    @AfterEach
    void leaveNothingBehind() {
        client.close();
        other.close();
        assertThat(heap.used()).isZero();
        assertThat(sockets.used()).isZero();
    }

    @Test
    void evictsTheLargestWhenAllTogetherHaveTooMuch() {
        List<String> gone = new ArrayList<>();
        SharedMemory memory = new SharedMemory(100, 80);
        SharedMemory.Share small = memory.share(() -> gone.add("small"));
        SharedMemory.Share large = memory.share(() -> gone.add("large"));
        assertThat(small.take(30)).isTrue();
        assertThat(large.take(60)).isTrue();
        assertThat(large.take(21)).isFalse();
        assertThat(gone).isEmpty();
        assertThat(small.take(20)).isTrue();
        assertThat(small.take(20)).isTrue();
        assertThat(gone).containsExactly("large");
    }

    @Test
    void countsTheBodiesThatAreNotComplete() {
        client.sendBytes(partOfAMessage(1, 3 * MB));
        assertThat(heap.used()).isBetween(3L * MB, 4L * MB);
        client.send(1, new ChannelMethod.Close(200, "", 0, 0));
        assertThat(client.received()).singleElement().isInstanceOf(ConnectionMethod.Close.class);
        assertThat(heap.used()).isLessThanOrEqualTo(atRest);
    }

    @Test
    void closesTheChannelWithOneUnfinishedMessageTooMany() {
        client.openChannel(2).openChannel(3);
        client.sendBytes(partOfAMessage(1, 3 * MB)).sendBytes(partOfAMessage(2, 3 * MB)).sendBytes(partOfAMessage(3, 3 * MB));
        assertThat(client.received()).containsExactly(new ChannelMethod.Close(
                406, "PRECONDITION_FAILED - unfinished messages of this connection take up too much memory", 60, 40));
        assertThat(heap.used()).isBetween(6L * MB, 7L * MB);
    }

    @Test
    void hangsUpOnTheConnectionThatHoldsTheMost() {
        client.sendBytes(partOfAMessage(1, 6 * MB));
        other.sendBytes(partOfAMessage(1, 5 * MB));
        client.loop().runAll();
        assertThat(client.received()).singleElement().isInstanceOfSatisfying(ConnectionMethod.Close.class,
                close -> assertThat(close.replyCode()).isEqualTo(506));
        assertThat(other.received()).isEmpty();
        assertThat(heap.used()).isBetween(5L * MB, 6L * MB);
    }

    @Test
    void countsWhatATransactionHolds() {
        other.send(1, new QueueMethod.Declare("q", false, false, false, false, false, FieldTable.EMPTY)).received();
        client.send(1, new TxMethod.Select()).received();
        String body = "x".repeat(MB);
        for (int i = 0; i < 3; i++) client.publish(1, "q", BasicProperties.EMPTY, body);
        assertThat(heap.used()).isBetween(3L * MB, 4L * MB);
        client.send(1, new TxMethod.Commit());
        assertThat(client.received()).containsExactly(new TxMethod.CommitOk());
        assertThat(heap.used()).isLessThanOrEqualTo(atRest);
        for (int i = 0; i < 8; i++) client.publish(1, "q", BasicProperties.EMPTY, body);
        assertThat(client.received()).singleElement().isInstanceOfSatisfying(ChannelMethod.Close.class,
                close -> assertThat(close.replyCode()).isEqualTo(406));
        assertThat(heap.used()).isLessThanOrEqualTo(atRest);
    }

    @Test
    void countsWhatWaitsForAnAnswerBeforeIt() {
        ManualLoop elsewhere = ManualLoop.elsewhere();
        broker.virtualHost("/").declareQueue(new QueueDeclaration("far", false, false, false, FieldTable.EMPTY),
                other.connection(), elsewhere);
        elsewhere.runAll();
        String body = "x".repeat(3 * MB);
        BasicMethod.Get question = new BasicMethod.Get("far", true);
        client.send(1, question).publish(1, "far", BasicProperties.EMPTY, body);
        assertThat(heap.used()).isEqualTo(atRest + 3L * MB + BasicProperties.EMPTY.length());
        elsewhere.runAll();
        client.loop().runAll();
        assertThat(client.received()).containsExactly(new BasicMethod.GetEmpty());
        assertThat(heap.used()).isLessThanOrEqualTo(atRest);
        client.send(1, question).publish(1, "far", BasicProperties.EMPTY, body);
        client.disconnect();
        assertThat(heap.used()).isLessThanOrEqualTo(atRest);
    }

    @Test
    void boundsTheRepliesOfAllChannelsTogether() {
        ReplyRoom room = new ReplyRoom(new SharedMemory(100 * MB, 100 * MB).share(() -> { }));
        for (int i = 0; i < 17; i++) assertThat(room.take(MB)).isTrue();
        assertThat(room.take(MB)).isFalse();
        room.give(MB);
        assertThat(room.take(MB)).isTrue();
    }

    @Test
    void countsTheRepliesThatAreNotRead() {
        client.send(1, new BasicMethod.Consume("amq.rabbitmq.reply-to", "tag", false, true, false, false, FieldTable.EMPTY));
        client.received();
        client.socket().stopReading();
        String name = replyName();
        String body = "x".repeat(MB);
        for (int i = 0; i < 6; i++) other.publish(1, name, BasicProperties.EMPTY, body);
        client.loop().runAll();
        assertThat(heap.used()).isBetween(4L * MB, 6L * MB);
        client.readAgain();
        assertThat(heap.used()).isLessThanOrEqualTo(atRest);
    }

    @Test
    void hangsUpOnTheClientThatReadsTheLeast() {
        other.send(1, new QueueMethod.Declare("q", false, false, false, false, false, FieldTable.EMPTY)).received();
        other.publish(1, "q", BasicProperties.EMPTY, "x".repeat(6 * MB)).publish(1, "q", BasicProperties.EMPTY, "x".repeat(5 * MB));
        client.socket().stopReading();
        other.socket().stopReading();
        client.send(1, new BasicMethod.Qos(0, 1, false), new BasicMethod.Get("q", true));
        assertThat(client.isOpen()).isTrue();
        other.send(1, new BasicMethod.Get("q", true));
        client.loop().runAll();
        assertThat(client.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
        assertThat(sockets.used()).isBetween(200_000L, 400_000L);
    }

    @Test
    void countsAFrameThatIsNotComplete() {
        ByteBuf frame = partOfAMessage(1, 120_000);
        client.sendBytes(frame.writerIndex(frame.writerIndex() - 1));
        assertThat(heap.used()).isGreaterThan(100_000);
    }

    @Test
    void aConnectionHasAsManyConsumersAsThereIsMemoryFor() {
        declare("q");
        for (int i = 0; i < 9_000; i++) client.send(1, consume("tag-" + i));
        assertThat(client.received()).contains(new ChannelMethod.Close(406,
                "PRECONDITION_FAILED - consumers and unfinished messages of this connection take up too much memory", 60, 20));
        assertThat(heap.used()).isEqualTo(atRest);
        assertThat(other.received()).isEmpty();
    }

    @Test
    void whatComesAndGoesLeavesNothing() {
        declare("q");
        for (int i = 0; i < 1_000; i++) {
            client.send(2, new ChannelMethod.Open()).send(2, consume("tag-" + i), new BasicMethod.Cancel("tag-" + i, true), consume("again"));
            assertThat(heap.used()).isGreaterThan(atRest);
            client.send(2, new ChannelMethod.Close(200, "", 0, 0));
        }
        assertThat(heap.used()).isEqualTo(atRest);
    }

    private void declare(String queue) {
        other.send(1, new QueueMethod.Declare(queue, false, false, false, false, false, FieldTable.EMPTY)).received();
        client.loop().runAll();
    }

    private static BasicMethod consume(String tag) {
        return new BasicMethod.Consume("q", tag, false, true, false, true, FieldTable.EMPTY);
    }

    private String replyName() {
        other.send(1, new QueueMethod.Declare("asked", false, false, false, false, false, FieldTable.EMPTY));
        client.publish(1, "asked", BasicProperties.builder().replyTo("amq.rabbitmq.reply-to").build(), "request");
        List<String> names = new ArrayList<>();
        other.loop().runAll();
        broker.virtualHost("/").queue("asked", other.connection()).get(true, timeout -> { }, new Answer<>() {
            @Override
            public void completed(Optional<Got> got) {
                Message message = got.orElseThrow().message().message();
                names.add(message.properties().replyTo().orElseThrow());
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        });
        for (int i = 0; i < 5; i++) {
            client.loop().runAll();
            other.loop().runAll();
        }
        return names.get(0);
    }

    /** A publish whose body stops short of its last frame. */
    private static ByteBuf partOfAMessage(int channel, int bytes) {
        ByteBuf whole = Unpooled.buffer();
        CommandEncoder encoder = new CommandEncoder(131_072);
        encoder.content(room -> whole.ensureWritable(room), channel, new BasicMethod.Publish("", "q", false, false),
                BasicProperties.EMPTY, Body.of(new byte[bytes + 131_064]));
        int last = bytes % 131_064 == 0 ? 131_072 : bytes % 131_064 + 8;
        return whole.writerIndex(whole.writerIndex() - last);
    }
}
