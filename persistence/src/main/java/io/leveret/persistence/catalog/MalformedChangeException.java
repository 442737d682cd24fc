package io.leveret.persistence.catalog;

/** Bytes that are no change, though their check sum is right. */
final class MalformedChangeException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean unknown;

    MalformedChangeException(String what) {
        this(what, false);
    }

    private MalformedChangeException(String what, boolean unknown) {
        super(what);
        this.unknown = unknown;
    }

    static MalformedChangeException unknown(int kind) {
        return new MalformedChangeException("it has a change of kind " + kind + ", which is not known here", true);
    }

    /** @param offset of the change, or of what it is part of */
    CatalogException in(String file, long offset) {
        return unknown ? CatalogException.newer(file, getMessage()) : CatalogException.damaged(file, offset, getMessage());
    }
}
