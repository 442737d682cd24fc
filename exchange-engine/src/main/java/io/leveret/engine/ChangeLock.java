package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets changes of a virtual host happen one at a time, and no new ones once it is deleted. */
final class ChangeLock {

    private final String virtualHost;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean deleted;

    ChangeLock(String virtualHost) {
        this.virtualHost = virtualHost;
    }

    /**
     * A change that somebody asks for: nothing new may come into a virtual host that has been deleted.
     *
     * @throws AmqpException 320 when it has been
     */
    <T> T change(Supplier<T> change) {
        return locked(() -> {
            if (deleted) throw new AmqpException(ReplyCode.CONNECTION_FORCED, "vhost '" + virtualHost + "' is deleted");
            return change.get();
        });
    }

    void change(Runnable change) {
        change(() -> {
            change.run();
            return null;
        });
    }

    /** The last change that somebody asks for. */
    void end(Runnable change) {
        change(() -> {
            change.run();
            deleted = true;
        });
    }

    /** Also when it has been deleted. */
    <T> T locked(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            lock.unlock();
        }
    }
}
