package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a log from its beginning to its end. What does not validate at the end of the newest log was never confirmed; with
 * a valid group behind it, it was, and is damaged.
 */
final class LogReader {

    /**
     * Changes that cannot be read any more.
     *
     * @param bytes 0 for a file of which nothing can be read
     */
    record Lost(String file, long offset, long bytes) {
        @Override
        public String toString() {
            return bytes == 0 ? "all of file " + file : bytes + " bytes of file " + file + " from offset " + offset + " on";
        }
    }

    private final String name;
    private final ByteBuffer log;
    private final LogHeader header;

    private LogReader(String name, ByteBuffer log, long number) throws CatalogException {
        this.name = name;
        this.log = log;
        this.header = LogHeader.read(name, log, number);
        log.limit(Math.min(log.limit(), header.size())); // what was added behind the end does no harm
    }

    static LogReader open(JournalFiles files, long number) throws IOException {
        String name = CatalogFile.log(number).name();
        try (JournalFile file = files.open(name)) {
            if (file.size() > Integer.MAX_VALUE) throw CatalogException.damaged(name, 0, "the file is too large");
            ByteBuffer log = ByteBuffer.allocate((int) file.size()).order(ByteOrder.LITTLE_ENDIAN);
            file.read(log, 0);
            return new LogReader(name, log.flip(), number);
        }
    }

    /** @throws CatalogException when the end of the file is missing */
    LogReader requireWhole() throws CatalogException {
        if (missingBytes() == 0) return this;
        throw CatalogException.damaged(name, log.limit(), "the file has " + log.limit() + " bytes instead of " + header.size());
    }

    /** How many bytes the file had behind its end. */
    int missingBytes() {
        return header.size() - log.limit();
    }

    LogHeader header() {
        return header;
    }

    /** Whether there is anything but zeros from an offset on. */
    boolean isCleanFrom(int offset) {
        for (int i = offset; i < log.limit(); i++) {
            if (log.get(i) != 0) return false;
        }
        return true;
    }

    /**
     * Tells of all changes.
     *
     * @return where the log ends
     * @throws CatalogException when something in it is damaged
     */
    int read(Consumer<CatalogChange> changes) throws CatalogException {
        int offset = LogHeader.SIZE;
        LogGroup group = LogGroup.at(offset, log, header.salt());
        while (group != null) {
            tell(group, changes);
            offset = group.end();
            group = LogGroup.at(offset, log, header.salt());
        }
        LogGroup behind = nextFrom(offset);
        if (behind == null) return offset;
        throw CatalogException.damaged(name, offset, (behind.offset() - offset) + " bytes cannot be read, and there are more changes"
                + " behind them");
    }

    /** As {@link #read}, going on behind what is damaged. */
    int salvage(Consumer<CatalogChange> changes, List<Lost> lost) throws CatalogException {
        int offset = LogHeader.SIZE;
        for (LogGroup group = nextFrom(offset); group != null; group = nextFrom(offset)) {
            if (group.offset() > offset) lost.add(new Lost(name, offset, group.offset() - offset));
            tell(group, changes);
            offset = group.end();
        }
        return offset;
    }

    private void tell(LogGroup group, Consumer<CatalogChange> changes) throws CatalogException {
        ByteBuffer records = group.changes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (records.remaining() > 0) {
            byte[] record = new byte[records.getInt()];
            records.get(record);
            try {
                changes.accept(ChangeFormat.decode(record));
            } catch (MalformedChangeException e) {
                throw e.in(name, group.offset());
            }
        }
    }

    private LogGroup nextFrom(int start) {
        for (int offset = start; offset <= log.limit() - LogGroup.HEADER; offset += LogGroup.ALIGNMENT) {
            LogGroup found = LogGroup.at(offset, log, header.salt());
            if (found != null) return found;
        }
        return null;
    }
}
