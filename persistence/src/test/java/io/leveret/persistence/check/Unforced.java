package io.leveret.persistence.check;

import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Files that nobody waits for the disk for: a test whose machine keeps its power need not. */
record Unforced(JournalFiles files) implements JournalFiles {

    static Unforced in(Path directory) throws IOException {
        return new Unforced(DirectoryFiles.unforced(directory));
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public JournalFile create(String name, long size) throws IOException {
        return new UnforcedFile(files.create(name, size));
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        return new UnforcedFile(files.createGrowing(name));
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return new UnforcedFile(files.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(name);
    }

    @Override
    public void force() {
    }

    private record UnforcedFile(JournalFile file) implements JournalFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, long position) throws IOException {
            file.write(buffers, count, position);
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            return file.read(buffer, position);
        }

        @Override
        public void force() {
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
