package io.leveret.persistence.catalog;

/** An entry of a snapshot cannot be read; noticed in the middle of an iteration. */
final class UnreadableEntryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableEntryException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
