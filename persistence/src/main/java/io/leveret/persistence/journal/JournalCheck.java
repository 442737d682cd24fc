package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Looks through the segments of a journal that nobody uses, each by itself, and changes nothing. */
public final class JournalCheck {

    /** Is told what is found. */
    public interface Findings {

        /** A segment that could be looked through. */
        void segment(long sequence, Contents contents);

        void damaged(String file, long offset, String what);
    }

    /** What stands in a segment. */
    public static final class Contents {
        private final BitSet messages = new BitSet();
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

        /** Whether the record of a message stands at the offset. */
        public boolean hasMessageAt(int offset) {
            return messages.get(offset / Chunk.ALIGNMENT);
        }
    }

    private final JournalFiles files;
    private final Findings findings;
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

    /** Reads what the start of a broker would, without changing anything; as there, damage is an exception unless salvaging. */
    public static ReplayReport replay(JournalFiles files, ReplayRequest request) throws IOException {
        List<ReplayReport.Lost> lost = new ArrayList<>();
        SegmentFiles found = SegmentFiles.open(files, request.salvage(), lost);
        try {
            return new Replay(request, lost).run(Chain.find(found, request.from(), request.salvage()));
        } finally {
            found.close();
        }
    }

    public void run() throws IOException {
        for (String name : files.list()) {
            if (Segment.isSegment(name)) check(name);
        }
    }

    private void check(String name) throws IOException {
        long sequence = Segment.sequenceOf(name);
        try (JournalFile file = files.open(name)) {
            Segment segment = new Segment(file, SegmentHeader.read(file, sequence));
            findings.segment(sequence, walk(segment, name));
        } catch (JournalCorruptedException e) {
            findings.damaged(name, e.offset(), e.getMessage());
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
            String problem = group == null ? "no group starts here" : problemOf(segment, offset, group, contents);
            if (problem == null) {
                offset += group.bytes();
                continue;
            }
            int next = vouching(segment, offset);
            if (next == GroupReader.NOT_FOUND) break;
            findings.damaged(name, offset, problem + " (" + (next - offset) + " bytes)");
            offset = next;
        }
        return contents;
    }

    /** Null if there is none. */
    private String problemOf(Segment segment, int offset, GroupHeader group, Contents contents) throws IOException {
        int start = reader.load(offset, group.bytes());
        ByteBuffer window = reader.window();
        int records = 0;
        try {
            for (int at = start + GroupHeader.SIZE; at < start + group.bytes(); records++) {
                int length = decoder.check(window, at, start + group.bytes(), segment.salt());
                note(window, at, offset + at - start, contents);
                at += RecordDecoder.aligned(length);
            }
        } catch (MalformedRecordException e) {
            return e.getMessage();
        }
        if (records != group.records()) return records + " records instead of " + group.records();
        contents.groups++;
        contents.records += records;
        return null;
    }

    private static void note(ByteBuffer window, int at, int offset, Contents contents) {
        if (window.get(at + RecordHeader.TYPE) == RecordType.PUBLISH.code) {
            contents.messages.set(offset / Chunk.ALIGNMENT);
        }
        if (!RecordDecoder.isTransaction(window, at)) return;
        int end = at + window.getInt(at);
        for (int nested = at + RecordDecoder.TX_HEADER; nested < end; nested += RecordDecoder.aligned(window.getInt(nested))) {
            note(window, nested, offset + nested - at, contents);
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
