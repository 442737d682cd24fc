package io.leveret.api.metrics;

import io.leveret.engine.view.StorageHealth;
import io.prometheus.metrics.model.snapshots.Labels;

/** Of what keeps messages on the disk. */
final class JournalMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private JournalMetrics() {
    }

    static void write(StorageHealth storage, Scrape journal) {
        StorageHealth.Forces forces = storage.forces();
        journal.info("journal", "When a message counts as stored", Labels.of("sync", storage.syncPolicy()));
        journal.counter("journal_forces", "Times that the disk was made sure of", forces.count());
        journal.counter("journal_force_seconds", "Time that this took", forces.totalNanos() / NANOS);
        journal.gauge("journal_force_median_seconds", "How long that took in the last minute: half of them no longer", forces.medianNanos() / NANOS);
        journal.gauge("journal_force_p99_seconds", "How long that took in the last minute: all but one in a hundred no longer", forces.p99Nanos() / NANOS);
        journal.gauge("journal_force_longest_seconds", "How long that took in the last minute at most", forces.longestNanos() / NANOS);
        journal.counter("journal_groups", "Groups of records written, each in one go", storage.writes().groups());
        journal.counter("journal_records", "Records written: messages, settlements and the like", storage.writes().records());
        journal.counter("journal_written_bytes", "Bytes written", storage.writes().bytes());
        journal.gauge("journal_waiting_chunks", "Pieces that wait to be written", storage.writes().waitingChunks());
        journal.gauge("journal_waiting_bytes", "Memory of what is not stored yet", storage.writes().bytesOnTheWay());
        journal.gauge("journal_busy", "Whether publishers wait for the disk", storage.writes().busy() ? 1 : 0);
        journal.gauge("journal_segments", "Files", Labels.of("state", "used"), storage.files().segments());
        journal.gauge("journal_segments", "Files", Labels.of("state", "spare"), storage.files().spareSegments());
        journal.gauge("journal_live_bytes", "What was needed of them at the last checkpoint", storage.files().liveBytes());
        journal.gauge("journal_disk_bytes", "What all of them take", storage.files().diskBytes());
        journal.gauge("scratch_disk_bytes", "What files take that need not survive", storage.files().scratchBytes());
        journal.gauge("journal_full", "Whether there was no room for another file", storage.files().full() ? 1 : 0);
        journal.counter("checkpoints", "Checkpoints", storage.checkpoints().count());
        journal.gauge("checkpoint_seconds", "How long the last one took", storage.checkpoints().lastNanos() / NANOS);
        journal.gauge("checkpoint_bytes", "How large the last one is", storage.checkpoints().lastBytes());
        journal.gauge("checkpoint_timestamp_seconds", "When it was complete; 0 for none since the start", storage.checkpoints().lastMillis() / MILLIS);
        journal.counter("cold_reads", "Messages read back from the disk", storage.coldReads());
        journal.counter("damaged_messages", "Messages that were found damaged, and are lost", storage.damaged());
    }
}
