package io.leveret.persistence.journal;

import java.io.IOException;

/** For tests in which nothing is wrong with the disk. */
public final class NoTroubles implements JournalListener {

    @Override
    public void diskFull(IOException reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void diskAvailable() {
    }

    @Override
    public void failed(Throwable reason) {
        throw new AssertionError(reason);
    }
}
