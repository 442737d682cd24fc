package io.leveret.persistence.catalog;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Snapshots as plain files on the disk of the tests, which may fail in the middle. */
final class MemorySnapshots implements Snapshots {

    private final JournalFiles files;

    MemorySnapshots(JournalFiles files) {
        this.files = files;
    }

    @Override
    public void write(String name, Iterator<Entry> entries) throws IOException {
        List<Entry> all = new ArrayList<>();
        entries.forEachRemaining(all::add);
        int size = all.stream().mapToInt(entry -> 8 + entry.key().bytes().length + entry.details().length).sum();
        try (JournalFile file = files.create(name, size)) {
            long position = 0;
            for (Entry entry : all) {
                ByteBuffer bytes = ByteBuffer.allocate(8 + entry.key().bytes().length + entry.details().length);
                bytes.putInt(entry.key().bytes().length).put(entry.key().bytes());
                bytes.putInt(entry.details().length).put(entry.details());
                file.write(new ByteBuffer[] {bytes.flip()}, 1, position);
                position += bytes.limit();
            }
            file.force();
        }
    }

    @Override
    public Reading read(String name) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JournalFile file = files.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            bytes.flip();
            while (bytes.hasRemaining()) entries.add(new Entry(new Key(next(bytes)), next(bytes)));
        }
        return new Reading() {
            @Override
            public Iterator<Entry> entries() {
                return entries.iterator();
            }

            @Override
            public void close() {
            }
        };
    }

    private static byte[] next(ByteBuffer bytes) {
        byte[] next = new byte[bytes.getInt()];
        bytes.get(next);
        return next;
    }
}
