package io.leveret.persistence.catalog;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.LostFileException;
import io.leveret.persistence.journal.NamedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** The log that is being written. Belongs to the catalog's writer. */
final class Log {

    private static final int ZEROS = 1 << 16;

    private final NamedFile file;
    private final LogHeader header;
    private int offset;

    private Log(NamedFile file, LogHeader header, int offset) {
        this.file = file;
        this.header = header;
        this.offset = offset;
    }

    /** Makes a further log; before it has its name, all of it is on disk. */
    static Log create(JournalFiles files, long number, int size, int previousEnd, RandomGenerator random) throws IOException {
        String unfinished = CatalogFile.unfinished(number, false);
        files.delete(unfinished); // of an attempt that failed
        LogHeader header = new LogHeader(number, random.nextInt(), size, previousEnd);
        JournalFile file = files.create(unfinished, size);
        try {
            header.write(file);
            files.rename(unfinished, CatalogFile.log(number).name());
            files.force();
            return new Log(NamedFile.of(files, CatalogFile.log(number).name(), file), header, LogHeader.SIZE);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Goes on in a log, where its valid part ends; what is behind that was never confirmed, and is wiped out. */
    static Log goOn(JournalFiles files, LogReader read, int end) throws IOException {
        LogHeader header = read.header();
        String name = CatalogFile.log(header.number()).name();
        JournalFile file = files.open(name);
        try {
            if (!read.isCleanFrom(end)) wipe(file, end, header.size());
            file.force(); // a process that was killed may have left it written only
            return new Log(NamedFile.of(files, name, file), header, end);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    long number() {
        return header.number();
    }

    int end() {
        return offset;
    }

    /** How many bytes of changes a group may have; so that another can vouch for it. */
    int room() {
        return header.size() - offset - 2 * LogGroup.HEADER - LogGroup.ALIGNMENT;
    }

    /** The size of a log that has room for a group with so many bytes of changes. */
    static int sizeFor(int length) {
        return LogHeader.SIZE + LogGroup.size(length) + 2 * LogGroup.HEADER + LogGroup.ALIGNMENT;
    }

    /** Writes a group and forces it. */
    void write(ByteBuffer changes) throws IOException {
        LogGroup group = new LogGroup(offset, changes);
        file.file().write(new ByteBuffer[] {group.encode(header.salt())}, 1, offset);
        file.file().force();
        offset = group.end();
    }

    /** The next start must find it as it is. */
    void requireName() throws LostFileException {
        file.require(LogHeader.SIZE, offset);
    }

    void close() throws IOException {
        file.file().close();
    }

    private static void wipe(JournalFile file, int from, int to) throws IOException {
        for (int position = from; position < to; position += ZEROS) {
            ByteBuffer zeros = ByteBuffer.allocate(Math.min(ZEROS, to - position));
            file.write(new ByteBuffer[] {zeros}, 1, position);
        }
    }
}
