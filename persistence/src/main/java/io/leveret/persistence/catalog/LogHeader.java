package io.leveret.persistence.catalog;

import io.leveret.persistence.journal.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first bytes of a log, written before the file gets its name. The salt is mixed into every check sum, so that what an
 * earlier file left on the disk is never taken for valid.
 *
 * <pre>
 *  0 magic u32 | version u32 | number u64
 * 16 salt u32  | file size u32 | end of the log before u32, 0 for the first | CRC32C u32 of the bytes before
 * </pre>
 */
record LogHeader(long number, int salt, int size, int previousEnd) {

    static final int SIZE = 32;

    private static final int MAGIC = 0x4356454c; // "LEVC"
    private static final int VERSION = 1;
    private static final int CHECKED = 28;

    void write(JournalFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putLong(number).putInt(salt).putInt(size).putInt(previousEnd);
        bytes.putInt(checksum(bytes)).flip();
        file.write(new ByteBuffer[] {bytes}, 1, 0);
        file.force();
    }

    /** @param log the bytes of the file, which need not be all there */
    static LogHeader read(String file, ByteBuffer log, long expectedNumber) throws CatalogException {
        if (log.limit() < SIZE) throw CatalogException.damaged(file, 0, "the file is cut in its header");
        if (log.getInt(0) != MAGIC || log.getInt(CHECKED) != checksum(log)) {
            throw CatalogException.damaged(file, 0, "the log's header is damaged");
        }
        if (log.getInt(4) != VERSION) throw CatalogException.newer(file, "it has format version " + log.getInt(4));
        LogHeader header = new LogHeader(log.getLong(8), log.getInt(16), log.getInt(20), log.getInt(24));
        if (header.number != expectedNumber) throw CatalogException.damaged(file, 8, "the file holds log " + header.number);
        return header;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CHECKED));
        return (int) crc.getValue();
    }
}
