package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundTest {

    private final SlowSocket socket = new SlowSocket();
    private final EmbeddedChannel channel = new EmbeddedChannel(socket);
    private final ReadGate gate = new ReadGate(new ClientSocket(channel), () -> { });
    private final SharedMemory memory = new SharedMemory(Long.MAX_VALUE, Long.MAX_VALUE);
    private final SharedMemory.Share unsent = memory.share(() -> { });
    private final Outbound outbound = new Outbound(channel, gate, unsent);

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
