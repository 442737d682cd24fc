package io.leveret.persistence.journal;

/** What a record says. The codes are on disk: none may change, none may be used again. */
enum RecordType {
    /** A message, and the queues it is in. In none: the body of one that {@link #REF} records put into queues. */
    PUBLISH(1),
    /** Messages that were settled. */
    ACK(2),
    /** Some of the records that hold together, or not at all. */
    TX(4),
    /** Messages up to a position may have been seen by a client. */
    HANDED_OUT(6),
    /** An entry of a Raft log: reserved for replicated queues. */
    RAFT(7),
    /** The last record of a full segment. */
    SEAL(8),
    /** Puts messages whose bodies stand elsewhere into a queue, at neighbouring positions. */
    REF(9),
    /** A piece of a body that is too large for one record. */
    PART(10),
    /** A queue is gone with all its messages. */
    QUEUE_GONE(11),
    /** A message that was handed out has come back; kept by queues that count. */
    RETURNED(12),
    /** A message that has come back waits until it is due. */
    POSTPONED(13);

    private static final RecordType[] BY_CODE = new RecordType[14];

    static {
        for (RecordType type : values()) BY_CODE[type.code] = type;
    }

    final byte code;

    RecordType(int code) {
        this.code = (byte) code;
    }

    static RecordType of(int code) throws MalformedRecordException {
        RecordType type = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (type == null) throw new MalformedRecordException("a record of unknown type " + code);
        return type;
    }
}
