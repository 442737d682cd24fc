package io.leveret.persistence;

import java.io.IOException;

/** Whether a directory is still the one that was locked, which whoever is about to change it asks. Safe for threads. */
public interface Ownership {

    /** Of who has a directory to itself. */
    Ownership UNQUESTIONED = () -> { };

    /** @throws DataDirectoryLostException when it is not, and nothing may be changed there */
    void require() throws IOException;
}
