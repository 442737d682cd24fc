package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** What one write takes: a header and any number of chunks. Reused by the writer, on its thread. */
final class Group {

    private final ByteBuffer header = ByteBuffer.allocateDirect(GroupHeader.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private ByteBuffer[] array = new ByteBuffer[64];
    private int chunkBytes;
    private int records;

    void add(Chunk chunk) {
        chunks.add(chunk);
        chunkBytes += chunk.length();
        records += chunk.records();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /** With the header. */
    int bytes() {
        return GroupHeader.SIZE + chunkBytes;
    }

    int records() {
        return records;
    }

    void clear() {
        chunks.clear();
        buffers.clear();
        chunkBytes = 0;
        records = 0;
    }

    /** Writes it there, which may be done again elsewhere when it fails. */
    void write(Segment segment, int offset, long number, long durableLsn) throws IOException {
        header.clear();
        new GroupHeader(segment.salt(), records, number, bytes(), durableLsn).write(header, crc);
        buffers.clear();
        buffers.add(header.flip());
        long at = offset + GroupHeader.SIZE;
        for (Chunk chunk : chunks) {
            chunk.place(segment, at);
            chunk.addTo(buffers);
            at += chunk.length();
        }
        array = buffers.toArray(array);
        segment.file().write(array, buffers.size(), offset);
    }
}
