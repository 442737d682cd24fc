package io.leveret.persistence.catalog;

import java.io.IOException;

/** What the broker has to know of its catalog's troubles. Called on the catalog's thread. */
public interface CatalogListener {

    /** There is no room for a further log. It is tried again each second; nothing is lost meanwhile, and nobody is told "done". */
    void diskFull(IOException reason);

    /** There is room again. */
    void diskAvailable();

    /**
     * What was appended cannot be made durable, and nothing more will be stored. The process has to end: what is on disk
     * is known only after it was read again.
     */
    void failed(Throwable reason);
}
