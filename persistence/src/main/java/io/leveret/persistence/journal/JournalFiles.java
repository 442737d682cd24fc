package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.List;

/**
 * The directory of the journal: all that the journal asks of a file system, so that tests can put one in its place that
 * fails and loses power. What becomes of names is durable after {@link #force} only.
 */
public interface JournalFiles {

    List<String> list() throws IOException;

    /** A new file of so many zeros, which are on disk when it returns, so that writing it never allocates anything. */
    JournalFile create(String name, long size) throws IOException;

    /** A new and empty file that grows as it is written, from its beginning to its end. */
    JournalFile createGrowing(String name) throws IOException;

    JournalFile open(String name) throws IOException;

    /**
     * What stands under the name.
     *
     * @throws java.nio.file.NoSuchFileException when nothing does; whatever else goes wrong, that cannot be told
     */
    default Sighting look(String name) throws IOException {
        throw new IOException("these files cannot be looked at");
    }

    /** The name for people to read. */
    default String whole(String name) {
        return name;
    }

    /** Open files stay open. */
    void rename(String from, String to) throws IOException;

    /** Does nothing when there is no such file. */
    void delete(String name) throws IOException;

    /** Makes what was created, renamed and deleted durable. */
    void force() throws IOException;
}
