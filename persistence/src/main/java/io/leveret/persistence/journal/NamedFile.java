package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * An open file with the name under which the next start is to find it. The name may be looked at by any thread. What counts is
 * not which file it stands for but what a start would read there: some network file systems give the same file another key
 * now and then, and a copy is as good as long as nothing more is written.
 */
public final class NamedFile {

    private static final int PAGE = 4096;

    /** So much of a file says whose it is, and is never all zeros from then on. */
    private static final int BEGINNING = 16;

    private final JournalFiles files;
    private final String name;
    private final JournalFile file;
    private final Object key;
    private final long size;
    private final SettledFile settled;
    private volatile boolean hasBegun;

    private NamedFile(JournalFiles files, String name, JournalFile file, Object key, long size) {
        this.files = files;
        this.name = name;
        this.file = file;
        this.key = key;
        this.size = size;
        this.settled = new SettledFile(files, name);
    }

    /** A file that has just got its name, or was opened by it, and will not be shorter. */
    public static NamedFile of(JournalFiles files, String name, JournalFile file) throws IOException {
        return new NamedFile(files, name, file, keyOf(files, name), file.size());
    }

    public JournalFile file() {
        return file;
    }

    /** The same once nothing more is written. */
    SettledFile settled() {
        return settled;
    }

    SegmentContent contentOf(SegmentHeader header, int end) {
        return new SegmentContent(files, header, end);
    }

    /**
     * @param from all before is as it was when the file was opened, as long as it is used
     * @param to   all before is durable by now
     */
    public void require(long from, long to) throws LostFileException {
        Sighting seen = look(files, name);
        if (seen == null) return;
        if (seen.size() < size) throw LostFileException.cut(files.whole(name), seen.size());
        if (key == null || !key.equals(seen.key())) {
            if (!reads(from, Math.max(from, to))) throw new LostFileException(files.whole(name), "was replaced by another one");
        } else if (isEmptied()) {
            throw new LostFileException(files.whole(name), "was emptied");
        }
    }

    /** Cut, and as long as before again. */
    private boolean isEmptied() {
        ByteBuffer beginning = ByteBuffer.allocate(BEGINNING);
        try {
            file.read(beginning, 0);
        } catch (IOException e) {
            return false;
        }
        boolean isEmpty = beginning.clear().equals(ByteBuffer.allocate(BEGINNING));
        if (!isEmpty) hasBegun = true;
        return isEmpty && hasBegun;
    }

    /** Null if it cannot be told: a disk that does not answer has not said that the file is lost. */
    static Sighting look(JournalFiles files, String name) throws LostFileException {
        try {
            return files.look(name);
        } catch (NoSuchFileException e) {
            throw new LostFileException(files.whole(name), "was deleted or moved");
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether the beginning, and what was written last, are read by the name too. */
    private boolean reads(long from, long to) {
        try (JournalFile other = files.open(name)) {
            return isSame(other, 0, (int) Math.min(PAGE, from)) && isSame(other, Math.max(from, to - PAGE), (int) Math.min(PAGE, to - from));
        } catch (AccessDeniedException e) { // nor may a start
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isSame(JournalFile other, long position, int length) throws IOException {
        ByteBuffer mine = ByteBuffer.allocate(length);
        ByteBuffer others = ByteBuffer.allocate(length);
        file.read(mine, position);
        other.read(others, position);
        return mine.flip().equals(others.flip());
    }

    /** Null also where it cannot be told. */
    private static Object keyOf(JournalFiles files, String name) {
        try {
            return files.look(name).key();
        } catch (IOException e) {
            return null;
        }
    }
}
