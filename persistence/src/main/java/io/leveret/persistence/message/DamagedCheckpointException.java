package io.leveret.persistence.message;

import java.io.IOException;

/** A checkpoint that cannot be used. */
final class DamagedCheckpointException extends IOException {

    private static final long serialVersionUID = 1;

    private final long offset;

    DamagedCheckpointException(long offset, String what) {
        super("damaged at offset " + offset + ": " + what);
        this.offset = offset;
    }

    long offset() {
        return offset;
    }
}
