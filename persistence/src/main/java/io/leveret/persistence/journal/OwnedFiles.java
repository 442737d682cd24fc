package io.leveret.persistence.journal;

import io.leveret.persistence.Ownership;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Files of a directory that may get lost to its owner while it is in use: from then on nothing there is made, renamed or
 * deleted. It costs a few looks at names each time.
 */
public final class OwnedFiles extends LayeredFiles {

    private final Ownership ownership;
    private final boolean asksBeforeWriting;

    private OwnedFiles(JournalFiles files, Ownership ownership, boolean asksBeforeWriting) {
        super(files);
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
    public JournalFile create(String name, long size) throws IOException {
        ownership.require();
        return super.create(name, size);
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        ownership.require();
        return super.createGrowing(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        ownership.require();
        super.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        ownership.require();
        super.delete(name);
    }

    @Override
    protected JournalFile layered(JournalFile file) {
        return asksBeforeWriting ? new OwnedFile(file) : file;
    }

    private final class OwnedFile extends LayeredFile {

        OwnedFile(JournalFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, long position) throws IOException {
            ownership.require();
            super.write(buffers, count, position);
        }
    }
}
