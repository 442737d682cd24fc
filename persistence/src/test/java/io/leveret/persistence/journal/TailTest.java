package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where no file is ready a start goes on in the segment in which the log ends. */
class TailTest {

    private static final String FIRST = Segment.name(1);

    private final MemoryFiles files = new MemoryFiles(1);

    @Test
    void goesOnInTheLastSegmentAndSealsItInTheEnd() throws IOException {
        for (int life = 0; life < 4; life++) {
            write(open(files), life, "life " + life);
            deleteSpares();
        }
        assertThat(files.list()).containsExactly(FIRST);
        TestJournal last = open(files);
        for (int i = 4; i < 30; i++) write(last, i, "x".repeat(3000));
        assertThat(replay()).hasSize(30).startsWith("publish 1/0 life 0", "publish 1/1 life 1", "publish 1/2 life 2", "publish 1/3 life 3");
        assertThat(files.list()).hasSizeGreaterThan(3);
    }

    @Test
    void whatWasTornIsNotTakenForWhatComesAfterwards() throws IOException {
        TestJournal test = open(files);
        write(test, 0, "first");
        write(test, 1, "torn");
        write(test, 2, "behind");
        int torn = find("torn");
        files.bytes(FIRST)[torn]++;
        deleteSpares();
        assertThat(replay()).containsExactly("publish 1/0 first");

        write(open(files), 1, "next");
        deleteSpares();
        assertThat(new String(files.bytes(FIRST))).contains("next").doesNotContain("behind");
        assertThat(replay()).containsExactly("publish 1/0 first", "publish 1/1 next");
    }

    @Test
    void asLongAsThereIsAFileTheSegmentIsLeftAsItIs() throws IOException {
        write(open(files), 0, "first");
        write(open(files), 1, "second");
        assertThat(new String(files.bytes(FIRST))).contains("first").doesNotContain("second");
        assertThat(replay()).containsExactly("publish 1/0 first", "publish 1/1 second");
    }

    /** There a broker of that time would take what is written today for torn, and cut it off. */
    @Test
    void aSegmentOfAnEarlierBrokerIsNotGoneOnWith() throws IOException {
        write(open(files), 0, "first");
        deleteSpares();
        try (JournalFile file = files.open(FIRST)) {
            SegmentHeader header = SegmentHeader.read(file, 1);
            new SegmentHeader(1, header.salt(), header.fileSize(), header.created(), 1).write(file);
        }
        write(open(files), 1, "second");
        assertThat(new String(files.bytes(FIRST))).contains("first").doesNotContain("second");
        assertThat(replay()).containsExactly("publish 1/0 first", "publish 1/1 second");
    }

    /** Nothing says of a group that it was durable, so that a torn one is no damage. */
    private static TestJournal open(MemoryFiles files) throws IOException {
        return TestJournal.open(files, SMALL.withSync(SyncPolicy.OS), ReplayRequest.everything(new Recorded()));
    }

    private static void write(TestJournal test, long position, String body) {
        JournalProducer producer = test.producer();
        publish(producer, 1, position, message(body));
        producer.flush();
        test.run();
    }

    private void deleteSpares() throws IOException {
        for (String name : files.list()) if (!name.equals(FIRST)) files.delete(name);
    }

    private int find(String text) {
        return new String(files.bytes(FIRST), StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private List<String> replay() throws IOException {
        Recorded recorded = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(recorded));
        return recorded.lines;
    }
}
