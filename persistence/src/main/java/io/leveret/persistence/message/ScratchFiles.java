package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Files that need not outlive the process: nothing in them is ever forced to the disk. */
final class ScratchFiles implements JournalFiles {

    private final JournalFiles files;

    ScratchFiles(JournalFiles files) {
        this.files = files;
    }

    /** Deletes all that is there. */
    void clear() throws IOException {
        for (String name : files.list()) files.delete(name);
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public JournalFile create(String name, long size) throws IOException {
        return new Unforced(files.create(name, size));
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        return new Unforced(files.createGrowing(name));
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return new Unforced(files.open(name));
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

    private record Unforced(JournalFile file) implements JournalFile {
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
