package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * The file of a checkpoint: what was known of all queues, so that the journal need not be read from its beginning. Little
 * endian.
 *
 * <pre>
 *  0 magic u64 | version u32 | CRC32C u32 of the bytes behind
 * 16 number u64 | LSN u64 that the journal is to be read from | created u64, milliseconds since 1970
 * 40 blocks: kind u32 | bytes u32 | CRC32C u32 of the payload | 0 u32 | payload
 *    kind 1: sections ({@link QueueSection}), one behind the other
 *    kind 2, the last: blocks before u64 | messages u64 | CRC32C u32 of the whole file before this block | 0 u32
 * </pre>
 */
final class CheckpointFile {

    static final int HEADER = 40;
    static final int BLOCK_HEADER = 16;

    /** No block is larger. */
    static final int LARGEST_BLOCK = 1 << 20;

    private static final long MAGIC = 0x3154504b4356454cL; // "LEVCKPT1"
    /** With sections as an earlier broker wrote them ({@link EarlierQueueSection}). */
    private static final int EARLIER = 1;
    private static final int VERSION = 2;
    private static final int CHECKED_FROM = 16;
    private static final int SECTIONS = 1;
    private static final int END = 2;
    private static final int END_SIZE = 24;

    /** What stands at the beginning of a checkpoint. */
    record Header(long number, long from, long created) {
    }

    private CheckpointFile() {
    }

    static ByteBuffer newBuffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    /** Writes one from its beginning to its end. */
    static final class Writer implements AutoCloseable {
        private final JournalFile file;
        private final CRC32C whole = new CRC32C();
        private final ByteBuffer[] parts = new ByteBuffer[2];
        private final ByteBuffer blockHeader = newBuffer(BLOCK_HEADER);
        private long size;
        private long blocks;

        Writer(JournalFile file, Header header) throws IOException {
            this.file = file;
            ByteBuffer bytes = newBuffer(HEADER);
            bytes.putLong(MAGIC).putInt(VERSION).putInt(0);
            bytes.putLong(header.number).putLong(header.from).putLong(header.created);
            bytes.putInt(CHECKED_FROM - Integer.BYTES, checksum(bytes, CHECKED_FROM, HEADER));
            write(bytes.flip(), null);
        }

        long size() {
            return size;
        }

        /** The sections in the buffer. */
        void sections(ByteBuffer sections) throws IOException {
            block(SECTIONS, sections);
            blocks++;
        }

        /** Makes it a whole one, and durable. */
        void end(long messages) throws IOException {
            ByteBuffer bytes = newBuffer(END_SIZE);
            bytes.putLong(blocks).putLong(messages).putInt((int) whole.getValue()).putInt(0);
            block(END, bytes.flip());
            file.force();
        }

        private void block(int kind, ByteBuffer payload) throws IOException {
            int length = payload.remaining();
            blockHeader.clear();
            blockHeader.putInt(kind).putInt(length).putInt(checksum(payload, payload.position(), payload.limit())).putInt(0);
            write(blockHeader.flip(), payload);
        }

        private void write(ByteBuffer first, ByteBuffer second) throws IOException {
            parts[0] = first;
            parts[1] = second;
            long start = size;
            for (int i = 0; i < (second == null ? 1 : 2); i++) {
                whole.update(parts[i].duplicate());
                size += parts[i].remaining();
            }
            file.write(parts, second == null ? 1 : 2, start);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reads one, and believes nothing. */
    static final class Reader {
        private final JournalFile file;
        private final long size;
        private final CRC32C whole = new CRC32C();
        private final ByteBuffer buffer = newBuffer(LARGEST_BLOCK);
        private int version;
        private long at;

        Reader(JournalFile file) throws IOException {
            this.file = file;
            this.size = file.size();
        }

        Header header() throws IOException {
            ByteBuffer bytes = next(HEADER);
            if (bytes.getLong() != MAGIC) throw new DamagedCheckpointException(0, "this is no checkpoint");
            version = bytes.getInt();
            if (bytes.getInt() != checksum(bytes, CHECKED_FROM, HEADER)) throw new DamagedCheckpointException(0, "the check sum of its header is wrong");
            if (version != VERSION && version != EARLIER) throw new DamagedCheckpointException(8, "format version " + version + " is not known");
            return new Header(bytes.getLong(), bytes.getLong(), bytes.getLong());
        }

        /** Tells of everything behind the header, and returns how many messages there were. */
        long sections(Recovery recovery) throws IOException {
            return sections(() -> recovery);
        }

        /** @param recoveries each takes what a block says */
        long sections(Supplier<Recovery> recoveries) throws IOException {
            long messages = 0;
            for (long blocks = 0;; blocks++) {
                long start = at;
                int wholeSoFar = (int) whole.getValue();
                ByteBuffer header = next(BLOCK_HEADER);
                int kind = header.getInt();
                int length = header.getInt();
                int checksum = header.getInt();
                if (length < 0 || length > LARGEST_BLOCK) throw new DamagedCheckpointException(start, "a block of " + length + " bytes");
                ByteBuffer payload = next(length);
                if (checksum(payload, 0, length) != checksum) throw new DamagedCheckpointException(start, "the check sum of a block is wrong");
                if (kind == END) {
                    checkEnd(payload, start, blocks, messages, wholeSoFar);
                    return messages;
                }
                if (kind != SECTIONS) throw new DamagedCheckpointException(start, "a block of kind " + kind);
                Recovery recovery = recoveries.get();
                try {
                    while (payload.hasRemaining()) messages += readSection(payload, recovery);
                } catch (RuntimeException e) { // though its check sum is right
                    throw new DamagedCheckpointException(start, "a section that makes no sense: " + e);
                }
            }
        }

        private long readSection(ByteBuffer payload, Recovery recovery) {
            return version == EARLIER ? EarlierQueueSection.read(payload, recovery) : QueueSection.read(payload, recovery);
        }

        private void checkEnd(ByteBuffer end, long start, long blocks, long messages, int checksum) throws IOException {
            if (end.remaining() != END_SIZE || end.getLong() != blocks || end.getLong() != messages || end.getInt() != checksum) {
                throw new DamagedCheckpointException(start, "blocks are missing");
            }
        }

        private ByteBuffer next(int length) throws IOException {
            if (length > size - at) throw new DamagedCheckpointException(at, "the file is cut");
            buffer.clear().limit(length);
            file.read(buffer, at);
            buffer.flip();
            if (buffer.limit() < length) throw new DamagedCheckpointException(at, "the file is cut");
            at += length;
            whole.update(buffer.duplicate());
            return buffer;
        }
    }
}
