package io.leveret.persistence.journal;

import io.leveret.persistence.Ownership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Files of a directory that may get lost to its owner while it is in use: from then on nothing there is made, renamed or
 * deleted. It costs a few looks at names each time.
 */
public final class OwnedFiles implements JournalFiles {

    private final JournalFiles files;
    private final Ownership ownership;
    private final boolean asksBeforeWriting;

    private OwnedFiles(JournalFiles files, Ownership ownership, boolean asksBeforeWriting) {
        this.files = files;
        this.ownership = ownership;
        this.asksBeforeWriting = asksBeforeWriting;
    }

    public static OwnedFiles of(JournalFiles files, Ownership ownership) {
        return new OwnedFiles(files, ownership, false);
    }

    /** Where little is written each time is a time to ask. */
    public static OwnedFiles askingBeforeWriting(JournalFiles files, Ownership ownership) {
        return new OwnedFiles(files, ownership, true);
    }

    @Override
    public List<String> list() throws IOException {
        return files.list();
    }

    @Override
    public JournalFile create(String name, long size) throws IOException {
        ownership.require();
        return owned(files.create(name, size));
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        ownership.require();
        return owned(files.createGrowing(name));
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return owned(files.open(name));
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
        ownership.require();
        files.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        ownership.require();
        files.delete(name);
    }

    @Override
    public void force() throws IOException {
        files.force();
    }

    private JournalFile owned(JournalFile file) {
        return asksBeforeWriting ? new OwnedFile(file) : file;
    }

    private final class OwnedFile implements JournalFile {
        private final JournalFile file;

        OwnedFile(JournalFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, long position) throws IOException {
            ownership.require();
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
