package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.stats.Scope;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundTest {

    private static final BasicMethod.Ack ACK = new BasicMethod.Ack(1, false);

    private final SlowSocket socket = new SlowSocket();
    private final EmbeddedChannel channel = new EmbeddedChannel(socket);
    private final ReadGate gate = new ReadGate(new ClientSocket(channel, Peer.of(channel)), () -> { });
    private final SharedMemory memory = new SharedMemory(Long.MAX_VALUE, Long.MAX_VALUE);
    private final SharedMemory.Share unsent = memory.share(() -> { });
    private final Outbound outbound = new Outbound(channel, gate, unsent, Scope.UNWATCHED.traffic());

    @AfterEach
    void leaveNothingBehind() {
        outbound.discard();
        channel.finishAndReleaseAll();
    }

    @Test
    void sendsABurstAsOneBuffer() {
        for (int i = 0; i < 100; i++) write(20);
        assertThat(sizes()).isEmpty();
        outbound.flush();
        assertThat(sizes()).containsExactly(2000);
    }

    @Test
    void handsOverFullBuffers() {
        for (int i = 0; i < 300; i++) write(1024);
        outbound.flush();
        assertThat(sizes()).allMatch(size -> size <= Outbound.FULL).hasSizeBetween(5, 6);
    }

    @Test
    void takesAFrameLargerThanABuffer() {
        write(131_080);
        write(20);
        outbound.flush();
        assertThat(sizes()).containsExactly(131_080, 20);
    }

    @Test
    void letsOneBufferFillWhileTheSocketIsStuck() {
        socket.stopReading();
        for (int i = 0; i < 50; i++) {
            write(100);
            outbound.flush();
        }
        socket.readAgain();
        assertThat(sizes()).containsExactly(100, 100, 4800);
    }

    @Test
    void knowsWhetherSomethingWasSent() {
        assertThat(outbound.takeSent()).isFalse();
        write(1);
        outbound.flush();
        assertThat(outbound.takeSent()).isTrue();
        assertThat(outbound.takeSent()).isFalse();
    }

    @Test
    void stopsReadingFromAClientThatDoesNotRead() {
        socket.stopReading();
        while (gate.isOpen()) {
            write(10_000);
            outbound.flush();
        }
        assertThat(outbound.isWritable()).isFalse();
        assertThat(channel.config().isAutoRead()).isFalse();
        socket.readAgain();
        outbound.becameWritable();
        assertThat(gate.isOpen()).isTrue();
        assertThat(channel.config().isAutoRead()).isTrue();
        int all = sizes().stream().mapToInt(Integer::intValue).sum();
        assertThat((long) all).isLessThan(2 * Outbound.MOST_UNREAD);
    }

    @Test
    void writesABigBodyAsTheSocketTakesIt() {
        byte[] bytes = new byte[20 << 20];
        new Random(1).nextBytes(bytes);
        socket.stopReading();
        encode(1, bytes);
        write(20);
        encode(2, bytes);
        write(30);
        outbound.flush();
        assertThat(memory.used()).isLessThan(1 << 20);
        assertThat(outbound.isWritable()).isFalse();
        assertThat(gate.isOpen()).isFalse();
        ByteBuf received = Unpooled.buffer();
        do {
            socket.readOnce();
            outbound.writeOn();
            assertThat(memory.used()).isLessThan(1 << 20);
        } while (takeTo(received));
        assertThat(outbound.isWritable()).isTrue();
        ByteBuf expected = Unpooled.buffer();
        new CommandEncoder(131_072).content(room -> expected.ensureWritable(room), 1, ACK, BasicProperties.EMPTY, Body.of(bytes));
        expected.writeZero(20);
        new CommandEncoder(131_072).content(room -> expected.ensureWritable(room), 2, ACK, BasicProperties.EMPTY, Body.of(bytes));
        expected.writeZero(30);
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void dropsWhatWaitsWhenTheSocketIsGone() {
        socket.stopReading();
        encode(1, new byte[1 << 20]);
        write(70_000);
        write(70_000);
        channel.close();
        outbound.discard();
        write(70_000);
        write(70_000);
        outbound.discard();
        assertThat(memory.used()).isZero();
    }

    @Test
    void hangsUpWhenThereIsNoMemory() {
        List<Throwable> failures = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
                failures.add(failure);
                context.close();
            }
        });
        channel.config().setAllocator(new AbstractByteBufAllocator(true) {
            @Override
            public boolean isDirectBufferPooled() {
                return false;
            }

            @Override
            protected ByteBuf newHeapBuffer(int initial, int most) {
                return Unpooled.buffer(initial, most);
            }

            @Override
            protected ByteBuf newDirectBuffer(int initial, int most) {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }
        });
        write(1_000);
        outbound.flush();
        assertThat(failures).singleElement().isInstanceOf(OutOfMemoryError.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(memory.used()).isZero();
    }

    private void encode(int number, byte[] body) {
        new CommandEncoder(131_072).content(outbound, number, ACK, BasicProperties.EMPTY, Body.of(body));
    }

    private boolean takeTo(ByteBuf received) {
        int before = received.readableBytes();
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            received.writeBytes(sent);
            sent.release();
        }
        return received.readableBytes() > before;
    }

    private void write(int bytes) {
        outbound.room(bytes).writeZero(bytes);
    }

    private List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            sizes.add(sent.readableBytes());
            sent.release();
        }
        return sizes;
    }
}
