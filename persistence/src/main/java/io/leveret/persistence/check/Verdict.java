package io.leveret.persistence.check;

/** What a look at a data directory has come to. */
public enum Verdict {

    /** Nothing is damaged; what once was has been salvaged or set aside. */
    WHOLE,

    /** Something is damaged, and a start goes on without it. */
    DAMAGED,

    /** A start that is not to salvage says what is damaged, and ends. */
    REFUSED
}
