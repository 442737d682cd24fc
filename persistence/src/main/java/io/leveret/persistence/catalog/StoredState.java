package io.leveret.persistence.catalog;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The snapshots of a catalog: what is in the files, and that it is what had been written. Before all other entries comes one
 * of a kind of its own, with the version of the format and the highest id of a queue.
 */
final class StoredState {

    private static final int ABOUT = 1;
    private static final int VERSION = 1;
    private static final Key ABOUT_KEY = new Key(new byte[] {ABOUT});
    private static final int PIECE = 1 << 20;

    private final JournalFiles files;
    private final Snapshots snapshots;

    StoredState(JournalFiles files, Snapshots snapshots) {
        this.files = files;
        this.snapshots = snapshots;
    }

    /** A snapshot that is being read, or the nothing before the first one. */
    static final class Open implements Closeable {
        private final long highestQueueId;
        private final Iterator<Entry> entries;
        private final Closeable file;

        private Open(long highestQueueId, Iterator<Entry> entries, Closeable file) {
            this.highestQueueId = highestQueueId;
            this.entries = entries;
            this.file = file;
        }

        static Open nothing() {
            return new Open(0, Collections.emptyIterator(), () -> { });
        }

        long highestQueueId() {
            return highestQueueId;
        }

        /** By rising key. */
        Iterator<Entry> entries() {
            return entries;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** @throws CatalogException when it is not what had been written */
    Open open(CatalogFile snapshot) throws IOException {
        int checksum = checksum(snapshot.name());
        if (checksum != snapshot.checksum()) {
            throw CatalogException.damaged(snapshot.name(), 0, String.format("its check sum is %08x", checksum));
        }
        return open(snapshot.name());
    }

    /** Writes the snapshot of this number, and reads it once before it gets its name. */
    CatalogFile write(long number, Iterator<Entry> entries, long highestQueueId) throws IOException {
        String unfinished = CatalogFile.unfinished(number, true);
        files.delete(unfinished); // of an attempt that failed
        Counted counted = new Counted(entries);
        snapshots.write(unfinished, new WithAbout(highestQueueId, counted));
        prove(unfinished, counted.count);
        CatalogFile snapshot = CatalogFile.snapshot(number, checksum(unfinished));
        files.rename(unfinished, snapshot.name());
        files.force();
        return snapshot;
    }

    long size(CatalogFile snapshot) throws IOException {
        try (JournalFile file = files.open(snapshot.name())) {
            return file.size();
        }
    }

    private Open open(String name) throws IOException {
        Snapshots.Reading reading = snapshots.read(name);
        try {
            Iterator<Entry> entries = reading.entries();
            if (!entries.hasNext()) throw CatalogException.damaged(name, 0, "the snapshot is empty");
            Entry about = entries.next();
            if (!about.key().equals(ABOUT_KEY)) throw CatalogException.damaged(name, 0, "the snapshot has no beginning");
            ByteBuffer fields = ByteBuffer.wrap(about.details());
            int version = fields.getInt();
            if (version != VERSION) throw CatalogException.newer(name, "it has format version " + version);
            return new Open(fields.getLong(), entries, reading);
        } catch (IOException | RuntimeException e) {
            reading.close();
            throw e;
        }
    }

    private void prove(String name, long expected) throws IOException {
        try (Open written = open(name)) {
            long count = 0;
            for (Iterator<Entry> entries = written.entries(); entries.hasNext(); count++) ChangeFormat.decode(entries.next());
            if (count != expected) throw new IOException(name + " has " + count + " entries instead of " + expected);
        } catch (MalformedChangeException e) {
            throw e.in(name, 0);
        }
    }

    private int checksum(String name) throws IOException {
        CRC32C crc = new CRC32C();
        try (JournalFile file = files.open(name)) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, file.size())));
            for (long position = 0; file.read(piece.clear(), position) > 0; position += piece.limit()) crc.update(piece.flip());
        }
        return (int) crc.getValue();
    }

    private static final class Counted implements Iterator<Entry> {
        private final Iterator<Entry> entries;
        private long count;

        Counted(Iterator<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry next() {
            count++;
            return entries.next();
        }
    }

    private static final class WithAbout implements Iterator<Entry> {
        private final Iterator<Entry> entries;
        private Entry about;

        WithAbout(long highestQueueId, Iterator<Entry> entries) {
            this.entries = entries;
            byte[] fields = ByteBuffer.allocate(12).putInt(VERSION).putLong(highestQueueId).array();
            this.about = new Entry(ABOUT_KEY, fields);
        }

        @Override
        public boolean hasNext() {
            return about != null || entries.hasNext();
        }

        @Override
        public Entry next() {
            if (about == null) return entries.next();
            Entry first = about;
            about = null;
            return first;
        }
    }
}
