package io.leveret.persistence.journal;

/**
 * What to read when a journal is opened.
 *
 * @param from     what stands before is known already; {@link Lsn#START} for everything
 * @param salvage  whether to go on behind damage instead of refusing to start
 * @param visitor  is told what is read
 * @param progress is told how far it is
 */
public record ReplayRequest(long from, boolean salvage, JournalVisitor visitor, Progress progress) {

    /** Told now and then. */
    public interface Progress {
        void read(long bytes, long ofBytes);
    }

    public static ReplayRequest everything(JournalVisitor visitor) {
        return new ReplayRequest(Lsn.START, false, visitor, (bytes, ofBytes) -> { });
    }

    public ReplayRequest from(long lsn) {
        return new ReplayRequest(lsn, salvage, visitor, progress);
    }

    public ReplayRequest salvaging() {
        return new ReplayRequest(from, true, visitor, progress);
    }
}
