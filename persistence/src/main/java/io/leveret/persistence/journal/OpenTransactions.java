package io.leveret.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions of which the last part has not been read yet. If it never is, they never happened. What becomes of their
 * messages may be in the log before their last part is, and is told once more when they have come about.
 */
final class OpenTransactions {

    private static final long NO_LIFE = -1;

    /** A record by itself. */
    private record Copy(ByteBuffer bytes, long lsn) {

        static Copy of(ByteBuffer bytes, int start, long lsn) {
            byte[] copy = new byte[bytes.getInt(start)];
            bytes.get(start, copy);
            return new Copy(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN), lsn);
        }
    }

    /** The parts that have been read, and what came after them. */
    private static final class Open {
        private final List<Copy> parts = new ArrayList<>();
        private final Places places = new Places();
        private final List<Copy> later = new ArrayList<>();
    }

    private final Map<Long, Open> open = new HashMap<>();
    private long life = NO_LIFE;

    /** A part of a transaction is to be told of, with all the others when it is the last. */
    void read(ByteBuffer bytes, int start, long lsn, JournalVisitor visitor) throws MalformedRecordException {
        forgetOtherLives(RecordDecoder.transactionLife(bytes, start));
        long id = RecordDecoder.transactionId(bytes, start);
        if (!RecordDecoder.isLastPart(bytes, start)) {
            Open transaction = open.computeIfAbsent(id, unknown -> new Open());
            transaction.parts.add(Copy.of(bytes, start, lsn));
            RecordDecoder.visitTransaction(bytes, start, lsn, transaction.places);
            return;
        }
        Open transaction = open.remove(id);
        int read = transaction == null ? 1 : transaction.parts.size() + 1;
        if (read != RecordDecoder.transactionParts(bytes, start)) return;
        if (transaction != null) {
            for (Copy part : transaction.parts) visit(part.bytes, 0, part.lsn, visitor);
        }
        visit(bytes, start, lsn, visitor);
        if (transaction == null) return;
        for (Copy record : transaction.later) RecordDecoder.visit(record.bytes, 0, record.lsn, visitor);
    }

    /** A record that is no transaction has been read. */
    void passed(ByteBuffer bytes, int start, long lsn) throws MalformedRecordException {
        if (open.isEmpty() || !RecordDecoder.isOfMessagesThatWereThere(bytes, start)) return;
        for (Open transaction : open.values()) {
            transaction.places.touched = false;
            RecordDecoder.visit(bytes, start, lsn, transaction.places);
            if (transaction.places.touched) transaction.later.add(Copy.of(bytes, start, lsn));
        }
    }

    private void visit(ByteBuffer bytes, int start, long lsn, JournalVisitor visitor) throws MalformedRecordException {
        int end = start + bytes.getInt(start);
        for (int at = start + RecordDecoder.TX_HEADER; at < end; at += RecordDecoder.aligned(bytes.getInt(at))) {
            passed(bytes, at, lsn + at - start);
        }
        RecordDecoder.visitTransaction(bytes, start, lsn, visitor);
    }

    /** A process that has ended completes nothing. */
    private void forgetOtherLives(long now) {
        if (now != life) open.clear();
        life = now;
    }

    /** Which places in queues a transaction is about to fill, and whether a record has to do with one of them. */
    private static final class Places implements JournalVisitor {

        private record Range(long first, long last) {
            Range with(long position) {
                return new Range(Math.min(first, position), Math.max(last, position));
            }
        }

        private final Map<Long, Range> ranges = new HashMap<>();
        private boolean touched;

        @Override
        public void published(long lsn, PublishedRecord message) {
            for (int i = 0; i < message.refCount(); i++) fill(message.queueId(i), message.position(i));
        }

        @Override
        public void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
            fill(queueId, position);
        }

        @Override
        public void settled(long queueId, long first, int count) {
            touch(queueId, first, first + count - 1);
        }

        @Override
        public void returned(long queueId, long position, int failures, int acquisitions) {
            touch(queueId, position, position);
        }

        @Override
        public void queueGone(long queueId) {
            touch(queueId, Long.MIN_VALUE, Long.MAX_VALUE);
        }

        private void fill(long queueId, long position) {
            Range known = ranges.get(queueId);
            ranges.put(queueId, known == null ? new Range(position, position) : known.with(position));
        }

        private void touch(long queueId, long first, long last) {
            Range range = ranges.get(queueId);
            if (range != null && first <= range.last && last >= range.first) touched = true;
        }
    }
}
