package io.leveret.persistence.journal;

/**
 * Where a record stands that others refer to. Known once the record is written; those that refer to it must be
 * handed over after it was.
 */
public final class Place {

    private static final long UNKNOWN = -1;

    private long tried = UNKNOWN; // the writer's: there or, should that fail, elsewhere
    private volatile long lsn = UNKNOWN;
    private volatile boolean handedOver;

    /** The place of a record that is in the journal already. */
    public static Place at(long lsn) {
        Place place = new Place();
        place.tried = lsn;
        place.lsn = lsn;
        place.handedOver = true;
        return place;
    }

    /** Whether it is on its way to the journal, so that what is handed over from now on may refer to it. */
    public boolean isHandedOver() {
        return handedOver;
    }

    public boolean isKnown() {
        return lsn != UNKNOWN;
    }

    public long lsn() {
        if (!isKnown()) throw new IllegalStateException("not written yet");
        return lsn;
    }

    void handedOver() {
        handedOver = true;
    }

    // On the writer's thread

    /** The record is to be written there. */
    void tried(long there) {
        tried = there;
    }

    /** Where it was written, or is to be together with what refers to it. */
    long tried() {
        if (tried == UNKNOWN) throw new IllegalStateException("not handed over to the journal before what refers to it");
        return tried;
    }

    /** It was written. */
    void written() {
        lsn = tried;
    }
}
