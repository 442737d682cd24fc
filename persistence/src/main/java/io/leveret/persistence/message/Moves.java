package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of one loop that have been written once more. Their queues put them into the journal again, at their positions,
 * so that it has this in the right order with all else that becomes of them; and when that is stored, the index follows.
 * Used on that loop.
 */
final class Moves {

    private record Move(Survivor message, Place copy, int size) {
    }

    private final LoopStore store;
    private final List<Move> moves = new ArrayList<>();

    Moves(LoopStore store) {
        this.store = store;
    }

    /** Its copy has been handed over to the journal. */
    void add(Survivor message, Place copy, int size) {
        moves.add(new Move(message, copy, size));
    }

    /** Moves those that are still where they were, and runs the task when all is done. */
    void run(Runnable done) {
        moves.removeIf(move -> !isThere(move.message));
        for (Move move : moves) refer(move);
        store.touched();
        store.whenStored(() -> {
            for (Move move : moves) {
                Survivor message = move.message;
                message.queue().index().move(message.position(), message.location(), move.copy.lsn());
            }
            done.run();
        });
    }

    private static boolean isThere(Survivor message) {
        return message.queue().index().locationOf(message.position()) == message.location();
    }

    private void refer(Move move) {
        JournalProducer producer = store.producer();
        Survivor message = move.message;
        QueueIndex index = message.queue().index();
        producer.beginRefer(message.queue().id(), message.position(), 1, index.priorityOf(message.position()),
                index.dueAt(message.position()));
        producer.refer(move.copy, move.size);
        producer.endRefer();
    }
}
