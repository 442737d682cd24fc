package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.Reserve;
import java.io.IOException;
import java.util.List;

/**
 * Room for the checkpoints that are needed when the disk is full: without them no segment is ever freed. It takes two until a
 * segment goes, so that is how many there are room for, together with those that there are.
 */
final class CheckpointRoom {

    private static final long LEAST = 64 << 10;
    private static final long MOST = 64 << 20;

    private final List<Reserve> reserves;

    CheckpointRoom(JournalFiles files) {
        reserves = List.of(new Reserve(files, "reserve-1"), new Reserve(files, "reserve-2"));
    }

    /** Takes over what an earlier process kept. */
    void find() throws IOException {
        for (Reserve each : reserves) each.find();
    }

    /** @param bytes what a checkpoint would take now; there is room for one twice as large, as there will be more to write */
    void keep(int checkpoints, long bytes) throws IOException {
        long least = Math.min(MOST, Math.max(LEAST, bytes));
        long missing = Math.max(1, reserves.size() - checkpoints);
        for (Reserve each : reserves) {
            if (missing-- > 0 && each.size() < least) each.keep(Math.min(MOST, Math.max(LEAST, 2 * bytes)));
        }
    }

    boolean isThere() {
        return reserves.stream().anyMatch(each -> each.size() > 0);
    }

    /** What nobody needs any more is room, if there is too little; else it goes. */
    void giveBack(String name, JournalFiles files) throws IOException {
        for (Reserve each : reserves) {
            if (each.size() > 0) continue;
            each.take(name);
            return;
        }
        files.delete(name);
    }

    /** A file of that name which has room already, or a new one. */
    JournalFile take(String name, JournalFiles files) throws IOException {
        for (Reserve each : reserves) {
            if (each.size() > 0) return each.give(name);
        }
        return files.createGrowing(name);
    }
}
