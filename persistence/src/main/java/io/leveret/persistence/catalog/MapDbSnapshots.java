package io.leveret.persistence.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * Snapshots as MapDB's B-trees, built in one go from sorted entries. MapDB never updates anything of ours: its files do not
 * survive a crash while they are being written.
 */
final class MapDbSnapshots implements Snapshots {

    private static final String MAP = "catalog";

    private final Path directory;

    MapDbSnapshots(Path directory) {
        this.directory = directory;
    }

    @Override
    public void write(String file, Iterator<Entry> entries) throws IOException {
        Path path = directory.resolve(file);
        try (DB db = maker(path).make()) {
            DB.TreeMapSink<byte[], byte[]> sink =
                    db.treeMap(MAP, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).createFromSink();
            while (entries.hasNext()) {
                Entry entry = entries.next();
                sink.put(entry.key().bytes(), entry.details());
            }
            sink.create();
        } catch (RuntimeException e) {
            throw new IOException("cannot write " + file, e);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public Reading read(String file) throws IOException {
        DB db = null;
        try {
            db = maker(directory.resolve(file)).readOnly().make();
            return new OpenMap(db);
        } catch (RuntimeException e) {
            if (db != null) db.close();
            throw new IOException("cannot read " + file, e);
        }
    }

    /** The directory has a lock of its own. */
    private static DBMaker.Maker maker(Path path) {
        return DBMaker.fileDB(path.toFile()).fileChannelEnable().fileLockDisable();
    }

    private static final class OpenMap implements Reading {
        private final DB db;
        private final Iterator<Map.Entry<byte[], byte[]>> entries;

        OpenMap(DB db) {
            this.db = db;
            this.entries = db.treeMap(MAP, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).open().getEntries().iterator();
        }

        @Override
        public Iterator<Entry> entries() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public Entry next() {
                    Map.Entry<byte[], byte[]> entry = entries.next();
                    return new Entry(new Key(entry.getKey()), entry.getValue());
                }
            };
        }

        @Override
        public void close() {
            db.close();
        }
    }
}
