package io.leveret.persistence.catalog;

import java.io.IOException;

/** The catalog cannot be opened. The message is for the user, and names the file. */
public final class CatalogException extends IOException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;
    private final boolean damage;
    private final String what;

    private CatalogException(String file, long offset, boolean damage, String what, String message, Throwable cause) {
        super(message, cause);
        this.what = what;
        this.file = file;
        this.offset = offset;
        this.damage = damage;
    }

    /** Something that had been stored cannot be read any more. */
    static CatalogException damaged(String file, long offset, String what) {
        return damaged(file, offset, what, null);
    }

    static CatalogException damaged(String file, long offset, String what, Throwable cause) {
        return new CatalogException(file, offset, true, what,
                "the catalog is damaged in file " + file + " at offset " + offset + ": " + what, cause);
    }

    /** Nothing is wrong, but this version cannot read it. */
    static CatalogException newer(String file, String what) {
        return new CatalogException(file, 0, false, what, "the catalog's file " + file + " was written by a newer Leveret: " + what, null);
    }

    /** Whether something is lost; otherwise only this version cannot read it. */
    public boolean isDamage() {
        return damage;
    }

    /** What is wrong there. */
    String what() {
        return what;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
