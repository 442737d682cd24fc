package io.leveret.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Transactions of which the last part has not been read yet. If it never is, they never happened. What becomes of their
 * messages may be in the log before their last part is, and is told once more when they have come about. Thousands may be
 * open at once, so whoever they concern is found by the places that they fill.
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
        private final FilledPlaces.Filling<Open> places = new FilledPlaces.Filling<>(this);
        private final List<Consumer<JournalVisitor>> later = new ArrayList<>(0);
    }

    private final Map<Long, Open> open = new HashMap<>();
    private final FilledPlaces<Open> places = new FilledPlaces<>();
    private final Filler filler = new Filler();
    private final Passing passing = new Passing();
    private long life = NO_LIFE;

    /** A part of a transaction is to be told of, with all the others when it is the last. */
    void read(ByteBuffer bytes, int start, long lsn, JournalVisitor visitor) throws MalformedRecordException {
        forgetOtherLives(RecordDecoder.transactionLife(bytes, start));
        long id = RecordDecoder.transactionId(bytes, start);
        if (!RecordDecoder.isLastPart(bytes, start)) {
            Open transaction = open.computeIfAbsent(id, unknown -> new Open());
            transaction.parts.add(Copy.of(bytes, start, lsn));
            filler.transaction = transaction;
            RecordDecoder.visitTransaction(bytes, start, lsn, filler);
            return;
        }
        Open transaction = open.remove(id);
        if (transaction != null) places.remove(transaction.places);
        int read = transaction == null ? 1 : transaction.parts.size() + 1;
        if (read != RecordDecoder.transactionParts(bytes, start)) return;
        if (transaction != null) {
            for (Copy part : transaction.parts) visit(part.bytes, 0, part.lsn, visitor);
        }
        visit(bytes, start, lsn, visitor);
        if (transaction == null) return;
        transaction.later.forEach(what -> what.accept(visitor));
    }

    /** A record that is no transaction has been read. */
    void passed(ByteBuffer bytes, int start, long lsn) throws MalformedRecordException {
        if (places.isEmpty() || !RecordDecoder.isOfMessagesThatWereThere(bytes, start)) return;
        RecordDecoder.visit(bytes, start, lsn, passing);
    }

    /** Of places that transactions fill, how many stretches were looked at: what all that has passed has cost. */
    long looked() {
        return places.looked();
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
        if (now != life) {
            open.clear();
            places.clear();
        }
        life = now;
    }

    /** Takes down which places in queues a transaction is about to fill. */
    private final class Filler implements JournalVisitor {
        private Open transaction;

        @Override
        public void published(long lsn, PublishedRecord message) {
            message.places((queueId, position) -> places.fill(transaction.places, queueId, position));
        }

        @Override
        public void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
            places.fill(transaction.places, queueId, position);
        }
    }

    /** Each transaction keeps what becomes of its own messages, and of no others, however many a record is about. */
    private final class Passing implements JournalVisitor {

        @Override
        public void settled(long queueId, long first, int count) {
            keepGone(queueId, first, first + count - 1);
        }

        @Override
        public void returned(long queueId, long position, int failures, int acquisitions) {
            places.touch(queueId, position, position, (transaction, first, last) ->
                    transaction.later.add(visitor -> visitor.returned(queueId, position, failures, acquisitions)));
        }

        @Override
        public void postponed(long queueId, long position, long dueAt) {
            places.touch(queueId, position, position, (transaction, first, last) ->
                    transaction.later.add(visitor -> visitor.postponed(queueId, position, dueAt)));
        }

        @Override
        public void queueGone(long queueId) {
            keepGone(queueId, Long.MIN_VALUE, Long.MAX_VALUE);
        }

        private void keepGone(long queueId, long from, long to) {
            places.touch(queueId, from, to, (transaction, first, last) ->
                    transaction.later.add(visitor -> visitor.settled(queueId, first, (int) (last - first + 1))));
        }
    }
}
