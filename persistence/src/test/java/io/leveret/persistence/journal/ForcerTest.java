package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ForcerTest {

    private static final int STEP = TestJournal.SEGMENT / 32;

    private final MemoryFiles files = new MemoryFiles(1);
    private final Forcer ahead = new Forcer(TestJournal.SEGMENT, () -> 1, new ForceTimes(1), () -> { });

    @Test
    void forcesOnceEnoughWasWritten() throws IOException {
        Counted file = new Counted();
        ahead.wrote(file, STEP - 1);
        ahead.turn();
        assertThat(file.forces).isZero();
        ahead.wrote(file, 1);
        ahead.turn();
        ahead.turn();
        assertThat(file.forces).isEqualTo(1);
    }

    @Test
    void forcesNothingOfWhatTheWriterForcesItself() throws IOException {
        Counted file = new Counted();
        ahead.wrote(file, STEP);
        ahead.finishAhead();
        ahead.turn();
        assertThat(file.forces).isZero();
        ahead.wrote(file, STEP - 1);
        ahead.finishAhead();
        ahead.wrote(file, STEP - 1);
        ahead.turn();
        assertThat(file.forces).isZero();
    }

    @Test
    void doesNotTryAgainWhatFailed() throws IOException {
        Counted file = new Counted();
        file.fails = true;
        ahead.wrote(file, STEP);
        ahead.turn();
        file.fails = false;
        ahead.wrote(file, STEP);
        ahead.turn();
        assertThat(file.forces).isEqualTo(1);
        assertThatThrownBy(ahead::finishAhead).isInstanceOf(IOException.class);
    }

    @Test
    void hasNothingToTellWhereNothingBegan() {
        assertThatCode(ahead::finishAhead).doesNotThrowAnyException();
    }

    /** The system may call pages clean that it could not write: the next force would succeed. */
    @Test
    void aFailureIsTheEndOfTheJournal() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.OS), ReplayRequest.everything(new Recorded()));
        test.run();
        JournalProducer producer = test.producer();
        publish(producer, 1, 1, message("x".repeat(3 * STEP / 2)));
        producer.flush();
        files.failForce(true);
        test.run();
        files.failForce(false);
        assertThat(test.failures).isEmpty(); // nobody has asked for more than that it is written
        test.journal.sync(SyncPolicy.GROUP);
        test.run();
        assertThat(test.failures).hasSize(1);
        assertThat(test.journal.writer().hasFailed()).isTrue();
    }

    private static final class Counted implements JournalFile {
        private int forces;
        private boolean fails;

        @Override
        public void force() throws IOException {
            forces++;
            if (fails) throw new IOException("Input/output error");
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, long position) {
        }

        @Override
        public int read(ByteBuffer buffer, long position) {
            return 0;
        }

        @Override
        public void close() {
        }
    }
}
