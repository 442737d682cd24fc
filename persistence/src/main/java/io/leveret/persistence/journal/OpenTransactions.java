package io.leveret.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Transactions in several parts whose last has not been read yet. If it never is, they never happened. */
final class OpenTransactions {

    private record Part(ByteBuffer bytes, long lsn) {
    }

    private final Map<Long, List<Part>> parts = new HashMap<>();

    void read(ByteBuffer bytes, int start, long lsn, JournalVisitor visitor) throws MalformedRecordException {
        long id = RecordDecoder.transactionId(bytes, start);
        int number = RecordDecoder.transactionPart(bytes, start);
        boolean last = RecordDecoder.isLastPart(bytes, start);
        if (number == 0 && last) {
            RecordDecoder.visitTransaction(bytes, start, lsn, visitor);
            return;
        }
        List<Part> known = number == 0 ? new ArrayList<>() : parts.get(id);
        if (known == null || known.size() != number) {
            parts.remove(id);
            return;
        }
        known.add(new Part(copy(bytes, start), lsn));
        parts.put(id, known);
        if (!last) return;
        for (Part part : parts.remove(id)) RecordDecoder.visitTransaction(part.bytes, 0, part.lsn, visitor);
    }

    private static ByteBuffer copy(ByteBuffer bytes, int start) {
        byte[] copy = new byte[bytes.getInt(start)];
        bytes.get(start, copy);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }
}
