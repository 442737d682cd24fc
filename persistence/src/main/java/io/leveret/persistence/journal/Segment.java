package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A file of the journal, and how many places in queues its messages still have. */
public final class Segment {

    /** As far as an {@link Lsn} can reach. */
    public static final int LARGEST = 1 << Lsn.OFFSET_BITS;

    /** Where what is written begins. */
    public static final int START = SegmentHeader.SIZE;

    /** Where it ends, as long as nobody has found out, and for ever where nobody can. */
    static final int NOT_KNOWN = -1;

    private static final String SUFFIX = ".seg";
    private static final String FREE = "free-";
    private static final String DAMAGED = "damaged-";
    private static final String MARK = ".damaged";
    private static final String NUMBER = "%012d";

    private final NamedFile file;
    private final SegmentHeader header;
    private final AtomicLong live = new AtomicLong();
    private final AtomicInteger users = new AtomicInteger(1); // the journal itself, and whoever reads
    private volatile boolean quarantined;
    private volatile boolean takesCopies;
    private volatile int end = NOT_KNOWN;

    Segment(NamedFile file, SegmentHeader header) {
        this.file = file;
        this.header = header;
    }

    public long sequence() {
        return header.sequence();
    }

    /** Whether it is no part of the log, but has messages that were written once more ({@link Copies}). */
    public boolean holdsCopies() {
        return header.holdsCopies();
    }

    /** How many places in queues keep it. */
    public long live() {
        return live.get();
    }

    public void retain(long refs) {
        if (refs != 0) live.addAndGet(refs);
    }

    /** So many messages that stand here left their queue. */
    public void settle(long refs) {
        live.addAndGet(-refs);
    }

    /** Something in it is damaged: when nobody needs it any more its file is set aside, not used again. */
    void quarantine() {
        quarantined = true;
    }

    boolean isQuarantined() {
        return quarantined;
    }

    /** Keeps its file from being used for something else; false if that may have happened. */
    boolean use() {
        int now = users.get();
        while (now > 0 && !users.compareAndSet(now, now + 1)) now = users.get();
        return now > 0;
    }

    /** The counterpart of {@link #use}; returns whether nobody uses it any more. */
    boolean leave() {
        return users.decrementAndGet() == 0;
    }

    int salt() {
        return header.salt();
    }

    SegmentHeader header() {
        return header;
    }

    JournalFile file() {
        return file.file();
    }

    /** The next start must find it as it is; all of the log before the LSN, where that is in this segment, certainly. */
    void requireName(long durableLsn) throws LostFileException {
        boolean isWritten = Lsn.segment(durableLsn) == sequence();
        file.require(SegmentHeader.SIZE, isWritten ? Lsn.offset(durableLsn) : SegmentHeader.SIZE);
    }

    /** Copies will be written to it, until it is said where they end. */
    void takesCopies() {
        takesCopies = true;
    }

    /** All that counts in it stands before, and nothing more is written. */
    void endsAt(int offset) {
        end = offset;
        takesCopies = false;
    }

    int end() {
        return end;
    }

    /** Whether nothing is written there any more, and all that was is durable. */
    boolean isSettled(long durableLsn) {
        return holdsCopies() ? !takesCopies : sequence() < Lsn.segment(durableLsn);
    }

    /**
     * Nothing is written there any more: what was must be there as it was. Damage that is known has been there before.
     *
     * @return whether it had to be read for that
     */
    boolean requireContent() throws LostFileException {
        return file.settled().require(() -> quarantined || file.contentOf(header, end).isWhole());
    }

    /** Whether somebody has written to it since nobody should, and nobody has looked yet what. */
    boolean isTouched() {
        return file.settled().isTouched();
    }

    /** The first byte that must not be written, so that every end of a record is an LSN in this segment. */
    int capacity() {
        return header.fileSize() - Chunk.ALIGNMENT;
    }

    void close() throws IOException {
        file.file().close();
    }

    static String name(long sequence) {
        return String.format(NUMBER + SUFFIX, sequence);
    }

    /** What a file is called while it is nobody's segment. */
    static String freeName(long sequence) {
        return FREE + name(sequence);
    }

    /** What a file is called that is kept for whoever wants to look at it. */
    static String damagedName(long sequence) {
        return DAMAGED + name(sequence);
    }

    /** What an empty file is called that says so of a segment as long as it is needed. */
    static String markName(long sequence) {
        return String.format(NUMBER + MARK, sequence);
    }

    static boolean isMark(String name) {
        return name.matches("\\d{12,}\\" + MARK);
    }

    static long sequenceOfMark(String name) {
        return Long.parseLong(name.substring(0, name.length() - MARK.length()));
    }

    static boolean isSetAside(String name) {
        return name.startsWith(DAMAGED) && isSegment(name.substring(DAMAGED.length()));
    }

    static long sequenceOfSetAside(String name) {
        return sequenceOf(name.substring(DAMAGED.length()));
    }

    static boolean isSegment(String name) {
        return name.matches("\\d{12,}\\" + SUFFIX);
    }

    static boolean isFree(String name) {
        return name.startsWith(FREE) && isSegment(name.substring(FREE.length()));
    }

    static long sequenceOf(String name) {
        String number = name.startsWith(FREE) ? name.substring(FREE.length()) : name;
        return Long.parseLong(number.substring(0, number.length() - SUFFIX.length()));
    }
}
