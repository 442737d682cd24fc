package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which segments make up the log, and how far each. The first group of a segment says where the log goes on from, so it is
 * followed backwards from the newest segment that has one. A segment that nothing leads to is void: a spare, or one that
 * was given up when writing to it failed.
 */
final class Chain {

    /** A segment of the log. The end of the last is not known before it is read. */
    record Link(Segment segment, int end) {
        static final int UNKNOWN = -1;

        boolean isLast() {
            return end == UNKNOWN;
        }
    }

    private final SegmentFiles files;
    private final long from;
    private final boolean salvage;
    private final List<ReplayReport.Lost> lost;
    private final Deque<Link> links = new ArrayDeque<>();
    private final GroupReader reader = new GroupReader();
    private long vouched = Lsn.START;

    private Chain(SegmentFiles files, ReplayRequest request, List<ReplayReport.Lost> lost) {
        this.files = files;
        this.from = request.from();
        this.salvage = request.salvage();
        this.lost = lost;
    }

    /** @param lost is told of segments that are not there, if that is to be salvaged */
    static Chain find(SegmentFiles files, ReplayRequest request, List<ReplayReport.Lost> lost) throws IOException {
        Chain chain = new Chain(files, request, lost);
        chain.heedWhatWasReached();
        Segment newest = chain.newestStarted();
        chain.requireTaken(newest);
        if (newest != null) chain.follow(newest);
        else if (chain.missesItsStart()) throw new JournalCorruptedException(Lsn.segment(chain.from), 0, "the segment is missing");
        return chain;
    }

    Deque<Link> links() {
        return links;
    }

    /** What segments behind the last say is durable. */
    long vouched() {
        return vouched;
    }

    /**
     * Segments that are no part of the log and not older than what was to be read. The one that reading was to start in is a
     * part, though nothing of it need be read when it ends there.
     */
    Set<Segment> unused() {
        Set<Segment> unused = new HashSet<>(files.segments.tailMap(Lsn.segment(from), false).values());
        for (Link link : links) unused.remove(link.segment);
        return unused;
    }

    /** That a segment was taken says nothing of what stands before it. */
    private void heedWhatWasReached() {
        boolean isThere = files.segments.containsKey(Lsn.segment(files.reached));
        if (isThere && files.reached > from && Lsn.offset(files.reached) > 0) vouched = files.reached;
    }

    /** Nothing in the log tells that its newest segment is missing. */
    private void requireTaken(Segment newest) throws IOException {
        long taken = Lsn.segment(files.reached);
        boolean isOlder = files.reached <= from || newest != null && taken <= newest.sequence();
        if (isOlder || files.segments.containsKey(taken)) return;
        String what = "the segment is missing, and the log had gone on in it";
        if (!salvage) throw new JournalCorruptedException(taken, 0, what);
        if (lost.stream().noneMatch(part -> part.segment() == taken)) lost.add(new ReplayReport.Lost(taken, 0, 0, what));
    }

    /** Segments behind it hold nothing, or a first group that was torn. */
    private Segment newestStarted() throws IOException {
        for (Map.Entry<Long, Segment> entry : files.segments.descendingMap().entrySet()) {
            if (entry.getKey() < Lsn.segment(from)) return null;
            Segment segment = entry.getValue();
            reader.use(segment);
            if (reader.headerAt(SegmentHeader.SIZE) != null) return segment;
            long durable = reader.highestDurable(SegmentHeader.SIZE);
            vouched = Math.max(vouched, durable);
            if (Math.max(durable, files.reached) <= Lsn.of(segment.sequence(), SegmentHeader.SIZE)) continue;
            if (!salvage && needsStartOf(segment)) throw damagedStart(segment.sequence());
            return segment;
        }
        return null;
    }

    /** In the segment where reading begins, what is before may be damaged. */
    private boolean needsStartOf(Segment segment) {
        return from <= Lsn.of(segment.sequence(), SegmentHeader.SIZE);
    }

    private void follow(Segment newest) throws IOException {
        Segment segment = newest;
        int end = Link.UNKNOWN;
        while (true) {
            links.addFirst(new Link(segment, end));
            if (segment.sequence() <= Lsn.segment(from)) return;
            GroupHeader first = reader.use(segment).headerAt(SegmentHeader.SIZE);
            if (first != null && (first.durableLsn() == Lsn.START || first.durableLsn() <= from)) return;
            Segment before = first == null ? null : before(segment, first.durableLsn());
            if (before == null && !salvage) throw damagedStart(segment.sequence());
            end = before == null ? Link.UNKNOWN : Lsn.offset(first.durableLsn());
            if (before == null) before = lower(segment);
            if (before == null) return;
            segment = before;
        }
    }

    /** The segment that the log goes on from, or null if it is not there when salvaging. */
    private Segment before(Segment segment, long durableLsn) throws IOException {
        Segment before = files.segments.get(Lsn.segment(durableLsn));
        boolean sane = before != null && before.sequence() < segment.sequence();
        if (sane && (salvage || !needsStartOf(before) || reader.use(before).headerAt(SegmentHeader.SIZE) != null)) return before;
        if (sane) throw damagedStart(before.sequence());
        JournalCorruptedException missing = missingBefore(segment.sequence(), Lsn.segment(durableLsn));
        if (!salvage) throw missing;
        boolean isKnown = lost.stream().anyMatch(part -> part.segment() == missing.segment());
        if (!isKnown && missing.segment() != segment.sequence()) {
            lost.add(new ReplayReport.Lost(missing.segment(), 0, 0, missing.what()));
        }
        return null;
    }

    /** After salvaging, the log goes on from where it begins anew. */
    private static JournalCorruptedException missingBefore(long sequence, long missing) {
        if (missing != sequence) {
            return new JournalCorruptedException(missing, 0, "the segment is missing, segment " + sequence + " goes on from it");
        }
        return new JournalCorruptedException(sequence, SegmentHeader.SIZE,
                "the journal begins anew here, as it was salvaged, and no checkpoint says what had been before");
    }

    private Segment lower(Segment segment) {
        Map.Entry<Long, Segment> lower = files.segments.lowerEntry(segment.sequence());
        return lower == null ? null : lower.getValue();
    }

    private boolean missesItsStart() {
        return from != Lsn.START && !salvage && !files.segments.containsKey(Lsn.segment(from));
    }

    private static JournalCorruptedException damagedStart(long sequence) {
        return new JournalCorruptedException(sequence, SegmentHeader.SIZE, "the segment's first group is damaged");
    }
}
