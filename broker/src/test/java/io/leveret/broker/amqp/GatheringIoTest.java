package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatheringIoTest {

    private final Gathering gathering = new Gathering(System.nanoTime());
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger wakeups = new AtomicInteger();
    private final GatheringIo io = new GatheringIo(new Sockets(), gathering);

    @Test
    void looksAtItsSocketsAfterAWait() {
        gathering.streamed(Gathering.FEWEST);
        io.run(new Turn(new AtomicBoolean()));
        assertThat(turns).hasValue(1);
    }

    /** Or a task that comes just before the wait would have to wait. */
    @Test
    void goesOnAtOnceWhereThereIsATask() {
        gathering.streamed(1);
        io.run(new Turn(new AtomicBoolean(true)));
        gathering.streamed(1);
        assertThat(gathering.pays(System.nanoTime())).as("it was not the wait that brought so little").isTrue();
    }

    @Test
    void passesOnWhoWakesIt() {
        io.wakeup();
        assertThat(wakeups).hasValue(1);
    }

    private record Turn(AtomicBoolean hasTask) implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return !hasTask.get();
        }

        @Override
        public long delayNanos(long now) {
            return 0;
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
            wakeups.incrementAndGet();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }
}
