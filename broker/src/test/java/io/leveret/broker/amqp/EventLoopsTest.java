package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.loop.Loop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    private final EventLoops loops = EventLoops.start(1);
    private final Loop loop = loops.all().get(0);
    private final CompletableFuture<Integer> tasksBeforeAccept = new CompletableFuture<>();
    private int tasks;

    @AfterEach
    void stop() {
        loops.close();
    }

    @Test
    void looksAtItsSocketsHoweverManyTasksThereAre() throws Exception {
        Channel listening = new ServerBootstrap().group(loops.group()).channel(loops.serverChannel())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        tasksBeforeAccept.complete(tasks);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        InetSocketAddress address = (InetSocketAddress) listening.localAddress();
        loop.execute(() -> {
            connect(address);
            keepBusy();
        });
        assertThat(tasksBeforeAccept.get(30, TimeUnit.SECONDS)).isLessThan(300);
    }

    private void connect(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A chain of tasks of a millisecond each. */
    private void keepBusy() {
        tasks++;
        for (long end = System.nanoTime() + 1_000_000; System.nanoTime() < end;) Thread.onSpinWait();
        if (!tasksBeforeAccept.isDone()) loop.execute(this::keepBusy);
    }
}
