package io.leveret.persistence.journal;

/** Files that need not outlive a loss of power: nothing in them is ever forced to the disk. */
public final class UnforcedFiles extends LayeredFiles {

    public UnforcedFiles(JournalFiles files) {
        super(files);
    }

    @Override
    protected JournalFile layered(JournalFile file) {
        return new LayeredFile(file) {
            @Override
            public void force() {
            }
        };
    }

    @Override
    public void force() {
    }
}
