package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.file.attribute.FileTime;

/**
 * A file that nobody writes any more, and that must stay as it is while it is in use. Whether somebody has written there tells
 * the time of its last change, from the first look on. That time alone proves nothing: tools set it, and some file systems do,
 * long after what was written. So then the file is read, and what counts is whether all stands there that stood there. For one
 * thread that looks; any may ask.
 *
 * <p>What it was like at the first look nobody has read: damage of before that nobody knows of is found with the first change
 * of the time, and cannot be told from a change.
 */
public final class SettledFile {

    /** What has to stand there. */
    public interface Content {

        /** @throws IOException when it cannot be told: it is asked again */
        boolean isWhole() throws IOException;
    }

    private final JournalFiles files;
    private final String name;
    private volatile Sighting settled; // null before the first look

    public SettledFile(JournalFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** @return whether the content had to be looked at, which takes its time */
    public boolean require(Content content) throws LostFileException {
        Sighting seen = NamedFile.look(files, name);
        if (seen == null) return false;
        if (settled == null) settled = seen;
        if (seen.size() < settled.size()) throw LostFileException.cut(files.whole(name), seen.size());
        if (isAsBefore(seen)) return false;
        try {
            if (!content.isWhole()) throw LostFileException.notWhole(files.whole(name));
            settled = seen;
        } catch (LostFileException e) {
            throw e;
        } catch (IOException e) { // a disk that does not answer has not said that anything is changed
            return true;
        }
        return true;
    }

    /** Whether somebody has written there, and nobody has looked yet whether that matters. What cannot be told is not so. */
    public boolean isTouched() {
        try {
            return settled != null && !isAsBefore(files.look(name));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAsBefore(Sighting seen) {
        FileTime before = settled.changed();
        return seen.size() == settled.size() && seen.changed().equals(before);
    }
}
