package io.leveret.it.crash;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The threads of a round. */
final class Work {

    /** What a thread does over and over again, until its connection ends. */
    interface Step {
        void run() throws Exception;
    }

    private final BrokerProcess broker;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    Work(BrokerProcess broker) {
        this.broker = broker;
    }

    Connection connect() throws Exception {
        return broker.connect();
    }

    /** Whether segments are smaller than users' are, and so no place for very large bodies. */
    boolean hasSmallSegments() {
        return broker.hasSmallSegments();
    }

    /** For what a consumer sees: the client's thread would keep to itself what is wrong with it. */
    void check(Runnable task) {
        try {
            task.run();
        } catch (AssertionError e) {
            failures.add(e);
            throw e;
        }
    }

    void repeat(String name, Step step) {
        Thread thread = new Thread(() -> run(step), name);
        threads.add(thread);
        thread.start();
    }

    /** The broker is about to be killed. */
    void ending() {
        ending = true;
    }

    /** Waits for the threads, and throws what one of them ran into before the kill. */
    void join() throws InterruptedException {
        for (Thread thread : threads) thread.join();
        if (!failures.isEmpty()) throw new AssertionError("failed under load", failures.peek());
    }

    private void run(Step step) {
        try {
            while (true) step.run();
        } catch (ShutdownSignalException | IOException e) {
            if (!ending) failures.add(e);
        } catch (Throwable e) {
            failures.add(e);
        }
    }
}
