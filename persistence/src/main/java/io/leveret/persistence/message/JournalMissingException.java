package io.leveret.persistence.message;

import java.io.IOException;
import java.nio.file.Path;

/** Of the journal that a data directory had nothing is there. */
public final class JournalMissingException extends IOException {

    private static final long serialVersionUID = 1;

    JournalMissingException(Path journal) {
        super("the journal in " + journal + " is missing or empty, and with it all messages; perhaps its disk is not mounted");
    }
}
