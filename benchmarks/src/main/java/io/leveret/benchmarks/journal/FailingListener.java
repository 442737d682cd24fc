package io.leveret.benchmarks.journal;

import io.leveret.persistence.journal.JournalListener;
import java.io.IOException;

/** Nothing is worth measuring when the disk is full or broken. */
public final class FailingListener implements JournalListener {

    @Override
    public void diskFull(IOException reason) {
        throw new IllegalStateException(reason);
    }

    @Override
    public void diskAvailable() {
    }

    @Override
    public void failed(Throwable reason) {
        reason.printStackTrace();
        System.exit(1);
    }
}
