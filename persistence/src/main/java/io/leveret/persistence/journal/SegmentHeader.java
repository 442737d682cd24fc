package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first page of a segment, written when the file is made or used again. The salt is mixed into every check sum of
 * this life of the file, so that nothing of an earlier life is ever taken for valid. The version is 3 for a segment of the
 * log and 4 for one of {@link Copies}, which is not to be read as a part of it; 1 and 2 where an earlier broker wrote, which does
 * not know what is {@link RecordHeader#COMPACT} and would take it for torn.
 *
 * <pre>
 *  0 magic u32 | version u32 | sequence u64
 * 16 salt u32  | file size u32 | created u64, milliseconds since 1970
 * 32 CRC32C u32 of the bytes before | zeros up to 4096
 * </pre>
 */
record SegmentHeader(long sequence, int salt, int fileSize, long created, int version) {

    static final int SIZE = 4096;

    private static final int MAGIC = 0x4a56454c; // "LEVJ"
    private static final int EARLIER_LOG = 1;
    private static final int EARLIER_COPIES = 2;
    private static final int LOG = 3;
    private static final int COPIES = 4;
    private static final int CHECKED = 32;

    static SegmentHeader ofLog(long sequence, int salt, int fileSize, long created) {
        return new SegmentHeader(sequence, salt, fileSize, created, LOG);
    }

    static SegmentHeader ofCopies(long sequence, int salt, int fileSize, long created) {
        return new SegmentHeader(sequence, salt, fileSize, created, COPIES);
    }

    boolean holdsCopies() {
        return version == COPIES || version == EARLIER_COPIES;
    }

    /** Whether records of today may stand in it. */
    boolean isCurrent() {
        return version == LOG || version == COPIES;
    }

    void write(JournalFile file) throws IOException {
        ByteBuffer page = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        page.putInt(MAGIC).putInt(version).putLong(sequence).putInt(salt).putInt(fileSize).putLong(created);
        page.putInt(checksum(page)).clear();
        file.write(new ByteBuffer[] {page}, 1, 0);
        file.force();
    }

    /** What has been added behind the end of a file does no harm; what is missing does. */
    static SegmentHeader read(JournalFile file, long expectedSequence) throws IOException {
        SegmentHeader header = readPage(file, expectedSequence);
        if (file.size() >= header.fileSize) return header;
        throw new JournalCorruptedException(expectedSequence, file.size(),
                "the file has " + file.size() + " bytes instead of " + header.fileSize);
    }

    /** As {@link #read}, of a file that may have been cut. */
    static SegmentHeader readPage(JournalFile file, long expectedSequence) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        if (file.read(page, 0) < SIZE) throw new JournalCorruptedException(expectedSequence, 0, "the file is cut in its header");
        page.flip();
        if (page.getInt(0) != MAGIC || page.getInt(CHECKED) != checksum(page)) {
            throw new JournalCorruptedException(expectedSequence, 0, "the segment's header is damaged");
        }
        int version = page.getInt(4);
        if (version < EARLIER_LOG || version > COPIES) {
            throw new JournalCorruptedException(expectedSequence, 4, "format version " + version + " is not known");
        }
        SegmentHeader header = new SegmentHeader(page.getLong(8), page.getInt(16), page.getInt(20), page.getLong(24), version);
        if (header.sequence != expectedSequence) {
            throw new JournalCorruptedException(expectedSequence, 8, "the file holds segment " + header.sequence);
        }
        if (header.fileSize > Segment.LARGEST) {
            throw new JournalCorruptedException(expectedSequence, 20, "a size of " + header.fileSize + " bytes");
        }
        return header;
    }

    private static int checksum(ByteBuffer page) {
        CRC32C crc = new CRC32C();
        crc.update(page.duplicate().position(0).limit(CHECKED));
        return (int) crc.getValue();
    }
}
