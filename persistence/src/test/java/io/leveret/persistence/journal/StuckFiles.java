package io.leveret.persistence.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** A disk that may stop to answer when it is asked to make the contents of a file durable. */
final class StuckFiles {
    private volatile CountDownLatch gate = new CountDownLatch(0);

    void getStuck() {
        gate = new CountDownLatch(1);
    }

    void goOn() {
        gate.countDown();
    }

    /** These, on such a disk. */
    JournalFiles on(JournalFiles files) {
        return wrapped(JournalFiles.class, files);
    }

    private <T> T wrapped(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (real instanceof JournalFile && method.getName().equals("force")) gate.await();
            try {
                Object result = method.invoke(real, arguments);
                return result instanceof JournalFile file ? wrapped(JournalFile.class, file) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
