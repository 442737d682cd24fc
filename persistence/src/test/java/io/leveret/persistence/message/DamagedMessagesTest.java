package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is damaged while the broker runs is given up once, and that stays so. */
class DamagedMessagesTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int COUNT = 40;

    private final MemoryFiles files = new MemoryFiles(1);
    private TestStore store;
    private JournaledQueueLog log;

    @BeforeEach
    void publish() throws IOException {
        store = TestStore.open(files);
        log = store.log(1);
        store.store.restored();
        for (int i = 1; i <= COUNT; i++) log.append(i, message("m" + i), NEVER);
        store.settle();
    }

    private void makeUndecodable(long position) {
        long location = index().locationOf(position);
        byte[] segment = files.bytes(String.format("%012d.seg", Lsn.segment(location)));
        int properties = new String(segment, StandardCharsets.ISO_8859_1).indexOf("key", Lsn.offset(location)) + "key".length() + 1 - Lsn.offset(location);
        TestJournal.forge(files, location, properties, 0xff);
        TestJournal.forge(files, location, properties + 1, 0xfe);
    }

    private QueueIndex index() {
        return ((StoredQueue) log.recovered()).index();
    }

    private List<ReadBack> read() {
        List<ReadBack> answer = new ArrayList<>();
        log.read(LongStream.rangeClosed(1, COUNT).filter(index()::contains).toArray(), NEVER, answer::addAll);
        Awaitility.await().until(() -> {
            store.runLoops();
            return !answer.isEmpty();
        });
        return answer;
    }

    private TestStore restart(MemoryFiles after) throws IOException {
        store = TestStore.open(after);
        log = store.log(1);
        store.store.restored();
        return store;
    }

    @Test
    void whatCannotBeDecodedIsGivenUpThoughItsCheckSumIsRight() {
        makeUndecodable(3);
        List<ReadBack> answer = read();
        assertThat(answer).hasSize(COUNT);
        for (ReadBack back : answer) assertThat(back.message() == null).isEqualTo(back.position() == 3);
        assertThat(store.store.damagedMessages()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsReadTwiceIsCountedOnce() {
        makeUndecodable(3);
        read();
        assertThat(read().get(2).message()).isNull();
        assertThat(store.store.damagedMessages()).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpIsNotFoundAgainAfterARestart() throws IOException {
        makeUndecodable(3);
        read();
        log.remove(3);
        store.settle();
        restart(files.afterPowerLoss());
        assertThat(read()).hasSize(COUNT - 1).allMatch(back -> back.message() != null);
        assertThat(store.store.damagedMessages()).isZero();
    }

    @Test
    void whatACrashBringsBackIsFoundDamagedAgain() throws IOException {
        makeUndecodable(3);
        read();
        log.remove(3); // and nothing of that reaches the disk
        restart(files.afterPowerLoss());
        assertThat(read().get(2).message()).isNull();
        assertThat(store.store.damagedMessages()).isEqualTo(1);
    }

    @Test
    void aDamagedSegmentIsNotUsedAgainThoughTheBrokerWasRestarted() throws IOException {
        makeUndecodable(3);
        long segment = Lsn.segment(index().locationOf(3));
        read();
        log.remove(3);
        store.settle();
        String mark = String.format("%012d.damaged", segment);
        assertThat(files.list()).contains(mark);
        MemoryFiles after = files.afterPowerLoss();
        restart(after);
        assertThat(after.list()).contains(mark);
        for (int i = 1; i <= COUNT; i++) log.remove(i);
        for (int i = 0; i < 3; i++) store.passSeconds(40).checkpoint();
        assertThat(after.list()).contains(String.format("damaged-%012d.seg", segment)).doesNotContain(mark);
        restart(after.afterPowerLoss());
        assertThat(after.list()).contains(String.format("damaged-%012d.seg", segment));
    }

    @Test
    void aMarkWithoutItsSegmentGoes() throws IOException {
        files.createGrowing("000000000099.damaged").close();
        store.settle();
        MemoryFiles after = files.afterKill();
        restart(after);
        assertThat(after.list()).doesNotContain("000000000099.damaged");
    }
}
