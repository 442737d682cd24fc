package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.LAST;
import static io.leveret.persistence.journal.RecordHeader.NESTED;

import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.List;

/** Writes a producer's part of a transaction, in several records if it does not fit into a chunk. */
final class TransactionPart {

    private static final int HEADER = 48;

    private final JournalProducer producer;
    private final RecordEncoder encoder;
    private final JournalTransaction transaction;
    private Chunk chunk; // with the record that is open
    private int start;
    private int offset;
    private int records;
    private int linksBefore;

    TransactionPart(JournalProducer producer, JournalTransaction transaction) {
        this.producer = producer;
        this.encoder = producer.encoder();
        this.transaction = transaction;
    }

    /** @param last whether it completes the transaction */
    void write(List<Change> changes, boolean last) {
        List<Change> small = new ArrayList<>(changes.size());
        for (Change change : changes) small.add(withoutLargeBody(change));
        boolean open = false;
        for (Change change : small) {
            int room = roomFor(change);
            if (open && chunk.room() < room) {
                end(false);
                producer.handOver(room + HEADER);
                open = false;
            }
            if (!open) begin(room);
            open = true;
            nested(change);
        }
        boolean completes = last && !(transaction.isEmpty() && !open);
        if (completes && !open) begin(0);
        if (completes || open) end(completes);
    }

    private int roomFor(Change change) {
        if (change instanceof Change.Settle) return encoder.rangesRoom(1);
        if (change instanceof Change.Refer) return encoder.referRoom(1);
        return producer.publishRoom(1, ((Change.Publish) change).message(), 0);
    }

    private void begin(int room) {
        producer.makeRoom(HEADER + room, 0);
        chunk = producer.chunk();
        linksBefore = chunk.linkCount();
        offset = chunk.length();
        start = chunk.begin(RecordType.TX, 0, 0);
        records = 0;
        chunk.bytes().putLong(transaction.life()).putLong(transaction.id()).putInt(0).putInt(0);
    }

    private void nested(Change change) {
        records++;
        if (change instanceof Change.Settle settle) {
            encoder.nestedRange(chunk, settle);
        } else if (change instanceof Change.Refer refer) {
            int at = encoder.beginRefer(chunk, NESTED, 1, refer.queueId(), refer.position(), refer.priority(), refer.dueAt());
            encoder.reference(chunk, refer.body(), refer.size());
            encoder.endRefer(chunk, at, NESTED);
        } else if (change instanceof Change.Publish publish) {
            chunk.mark(publish.place());
            int at = encoder.beginPublish(chunk, NESTED, 1, publish.time(), publish.expiresAt(),
                    publish.dueAt(), publish.message());
            encoder.place(chunk, publish.queueId(), publish.position());
            encoder.endPublish(chunk, at, NESTED, 1, publish.message(), List.of());
        }
    }

    private void end(boolean last) {
        int inAll = transaction.oneMore();
        chunk.bytes().put(start + RecordHeader.FLAGS, (byte) (last ? LAST : 0));
        chunk.bytes().putInt(start + RecordDecoder.TX_HEADER - 2 * Integer.BYTES, last ? inAll : 0);
        chunk.bytes().putInt(start + RecordDecoder.TX_HEADER - Integer.BYTES, records);
        chunk.endTransaction(start, chunk.linkCount() > linksBefore);
        if (!last || inAll > 1) chunk.part(offset, transaction, last);
    }

    /** A TX holds nothing that is lent: large bodies go before it. */
    private Change withoutLargeBody(Change change) {
        if (!(change instanceof Change.Publish publish)) return change;
        Message message = publish.message();
        RecordEncoder.check(1, message);
        if (message.body().size() <= RecordEncoder.LARGEST_COPIED_BODY) return change;
        Place place = producer.body(publish.time(), publish.expiresAt(), publish.dueAt(), message, publish.place());
        return new Change.Refer(publish.queueId(), publish.position(), publish.dueAt(), place, (int) message.body().size(),
                message.priority(-1));
    }
}
