package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OwnedFilesTest {

    private final MemoryFiles disk = new MemoryFiles(1);
    private boolean isLost;

    @Test
    void changesNothingInADirectoryThatIsLost() throws IOException {
        OwnedFiles files = OwnedFiles.of(disk, this::require);
        files.create("a", 8).close();
        isLost = true;
        assertThatThrownBy(() -> files.create("b", 8)).hasMessage("lost");
        assertThatThrownBy(() -> files.createGrowing("b")).hasMessage("lost");
        assertThatThrownBy(() -> files.rename("a", "b")).hasMessage("lost");
        assertThatThrownBy(() -> files.delete("a")).hasMessage("lost");
        assertThat(disk.list()).containsExactly("a");
    }

    @Test
    void writesToFilesOfItsOwnUnlessItIsToAskBefore() throws IOException {
        JournalFile free = OwnedFiles.of(disk, this::require).create("free", 1);
        JournalFile asking = OwnedFiles.askingBeforeWriting(disk, this::require).create("asking", 1);
        write(asking, 1);
        isLost = true;
        write(free, 1);
        assertThatThrownBy(() -> write(asking, 2)).hasMessage("lost");
        assertThat(disk.bytes("asking")).containsExactly(1);
    }

    @Test
    void nothingIsStoredAnyMoreInALostDirectory() throws IOException {
        TestJournal opened = TestJournal.open(disk);
        StringBuilder told = new StringBuilder();
        JournalProducer producer = opened.producer(new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
            }

            @Override
            public void stored(long position) {
                told.append(position).append(' ');
            }
        });
        producer.queueGone(1);
        producer.handOverAll();
        opened.run();
        assertThat(told).isNotEmpty();
        told.setLength(0);
        long operations = disk.operations();
        opened.journal.fail(new IOException("lost"));
        producer.queueGone(2);
        producer.handOverAll();
        opened.pass(1000);
        opened.journal.close();
        assertThat(told).as("said to be stored").isEmpty();
        assertThat(disk.operations()).as("nothing was written").isEqualTo(operations);
        assertThat(opened.failures).singleElement().satisfies(reason -> assertThat(reason).hasMessage("lost"));
        assertThat(opened.journal.isWhole()).isFalse();
    }

    private void require() throws IOException {
        if (isLost) throw new IOException("lost");
    }

    private static void write(JournalFile file, int value) throws IOException {
        file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {(byte) value})}, 1, 0);
    }
}
