package io.leveret.persistence.journal;

import java.io.IOException;

/** A file in use is not what its name stands for any more: what is written to it, no start will find. */
public final class LostFileException extends IOException {

    private static final long serialVersionUID = 1;

    static LostFileException cut(String file, long size) {
        return new LostFileException(file, "was cut to " + size + " bytes");
    }

    LostFileException(String file, String how) {
        super("the file " + file + " " + how + " while in use: what it is needed for, no start would find any more");
    }
}
