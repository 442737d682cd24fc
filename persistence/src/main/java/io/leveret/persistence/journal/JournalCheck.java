package io.leveret.persistence.journal;

import io.leveret.codec.value.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Looks through the segments of a journal that nobody uses, each by itself, and changes nothing. */
public final class JournalCheck {

    /** Is told what is found. */
    public interface Findings {

        /** A segment that could be looked through. */
        void segment(long sequence, Contents contents);

        /** What stands there up to the other offset cannot be read, or not all of it. */
        void damaged(String file, long from, long to, String what);

        /** A segment that was damaged and is kept for whoever wants to look at it. */
        void setAside(String file);

        /** A segment of which somebody has known before that it is damaged. */
        void known(String file);
    }

    /** What stands in a segment. */
    public static final class Contents {
        private final BitSet messages = new BitSet();
        private final Map<Integer, long[]> bodies = new HashMap<>();
        private final Set<Integer> pieces = new HashSet<>();
        private long bytes;
        private long groups;
        private long records;

        public long bytes() {
            return bytes;
        }

        public long groups() {
            return groups;
        }

        public long records() {
            return records;
        }

        /** Where the pieces of the body stand of the message at the offset, if it is in pieces. */
        public Optional<long[]> piecesOf(int offset) {
            return Optional.ofNullable(bodies.get(offset));
        }

        /** Where pieces of bodies stand. */
        public Set<Integer> pieces() {
            return pieces;
        }

        /** Whether the record of a message stands at the offset. */
        public boolean hasMessageAt(int offset) {
            return messages.get(offset / Chunk.ALIGNMENT);
        }
    }

    /**
     * Something that is not as it should be.
     *
     * @param mayBeTorn whether it was perhaps never written as a whole
     */
    private record Problem(int from, int to, String what, boolean mayBeTorn) {
    }

    private final JournalFiles files;
    private final Findings findings;
    private final List<Problem> problems = new ArrayList<>(); // of a group
    private final GroupReader reader = new GroupReader();
    private final RecordDecoder decoder = new RecordDecoder();

    public JournalCheck(JournalFiles files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /** The name of a segment's file. */
    public static String fileOf(long sequence) {
        return Segment.name(sequence);
    }

    /**
     * Reads what the start of a broker would, without changing anything; as there, damage is an exception unless salvaging.
     *
     * @return the segments that a start would go on with
     */
    public static Set<Long> replay(JournalFiles files, ReplayRequest request) throws IOException {
        List<ReplayReport.Lost> lost = new ArrayList<>();
        SegmentFiles found = SegmentFiles.open(files, request.salvage(), lost);
        try {
            Chain chain = Chain.find(found, request, lost);
            new Replay(request, lost).run(chain);
            Set<Long> segments = new HashSet<>(found.segments.keySet());
            for (Segment unused : chain.unused()) segments.remove(unused.sequence());
            segments.addAll(found.copies.keySet());
            return segments;
        } finally {
            found.close();
        }
    }

    public void run() throws IOException {
        for (String name : files.list()) {
            if (Segment.isMark(name)) findings.known(Segment.name(Segment.sequenceOfMark(name)));
            if (Segment.isSegment(name)) check(name);
            if (Segment.isSetAside(name)) findings.setAside(name);
            if (name.equals(Reached.NAME) && Reached.isDamaged(files)) {
                findings.damaged(name, 0, Segment.LARGEST, "it does not say how far the journal has come");
            }
        }
    }

    private void check(String name) throws IOException {
        long sequence = Segment.sequenceOf(name);
        try (JournalFile file = files.open(name)) {
            Segment segment = new Segment(NamedFile.of(files, name, file), SegmentHeader.read(file, sequence));
            findings.segment(sequence, walk(segment, name));
        } catch (JournalCorruptedException e) {
            findings.damaged(name, e.offset(), Segment.LARGEST, e.what());
        }
    }

    /** What does not validate at the end was never confirmed; with a group behind it that says it was durable, it was. */
    private Contents walk(Segment segment, String name) throws IOException {
        Contents contents = new Contents();
        contents.bytes = segment.file().size();
        reader.use(segment);
        int offset = SegmentHeader.SIZE;
        while (offset <= segment.capacity() - GroupHeader.SIZE) {
            GroupHeader group = reader.headerAt(offset);
            problems.clear();
            if (group != null) look(segment, offset, group, contents);
            boolean mayBeTorn = group == null || problems.stream().anyMatch(Problem::mayBeTorn);
            int next = mayBeTorn ? vouching(segment, offset) : offset + group.bytes();
            if (next == GroupReader.NOT_FOUND) break;
            if (group == null) problems.add(new Problem(offset, next, "no group starts here", true));
            else next = offset + group.bytes();
            for (Problem problem : problems) findings.damaged(name, problem.from, problem.to, problem.what);
            offset = next;
        }
        return contents;
    }

    /** Notes what is wrong with the records of the group. */
    private void look(Segment segment, int offset, GroupHeader group, Contents contents) throws IOException {
        int start = reader.load(offset, group.bytes());
        int end = start + group.bytes();
        ByteBuffer window = reader.window();
        int records = 0;
        int at = start + GroupHeader.SIZE;
        for (; at < end; records++) {
            int there = offset + at - start;
            try {
                int length = decoder.check(window, at, end, segment.salt());
                note(window, at, there, contents);
                at += RecordDecoder.aligned(length);
            } catch (MalformedRecordException e) {
                int next = nextRecord(window, at, end, segment.salt());
                problems.add(new Problem(there, there + next - at, e.getMessage(), true));
                at = next;
            }
        }
        if (problems.isEmpty() && records != group.records()) {
            problems.add(new Problem(offset, offset + GroupHeader.SIZE, records + " records instead of " + group.records(), true));
        }
        if (problems.isEmpty()) contents.groups++;
        contents.records += records;
    }

    /** Where the next record starts behind one that is damaged, or the end; if not where that says, its length is what is damaged. */
    private int nextRecord(ByteBuffer window, int damaged, int end, int salt) {
        int length = window.getInt(damaged);
        boolean isLength = length >= RecordHeader.SIZE && length <= end - damaged;
        int next = isLength ? damaged + RecordDecoder.aligned(length) : end;
        if (isLength && (next >= end || isRecord(window, next, end, salt))) return next;
        for (int at = damaged + Chunk.ALIGNMENT; at < end; at += Chunk.ALIGNMENT) {
            if (isRecord(window, at, end, salt)) return at;
        }
        return end;
    }

    /** The type first, as a check sum over bytes that mean something else may be one over megabytes. */
    private boolean isRecord(ByteBuffer window, int at, int end, int salt) {
        try {
            if (end - at < RecordHeader.SIZE) return false;
            RecordType.of(window.get(at + RecordHeader.TYPE));
            RecordDecoder.checkFlags(window, at);
            decoder.check(window, at, end, salt);
            return true;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private void note(ByteBuffer window, int at, int offset, Contents contents) {
        if (window.get(at + RecordHeader.TYPE) == RecordType.PUBLISH.code) noteMessage(window, at, offset, contents);
        if (window.get(at + RecordHeader.TYPE) == RecordType.PART.code) contents.pieces.add(offset);
        if (!RecordDecoder.isTransaction(window, at)) return;
        int end = at + window.getInt(at);
        for (int nested = at + RecordDecoder.TX_HEADER; nested < end; nested += RecordDecoder.aligned(window.getInt(nested))) {
            note(window, nested, offset + nested - at, contents);
        }
    }

    /** Its check sum is right; whether it can be read as well a start does not see. */
    private void noteMessage(ByteBuffer window, int at, int offset, Contents contents) {
        try {
            PublishedRecord message = new PublishedRecord(window, at, at + window.getInt(at));
            message.message(Body.EMPTY).message();
            contents.messages.set(offset / Chunk.ALIGNMENT);
            if (message.partCount() > 0) contents.bodies.put(offset, IntStream.range(0, message.partCount()).mapToLong(message::partLsn).toArray());
        } catch (MalformedRecordException | RuntimeException e) {
            problems.add(new Problem(offset, offset + window.getInt(at), "a message that cannot be decoded: " + e.getMessage(), false));
        }
    }

    /** The next group that says that what stands before it was durable. */
    private int vouching(Segment segment, int offset) throws IOException {
        int next = reader.find(offset + Chunk.ALIGNMENT);
        while (next != GroupReader.NOT_FOUND && reader.headerAt(next).durableLsn() <= Lsn.of(segment.sequence(), offset)) {
            next = reader.find(next + Chunk.ALIGNMENT);
        }
        return next;
    }
}
