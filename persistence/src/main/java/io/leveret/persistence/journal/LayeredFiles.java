package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Those of another, but for what a subclass does otherwise. */
public abstract class LayeredFiles implements JournalFiles {

    private final JournalFiles files;

    protected LayeredFiles(JournalFiles files) {
        this.files = files;
    }

    /** What whoever opens a file gets. */
    protected JournalFile layered(JournalFile file) {
        return file;
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public JournalFile create(String name, long size) throws IOException {
        return layered(files.create(name, size));
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        return layered(files.createGrowing(name));
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return layered(files.open(name));
    }

    @Override
    public Sighting look(String name) throws IOException {
        return files.look(name);
    }

    @Override
    public String whole(String name) {
        return files.whole(name);
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
    public void force() throws IOException {
        files.force();
    }

    /** As the files that it is one of. */
    protected abstract static class LayeredFile implements JournalFile {

        private final JournalFile file;

        protected LayeredFile(JournalFile file) {
            this.file = file;
        }

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
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
