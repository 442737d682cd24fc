package io.leveret.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** A record of the journal, but for its length, and its check sums, which are put right: also of those within a transaction. */
public final class RecordInput implements JournalVisitor {

    private RecordInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length < RecordHeader.SIZE) return;
        ByteBuffer record = ByteBuffer.allocate(RecordDecoder.aligned(bytes.length)).order(ByteOrder.LITTLE_ENDIAN).put(bytes).clear();
        record.putInt(0, bytes.length);
        if (RecordDecoder.isTransaction(record, 0)) sealNested(record, bytes.length);
        seal(record, 0, bytes.length);
        try {
            new RecordDecoder().check(record, 0, record.limit(), 0);
            if (RecordDecoder.isTransaction(record, 0)) RecordDecoder.visitTransaction(record, 0, 0, new RecordInput());
            else RecordDecoder.visit(record, 0, 0, new RecordInput());
        } catch (MalformedRecordException refused) {
            // as it should be
        }
    }

    @Override
    public void published(long lsn, PublishedRecord message) {
        message.priority();
        message.places((queueId, position) -> { });
        for (int i = 0; i < message.partCount(); i++) message.partLsn(i);
        try {
            message.message(message.body()).message().properties().toString();
        } catch (MalformedRecordException refused) {
            // as it should be
        }
    }

    private static void sealNested(ByteBuffer record, int end) {
        int at = RecordDecoder.TX_HEADER;
        while (at <= end - RecordHeader.SIZE) {
            int length = record.getInt(at);
            if (length < RecordHeader.SIZE || length > end - at) return;
            seal(record, at, length);
            at += RecordDecoder.aligned(length);
        }
    }

    private static void seal(ByteBuffer record, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().limit(start + length).position(start + RecordHeader.CHECKED_FROM));
        record.putInt(start + RecordHeader.CHECKSUM, (int) crc.getValue());
    }
}
