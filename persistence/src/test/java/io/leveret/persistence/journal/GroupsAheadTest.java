package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupsAheadTest {

    private static final int WINDOW = TestJournal.SEGMENT / 4;

    private final MemoryFiles files = new MemoryFiles(1);
    private final TestJournal test = TestJournal.open(files);
    private final JournalProducer producer = test.producer();
    private long position;

    GroupsAheadTest() throws IOException {
    }

    @Test
    void bringsEveryGroupInItsOrder() throws IOException {
        write(200, 3000);
        Chain chain = chain();
        assertThat(chain.links()).hasSizeGreaterThan(5);
        int groups = 0;
        try (GroupsAhead ahead = GroupsAhead.of(chain)) {
            for (Chain.Link link : chain.links()) groups += walk(ahead, link);
        }
        assertThat(groups).isGreaterThanOrEqualTo(200);
    }

    @Test
    void bringsAGroupThatIsLongerThanWhatIsReadAtOnce() throws IOException {
        for (int i = 0; i < 10; i++) publish(producer, 1, position++, message(new byte[3900]));
        producer.flush();
        test.run();
        write(3, 10);
        Chain chain = chain();
        Chain.Link link = chain.links().getFirst();
        GroupHeader group = new GroupReader().use(link.segment()).headerAt(SegmentHeader.SIZE);
        assertThat(group.bytes()).isGreaterThan(WINDOW);
        try (GroupsAhead ahead = GroupsAhead.of(chain)) {
            assertThat(walk(ahead, link)).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void hasNothingOfWhatWasPassedAndGoesOn() throws IOException {
        write(200, 3000);
        Chain chain = chain();
        Segment first = chain.links().getFirst().segment();
        Segment last = chain.links().getLast().segment();
        try (GroupsAhead ahead = GroupsAhead.of(chain)) {
            assertThat(ahead.take(last, SegmentHeader.SIZE, GroupHeader.SIZE)).isNotNull();
            assertThat(ahead.take(first, SegmentHeader.SIZE, GroupHeader.SIZE)).isNull();
            assertThat(ahead.take(last, SegmentHeader.SIZE, GroupHeader.SIZE)).isNotNull();
            assertThat(ahead.take(last, TestJournal.SEGMENT - 8, 8)).as("behind the end of the log").isNull();
        }
    }

    @Test
    void whatItCannotReadIsFoundOutByWhoeverReadsIt() throws IOException {
        write(50, 3000);
        Chain chain = chain();
        files.beforeReads(() -> {
            throw new UncheckedIOException(new IOException("the disk is broken"));
        });
        assertThatThrownBy(() -> new Replay(ReplayRequest.everything(new Recorded()), new ArrayList<>()).run(chain))
                .isInstanceOf(IOException.class).hasMessage("the disk is broken");
    }

    @Test
    void aVisitorThatFailsEndsIt() throws IOException {
        write(50, 3000);
        Chain chain = chain();
        JournalVisitor failing = new JournalVisitor() {
            @Override
            public void published(long lsn, PublishedRecord message) {
                throw new IllegalStateException("not this one");
            }
        };
        assertThatThrownBy(() -> new Replay(ReplayRequest.everything(failing), new ArrayList<>()).run(chain))
                .hasMessage("not this one");
    }

    /** Each group is in a window, as it is in the file. */
    private int walk(GroupsAhead ahead, Chain.Link link) throws IOException {
        GroupReader alone = new GroupReader().use(link.segment());
        int groups = 0;
        int offset = SegmentHeader.SIZE;
        for (GroupHeader group = alone.headerAt(offset); group != null && offset != link.end(); group = alone.headerAt(offset)) {
            GroupsAhead.Window window = ahead.take(link.segment(), offset, group.bytes());
            assertThat(window).as("group %s at %s", group, offset).isNotNull();
            int at = offset - window.at();
            int expected = alone.load(offset, group.bytes());
            assertThat(window.bytes().slice(at, group.bytes())).isEqualTo(alone.window().slice(expected, group.bytes()));
            offset += group.bytes();
            groups++;
        }
        return groups;
    }

    private void write(int groups, int size) {
        for (int i = 0; i < groups; i++) {
            publish(producer, 1, position++, message(new byte[size]));
            producer.flush();
            test.run();
        }
    }

    private Chain chain() throws IOException {
        List<ReplayReport.Lost> lost = new ArrayList<>();
        return Chain.find(SegmentFiles.open(files, false, lost), ReplayRequest.everything(new JournalVisitor() { }), lost);
    }
}
