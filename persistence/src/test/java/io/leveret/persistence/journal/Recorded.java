package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes down, as text, what it is told; messages by their bodies. */
final class Recorded implements JournalVisitor {

    final List<String> lines = new ArrayList<>();
    /** Of messages. */
    final List<Long> lsns = new ArrayList<>();

    /** What a journal holds. */
    static Recorded of(MemoryFiles files) throws IOException {
        Recorded recorded = new Recorded();
        TestJournal.open(files, TestJournal.SMALL, ReplayRequest.everything(recorded));
        return recorded;
    }

    @Override
    public void published(long lsn, PublishedRecord message) {
        add(lsn, "publish" + describe(message));
    }

    @Override
    public void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
        add("refer " + queueId + "/" + position + (priority < 0 ? "" : " priority " + priority) + due(dueAt));
    }

    @Override
    public void settled(long queueId, long first, int count) {
        add("settle " + queueId + "/" + first + "+" + count);
    }

    @Override
    public void handedOut(long queueId, long position) {
        add("hand out " + queueId + "/" + position);
    }

    @Override
    public void returned(long queueId, long position, int failures, int acquisitions) {
        add("return " + queueId + "/" + position + " " + failures + " " + acquisitions);
    }

    @Override
    public void queueGone(long queueId) {
        add("gone " + queueId);
    }

    @Override
    public void raft(long group, long term, long index, byte[] entry) {
        add("raft " + group + " " + term + " " + index + " " + new String(entry));
    }

    private void add(long lsn, String line) {
        lsns.add(lsn);
        add(line);
    }

    private void add(String line) {
        lines.add(line);
    }

    private static String due(long dueAt) {
        return dueAt == 0 ? "" : " due " + dueAt;
    }

    private static String describe(PublishedRecord message) {
        StringBuilder text = new StringBuilder();
        message.places((queueId, position) -> text.append(' ').append(queueId).append('/').append(position));
        if (message.expiresAt() != Long.MAX_VALUE) text.append(" expires ").append(message.expiresAt());
        text.append(due(message.dueAt()));
        return text.append(' ').append(new String(message.body().toByteArray())).toString();
    }
}
