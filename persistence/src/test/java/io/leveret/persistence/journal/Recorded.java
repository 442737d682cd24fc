package io.leveret.persistence.journal;

import java.util.ArrayList;
import java.util.List;

/** Writes down, as text, what it is told; messages by their bodies. */
final class Recorded implements JournalVisitor {

    final List<String> lines = new ArrayList<>();
    final List<Long> lsns = new ArrayList<>();

    @Override
    public void published(long lsn, PublishedRecord message) {
        add(lsn, "publish" + describe(message));
    }

    @Override
    public void moved(long lsn, PublishedRecord message) {
        add(lsn, "move" + describe(message));
    }

    @Override
    public void referred(long lsn, long bodyLsn, Ref ref, long expiresAt) {
        add(lsn, "refer " + ref.queueId() + "/" + ref.position());
    }

    @Override
    public void settled(long lsn, long queueId, long first, int count) {
        add(lsn, "settle " + queueId + "/" + first + "+" + count);
    }

    @Override
    public void delivered(long lsn, long queueId, long first, int count) {
        add(lsn, "deliver " + queueId + "/" + first + "+" + count);
    }

    @Override
    public void purged(long lsn, long queueId, long upTo) {
        add(lsn, "purge " + queueId + "/" + upTo);
    }

    @Override
    public void queueGone(long lsn, long queueId) {
        add(lsn, "gone " + queueId);
    }

    @Override
    public void raft(long lsn, long group, long term, long index, byte[] entry) {
        add(lsn, "raft " + group + " " + term + " " + index + " " + new String(entry));
    }

    private void add(long lsn, String line) {
        lsns.add(lsn);
        lines.add(line);
    }

    private static String describe(PublishedRecord message) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < message.refCount(); i++) {
            text.append(' ').append(message.ref(i).queueId()).append('/').append(message.ref(i).position());
        }
        return text.append(' ').append(new String(message.body().toByteArray())).toString();
    }
}
