package io.leveret.persistence.journal;

import java.io.IOException;

/** A file in use is not what its name stands for any more: what is written to it, no start will find. */
public final class LostFileException extends IOException {

    private static final long serialVersionUID = 1;

    static LostFileException cut(String file, long size) {
        return new LostFileException(file, "was cut to " + size + " bytes");
    }

    /** When it was read for the last time nobody knows. */
    static LostFileException notWhole(String file) {
        return new LostFileException("the file " + file
                + " was changed while in use, or damaged before: it is not whole, and what is missing no start would find any more");
    }

    LostFileException(String file, String how) {
        this("the file " + file + " " + how + " while in use: what it is needed for, no start would find any more");
    }

    private LostFileException(String message) {
        super(message);
    }
}
