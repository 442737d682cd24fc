package io.leveret.persistence.journal;

/** Bytes that are no record. Whether they are damage or merely the end of the log, the reader of the log decides. */
final class MalformedRecordException extends Exception {

    MalformedRecordException(String what) {
        super(what, null, false, false);
    }
}
