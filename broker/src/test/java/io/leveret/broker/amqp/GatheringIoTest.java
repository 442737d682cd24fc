package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GatheringIoTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Gathering gathering = new Gathering(System.nanoTime());
    private final AtomicInteger turns = new AtomicInteger();
    private final GatheringIo io = new GatheringIo(new Sockets(), gathering, HOUR);

    @Test
    void waitsUntilThereIsATask() throws InterruptedException {
        gathering.streamed(Gathering.FEWEST);
        Thread loop = new Thread(() -> io.run(new Turn(true, HOUR)));
        loop.start();
        await().until(() -> LockSupport.getBlocker(loop) == io);
        assertThat(turns).hasValue(0);
        io.wakeup();
        loop.join();
        assertThat(turns).as("of its own sockets").hasValue(1);
    }

    @Test
    void doesNotWaitWhereThereIsATask() {
        gathering.streamed(Gathering.FEWEST);
        io.run(new Turn(false, HOUR));
        assertThat(turns).hasValue(1);
    }

    @Test
    void doesNotKeepATimerWaiting() {
        gathering.streamed(Gathering.FEWEST);
        io.run(new Turn(true, 0));
        assertThat(turns).hasValue(1);
    }

    @Test
    void doesNotTakeAWaitThatWasCutShortForOneThatBringsLittle() {
        gathering.streamed(1);
        io.run(new Turn(true, 0));
        gathering.streamed(1);
        assertThat(gathering.beginsToWait(System.nanoTime())).isTrue();
    }

    /** @param delayNanos until the next timer */
    private record Turn(boolean canBlock, long delayNanos) implements IoHandlerContext {
        @Override
        public long delayNanos(long now) {
            return delayNanos;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    private final class Sockets implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            return turns.incrementAndGet();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }
}
