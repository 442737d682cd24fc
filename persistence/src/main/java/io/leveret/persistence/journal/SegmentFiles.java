package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a journal's directory held when it was opened: segments by their numbers, and files that are free. */
final class SegmentFiles {

    final NavigableMap<Long, Segment> segments = new TreeMap<>();
    final List<String> free = new ArrayList<>();

    /** Above every number that a name has. */
    long nextSequence = 1;

    /** Opens every segment. One without a valid header ends it, or is set aside when salvaging. */
    static SegmentFiles open(JournalFiles files, boolean salvage, List<ReplayReport.Lost> lost) throws IOException {
        SegmentFiles found = new SegmentFiles();
        try {
            for (String name : files.list()) found.add(files, name, salvage, lost);
        } catch (IOException e) {
            found.close();
            throw e;
        }
        return found;
    }

    void close() throws IOException {
        for (Segment segment : segments.values()) segment.close();
    }

    private void add(JournalFiles files, String name, boolean salvage, List<ReplayReport.Lost> lost) throws IOException {
        boolean isSegment = Segment.isSegment(name);
        if (!isSegment && !Segment.isFree(name)) return;
        long sequence = Segment.sequenceOf(name);
        nextSequence = Math.max(nextSequence, sequence + 1);
        if (!isSegment) {
            free.add(name);
            return;
        }
        JournalFile file = files.open(name);
        try {
            segments.put(sequence, new Segment(file, SegmentHeader.read(file, sequence)));
        } catch (JournalCorruptedException e) {
            long size = file.size();
            file.close();
            if (!salvage) throw e;
            files.rename(name, Segment.damagedName(sequence));
            lost.add(new ReplayReport.Lost(sequence, 0, size, e.getMessage()));
        }
    }
}
