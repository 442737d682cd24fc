package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class WantedTasksTest {

    private final Deque<Runnable> queued = new ArrayDeque<>();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void areNotDoneForAClientThatHasLeft() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        WantedTasks tasks = new WantedTasks(queued::add);
        SslHandler handler = new SslHandler(engine, tasks);
        tasks.of(handler);
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        tasks.execute(done::incrementAndGet);
        queued.remove().run();
        assertThat(done).hasValue(1);

        tasks.execute(done::incrementAndGet);
        channel.close();
        queued.remove().run();
        assertThat(done).hasValue(1);
    }
}
