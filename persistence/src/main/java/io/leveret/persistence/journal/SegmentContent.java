package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, by its name, a segment that nobody writes any more: whether all stands there that was written. */
final class SegmentContent implements SettledFile.Content {

    private static final Logger log = LoggerFactory.getLogger(SegmentContent.class);

    private final JournalFiles files;
    private final SegmentHeader header;
    private final String name;
    private final int end;
    private final GroupReader reader = new GroupReader();
    private final RecordDecoder decoder = new RecordDecoder();

    /** @param end where what was written ends, or {@link Segment#NOT_KNOWN} */
    SegmentContent(JournalFiles files, SegmentHeader header, int end) {
        this.files = files;
        this.header = header;
        this.end = end;
        this.name = Segment.name(header.sequence());
    }

    /**
     * It is if every group up to the end is valid: none is written twice with the salt of a segment. Where the end is not known, all
     * that can be told is that nothing is damaged.
     */
    @Override
    public boolean isWhole() throws IOException {
        try (JournalFile file = files.open(name)) {
            if (!SegmentHeader.read(file, header.sequence()).equals(header)) return false;
            Segment segment = new Segment(NamedFile.of(files, name, file), header);
            int valid = validEnd(segment);
            if (end != Segment.NOT_KNOWN) return valid >= end;
            if (reader.highestDurable(valid) > Lsn.of(header.sequence(), valid)) return false;
            log.warn("somebody has written to {} while it is in use: it is not known whether anything is missing from its end", files.whole(name));
            return true;
        } catch (JournalCorruptedException e) {
            return false;
        }
    }

    private int validEnd(Segment segment) throws IOException {
        reader.use(segment);
        int offset = SegmentHeader.SIZE;
        for (GroupHeader group = reader.headerAt(offset); group != null && isWhole(group, offset); group = reader.headerAt(offset)) {
            offset += group.bytes();
        }
        return offset;
    }

    private boolean isWhole(GroupHeader group, int offset) throws IOException {
        int at = reader.load(offset, group.bytes());
        ByteBuffer window = reader.window();
        int limit = at + group.bytes();
        int records = 0;
        try {
            for (at += GroupHeader.SIZE; at < limit; records++) {
                int length = decoder.check(window, at, limit, header.salt());
                at += RecordDecoder.aligned(length);
            }
        } catch (MalformedRecordException e) {
            return false;
        }
        return records == group.records();
    }
}
