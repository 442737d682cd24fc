package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CheckpointFileTest {

    private static final String NAME = "ckpt-000000000001";

    private final MemoryFiles files = new MemoryFiles(1);

    private void write(int bufferSize, List<StoredQueue> queues) throws IOException {
        try (CheckpointFile.Writer writer =
                new CheckpointFile.Writer(files.createGrowing(NAME), new CheckpointFile.Header(1, Lsn.of(3, 4096), 5))) {
            ByteBuffer buffer = ByteBuffer.allocate(bufferSize).order(ByteOrder.LITTLE_ENDIAN);
            long messages = 0;
            for (StoredQueue queue : queues) {
                long next = Long.MIN_VALUE;
                while (next < QueueSection.NOTHING_LEFT) {
                    if (buffer.remaining() < QueueSection.SMALLEST) {
                        writer.sections(buffer.flip());
                        buffer.clear();
                    }
                    int start = buffer.position();
                    next = QueueSection.write(queue, next, buffer, (location, size) -> { });
                    messages += QueueSection.messages(buffer, start);
                }
            }
            writer.sections(buffer.flip());
            writer.end(messages);
        }
    }

    private Checkpoints.Found read() throws IOException {
        return Checkpoints.read(files, NAME, new Recovery(IndexSpill.NEVER));
    }

    private static StoredQueue queue(long id, long seed) {
        Random random = new Random(seed);
        StoredQueue queue = new StoredQueue(id, IndexSpill.NEVER);
        long position = 1 + random.nextInt(1000);
        int count = random.nextInt(2000);
        for (int i = 0; i < count; i++) {
            position += random.nextInt(4) == 0 ? 1 + random.nextInt(10_000) : 1;
            queue.index().put(position, Lsn.of(1 + i / 100, 4096 + 8L * random.nextInt(1000)), random.nextInt(100_000));
            if (random.nextInt(10) == 0) queue.index().priority(position, random.nextInt(256));
            if (random.nextInt(10) == 0) queue.index().dueAt(position, 1 + random.nextInt(1000));
            if (random.nextInt(10) == 0) queue.index().returned(position, 1 + random.nextInt(1000), random.nextInt(1000));
            queue.reached(position);
        }
        queue.handedOut(random.nextInt(100));
        return queue;
    }

    static String describe(StoredQueue queue) {
        StringBuilder text = new StringBuilder().append(queue.id()).append(" next ").append(queue.nextPosition())
                .append(" handed out ").append(queue.handedOutUpTo()).append('\n');
        for (IndexCursor cursor = queue.index().from(Long.MIN_VALUE); cursor.next();) {
            text.append(cursor.position()).append(' ').append(cursor.location()).append(' ').append(cursor.size()).append(' ')
                    .append(cursor.priority()).append(' ').append(cursor.dueAt()).append(' ').append(cursor.failures())
                    .append(' ').append(cursor.acquisitions()).append('\n');
        }
        return text.toString();
    }

    @Property(tries = 50)
    void givesBackWhatWasWritten(@ForAll long seed) throws IOException {
        files.delete(NAME);
        List<StoredQueue> queues = List.of(queue(1, seed), queue(Long.MAX_VALUE, seed + 1), new StoredQueue(5, IndexSpill.NEVER), queue(2, seed + 2));
        write(QueueSection.SMALLEST + new Random(seed).nextInt(4000), queues);
        Checkpoints.Found found = read();
        assertThat(found.header()).isEqualTo(new CheckpointFile.Header(1, Lsn.of(3, 4096), 5));
        assertThat(found.messages()).isEqualTo(queues.stream().mapToLong(queue -> queue.index().count()).sum());
        for (StoredQueue queue : queues) {
            assertThat(describe(found.recovery().queue(queue.id()))).isEqualTo(describe(queue));
        }
    }

    @Test
    void leavesOutWhatIsPendingOrDoesNotOutliveTheProcess() throws IOException {
        StoredQueue queue = new StoredQueue(1, IndexSpill.NEVER);
        queue.index().addPending(1, 10);
        queue.index().put(2, Lsn.of(1, 4096), 10);
        queue.index().put(3, Location.scratch(Lsn.of(1, 4096)), 10);
        write(1000, List.of(queue));
        assertThat(read().recovery().queue(1).index().count()).isEqualTo(1);
    }

    @Test
    void noticesEveryByteThatIsWrong() throws IOException {
        write(200, List.of(queue(1, 3), queue(2, 4)));
        byte[] good = files.bytes(NAME).clone();
        Random random = new Random(1);
        for (int at = 0; at < good.length; at += 1 + at / 500) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            files.change(NAME, (name, bytes) -> bad);
            assertThatThrownBy(this::read).as("byte " + at).isInstanceOf(DamagedCheckpointException.class);
        }
        for (int length = 0; length < good.length; length += 1 + length / 100) {
            byte[] cut = Arrays.copyOf(good, length);
            files.change(NAME, (name, bytes) -> cut);
            assertThatThrownBy(this::read).as("cut to " + length).isInstanceOf(DamagedCheckpointException.class);
        }
    }

    @Test
    void noticesABlockThatIsMissing() throws IOException {
        write(QueueSection.SMALLEST, List.of(queue(1, 3)));
        byte[] good = files.bytes(NAME).clone();
        int first = CheckpointFile.HEADER;
        int length = CheckpointFile.BLOCK_HEADER + ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(first + 4);
        byte[] without = new byte[good.length - length];
        System.arraycopy(good, 0, without, 0, first);
        System.arraycopy(good, first + length, without, first, without.length - first);
        files.change(NAME, (name, bytes) -> without);
        assertThatThrownBy(this::read).isInstanceOf(DamagedCheckpointException.class).hasMessageContaining("missing");
    }

    @Test
    void aFileThatGrowsIsOnDiskOnceForced() throws IOException {
        try (JournalFile file = files.createGrowing("some")) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2, 3})}, 1, 0);
            file.force();
            files.force();
        }
        assertThat(files.afterPowerLoss().bytes("some")).containsExactly(1, 2, 3);
    }
}
