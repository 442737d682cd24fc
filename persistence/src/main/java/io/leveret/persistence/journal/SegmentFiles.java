package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a journal's directory held when it was opened: segments by their numbers, and files that are free. */
final class SegmentFiles {

    private static final Logger log = LoggerFactory.getLogger(SegmentFiles.class);

    private static final int ZEROS = 1 << 20;

    /** Of the log, or perhaps. */
    final NavigableMap<Long, Segment> segments = new TreeMap<>();

    /** Of copies. */
    final NavigableMap<Long, Segment> copies = new TreeMap<>();
    final List<String> free = new ArrayList<>();

    /** Files that say of a segment that it is damaged. */
    final List<String> marks = new ArrayList<>();

    /** Segments of which nothing but the name is left. */
    private final List<JournalCorruptedException> blanks = new ArrayList<>();

    /** How far the log had come, as far as anything beside it says so. */
    long reached = Lsn.START;

    boolean saysHowFar;

    /** Above every number that a name has. */
    long nextSequence = 1;

    /** Opens every segment. One without a valid header ends it, or is set aside when salvaging. */
    static SegmentFiles open(JournalFiles files, boolean salvage, List<ReplayReport.Lost> lost) throws IOException {
        SegmentFiles found = new SegmentFiles();
        try {
            for (String name : files.list()) found.add(files, name, salvage, lost);
            for (JournalCorruptedException blank : found.blanks) found.addBlank(files, blank, salvage, lost);
        } catch (IOException e) {
            found.close();
            throw e;
        }
        return found;
    }

    void close() throws IOException {
        for (Segment segment : segments.values()) segment.close();
        for (Segment segment : copies.values()) segment.close();
    }

    private void add(JournalFiles files, String name, boolean salvage, List<ReplayReport.Lost> lost) throws IOException {
        boolean isSegment = Segment.isSegment(name);
        if (name.equals(Reached.NAME)) readReached(files);
        if (Segment.isMark(name)) marks.add(name);
        if (Segment.isSetAside(name)) nextSequence = Math.max(nextSequence, Segment.sequenceOfSetAside(name) + 1);
        if (!isSegment && !Segment.isFree(name)) return;
        long sequence = Segment.sequenceOf(name);
        nextSequence = Math.max(nextSequence, sequence + 1);
        if (!isSegment) {
            free.add(name);
            return;
        }
        JournalFile file = files.open(name);
        try {
            if (salvage) fillUp(file, SegmentHeader.readPage(file, sequence).fileSize());
            Segment segment = new Segment(NamedFile.of(files, name, file), SegmentHeader.read(file, sequence));
            (segment.holdsCopies() ? copies : segments).put(sequence, segment);
        } catch (JournalCorruptedException e) {
            try (file) {
                if (isBlank(file)) blanks.add(e);
                else setAside(files, e, file.size(), salvage, lost);
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void setAside(JournalFiles files, JournalCorruptedException e, long size, boolean salvage, List<ReplayReport.Lost> lost)
            throws IOException {
        if (!salvage) throw e;
        String name = Segment.damagedName(e.segment());
        log.error("a segment of the journal is kept as {}: {}", name, e.getMessage());
        files.rename(Segment.name(e.segment()), name);
        lost.add(new ReplayReport.Lost(e.segment(), 0, size, e.getMessage()));
    }

    /** Had it been written, it would have been said before that it was taken: it was ready, and is a file like any other. */
    private void addBlank(JournalFiles files, JournalCorruptedException e, boolean salvage, List<ReplayReport.Lost> lost) throws IOException {
        boolean wasWritten = reached == Lsn.START || e.segment() <= Lsn.segment(reached);
        if (wasWritten) {
            setAside(files, e, 0, salvage, lost);
            return;
        }
        log.warn("segment {} of the journal has become all zeros: nothing had been written there yet", e.segment());
        files.rename(Segment.name(e.segment()), Segment.freeName(e.segment()));
        free.add(Segment.freeName(e.segment()));
    }

    private static boolean isBlank(JournalFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ZEROS);
        for (long position = 0; position < file.size(); position += ZEROS) {
            int length = file.read(bytes.clear(), position);
            for (int i = 0; i < length; i++) if (bytes.get(i) != 0) return false;
        }
        return true;
    }

    private void readReached(JournalFiles files) throws IOException {
        saysHowFar = true;
        reached = Reached.read(files);
        nextSequence = Math.max(nextSequence, Lsn.segment(reached) + 1);
    }

    /** A file that was cut gets zeros where its end was: what is before can be read then, at later starts too. */
    private static void fillUp(JournalFile file, int size) throws IOException {
        if (file.size() >= size) return;
        log.warn("a segment of the journal was cut at {}: what is missing to its {} bytes is filled with zeros", file.size(), size);
        for (long position = file.size(); position < size; position += ZEROS) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS, size - position));
            file.write(new ByteBuffer[] {zeros}, 1, position);
        }
        file.force();
    }
}
