package io.leveret.persistence.message;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code has-journal} of a data directory: a segment of its journal could be written once. A journal always keeps files
 * from then on, so without any it is lost, with all messages, and not new. Directories of older versions get it when they are
 * used, should there be room; until then it is certain only that the folder was made before anything was declared.
 */
public final class JournalMark {

    private static final Logger log = LoggerFactory.getLogger(JournalMark.class);

    private static final String NAME = "has-journal";
    private static final String SEGMENTS = ".seg";
    private static final String TEXT = "No start does without the folder 'journal' of this directory.\n";

    private final Path directory;
    private boolean isSet;
    private boolean isOlder; // than its mark
    private boolean isMissed;

    public JournalMark(Path directory) {
        this.directory = directory;
        this.isSet = Files.exists(directory.resolve(NAME));
    }

    /** Whether the journal is lost as a whole. */
    public boolean isJournalLost(boolean isAnythingDeclared) throws IOException {
        Path journal = directory.resolve(JournalStore.JOURNAL);
        if (!Files.isDirectory(journal)) return isSet || isAnythingDeclared;
        if (!isSet) return false;
        try (Stream<Path> files = Files.list(journal)) {
            return files.noneMatch(file -> file.getFileName().toString().endsWith(SEGMENTS));
        }
    }

    /** What was only made ready is all zeros behind its header, and nobody was told that anything is stored. */
    private boolean isAnythingWritten() {
        try (Stream<Path> files = Files.list(directory.resolve(JournalStore.JOURNAL))) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(SEGMENTS) && isWritten(file));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean isWritten(Path segment) {
        ByteBuffer beginning = ByteBuffer.allocate(Long.BYTES);
        try (FileChannel file = FileChannel.open(segment, READ)) {
            return file.read(beginning, Segment.START) == Long.BYTES && beginning.getLong(0) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sets it before anything can be written to the journal, and so before anybody is told that something is stored. */
    JournalListener before(JournalListener listener) {
        isOlder = !isSet && isAnythingWritten();
        return new JournalListener() {
            @Override
            public void segmentReady() throws IOException {
                set();
                listener.segmentReady();
            }

            @Override
            public void diskFull(IOException reason) {
                listener.diskFull(reason);
            }

            @Override
            public void diskAvailable() {
                listener.diskAvailable();
            }

            @Override
            public void failed(Throwable reason) {
                listener.failed(reason);
            }
        };
    }

    /** A journal of before is no safer when nothing more can be stored: it is tried again with the next segment. */
    private synchronized void set() throws IOException {
        if (isSet) return;
        try {
            write();
        } catch (IOException e) {
            if (!isOlder) throw e;
            if (!isMissed) log.warn("{} cannot be written, and is tried again later: {}", directory.resolve(NAME), e.toString());
            isMissed = true;
        }
    }

    private void write() throws IOException {
        try (FileChannel file = FileChannel.open(directory.resolve(NAME), CREATE, WRITE);
             FileChannel folder = FileChannel.open(directory, READ)) {
            file.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.US_ASCII)));
            file.force(true);
            folder.force(true);
            isSet = true;
        }
    }
}
