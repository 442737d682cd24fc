package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.List;

/** Room that is kept for the day on which there is no other: a file of zeros, which is given away under another name. */
public final class Reserve {

    private static final String UNFINISHED = ".new";

    private final JournalFiles files;
    private final String name;
    private long size; // 0 if there is none

    public Reserve(JournalFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** Takes over what an earlier process kept. */
    public void find() throws IOException {
        List<String> names = files.list();
        if (names.contains(name + UNFINISHED)) files.delete(name + UNFINISHED);
        if (names.contains(name)) {
            try (JournalFile file = files.open(name)) {
                size = file.size();
            }
        }
    }

    public long size() {
        return size;
    }

    /** Keeps so much instead of what it has; if there is no room for that, it still has what it had. */
    public void keep(long bytes) throws IOException {
        files.delete(name + UNFINISHED); // of an attempt that could not even be cleared away
        try {
            files.create(name + UNFINISHED, bytes).close();
            files.rename(name + UNFINISHED, name);
            files.force();
        } catch (IOException e) {
            deleteUnfinished(e);
            throw e;
        }
        size = bytes;
    }

    private void deleteUnfinished(IOException reason) {
        try {
            files.delete(name + UNFINISHED);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Has the file of that name instead of what it had. */
    public void take(String fileName) throws IOException {
        files.rename(fileName, name);
        find();
    }

    /** The file, which has that name from now on. */
    public JournalFile give(String newName) throws IOException {
        size = 0; // whatever becomes of it
        files.rename(name, newName);
        return files.open(newName);
    }
}
