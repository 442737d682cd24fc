package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static io.leveret.persistence.journal.TestJournal.refer;
import static io.leveret.persistence.journal.TestJournal.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private final Told told = new Told();

    @Test
    void aListenerThatFailsHearsOfTheRest() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
                told.written(from, to, lsn);
                if (from == 0) throw new IllegalStateException("a fault in a queue");
            }

            @Override
            public void stored(long position) {
                told.stored(position);
            }
        });
        long end = 0;
        for (int i = 0; i < 2; i++) {
            publish(producer, 7, i, message("a"));
            producer.flush();
            end = producer.position();
        }
        test.run();
        assertThat(told.lines).containsExactly("written 0-" + end / 2, "written " + end / 2 + "-" + end, "stored " + end);
    }

    @Test
    void readsBackWhatWasAppended() throws IOException {
        TestJournal first = TestJournal.open(files);
        JournalProducer producer = first.producer();
        publish(producer, 7, 0, message("a"));
        producer.publish(7, 1, 3, 12345, 6789, message("b").message());
        producer.handedOut(7, 0);
        producer.handedOut(7, 1);
        producer.returned(7, 0, 2, 3);
        producer.queueGone(8);
        producer.raft(1, 2, 3, "entry".getBytes());
        producer.settle(7, 0, 1);
        producer.settle(7, 1, 1);
        producer.flush();
        first.run();

        assertThat(Recorded.of(files.afterKill()).lines).containsExactly("publish 7/0 a", "publish 7/1 expires 12345 due 6789 b", "return 7/0 2 3",
                "gone 8", "raft 1 2 3 entry", "settle 7/0+2", "hand out 7/1");
    }

    @Test
    void goesOnInANewSegmentAfterEachStart() throws IOException {
        for (int i = 0; i < 5; i++) {
            TestJournal journal = TestJournal.open(files);
            JournalProducer producer = journal.producer();
            publish(producer, 1, i, message("m" + i));
            producer.flush();
            journal.run();
        }
        assertThat(Recorded.of(files.afterKill()).lines).containsExactly("publish 1/0 m0", "publish 1/1 m1", "publish 1/2 m2", "publish 1/3 m3", "publish 1/4 m4");
    }

    @Test
    void tellsAProducerOncePerGroupUpToWhereAllIsStored() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(told);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        long between = producer.position();
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.run();
        assertThat(told.lines).containsExactly("written 0-" + between, "written " + between + "-" + producer.position(),
                "stored " + producer.position());
        assertThat(producer.storedTo()).isEqualTo(producer.position());
    }

    @Test
    void fillsSegmentAfterSegment() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        for (int i = 0; i < 200; i++) {
            publish(producer, 1, i, message(TestJournal.body(i, 2000)));
            producer.flush();
            test.run();
        }
        assertThat(test.journal.segments()).hasSizeGreaterThan(6);
        assertThat(Recorded.of(files.afterKill()).lines).hasSize(200).isEqualTo(IntStream.range(0, 200)
                .mapToObj(i -> "publish 1/" + i + " " + new String(TestJournal.body(i, 2000))).collect(Collectors.toList()));
    }

    @Test
    void settlingRidesWithTheNextGroupOrGoesAfterAWhile() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(told);
        producer.settle(1, 0, 1);
        producer.flush();
        test.run();
        assertThat(told.lines).isEmpty();
        test.pass(60);
        assertThat(told.lines).hasSize(2);
        producer.settle(1, 1, 1);
        publish(producer, 2, 0, message("a"));
        producer.flush();
        test.run();
        assertThat(Recorded.of(files.afterKill()).lines).containsExactly("settle 1/0+1", "publish 2/0 a", "settle 1/1+1");
    }

    @Test
    void aBodyForManyQueuesIsWrittenOnce() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer publisher = test.producer();
        JournalProducer other = test.producer();
        Place body = share(publisher, message("shared"));
        assertThat(body.isHandedOver()).isFalse();
        publisher.flush();
        assertThat(body.isHandedOver()).isTrue();
        refer(other, body, 1, 0);
        other.beginRefer(2, 0, 2, 4, 0);
        other.refer(body, 6);
        other.refer(body, 6);
        other.endRefer();
        other.flush();
        test.run();

        assertThat(Recorded.of(files.afterKill()).lines).containsExactly("publish shared", "refer 1/0", "refer 2/0 priority 4", "refer 2/1 priority 4");
        assertThat(test.journal.reader().message(body.lsn())).isEqualTo(message("shared"));
        assertThat(test.journal.segments()).singleElement().extracting(Segment::live).isEqualTo(3L);
    }

    @Test
    void readsMessagesOfAnySizeByTheirPlace() throws IOException {
        TestJournal test = TestJournal.open(files);
        for (int size : new int[] {0, 1, 5000, 16 * 1024, 16 * 1024 + 1, 40_000, 200_000}) {
            byte[] bytes = TestJournal.body(size, size);
            List<byte[]> pieces = new ArrayList<>();
            for (int at = 0; at < size; at += 3000) pieces.add(Arrays.copyOfRange(bytes, at, Math.min(size, at + 3000)));
            for (Body body : List.of(Body.of(bytes), Body.of(pieces))) {
                StoredMessage message = new StoredMessage(5, "e", "schlüssel\udc80", List.of("cc", "ü"), List.of("bcc"), true,
                        BasicProperties.builder().persistent().messageId("id").build(), body);
                Place place = new Place();
                List<long[]> written = new ArrayList<>();
                JournalProducer producer = test.producer(new JournalProducer.Listener() {
                    @Override
                    public void written(long from, long to, long lsn) {
                        written.add(new long[] {from, to, lsn});
                    }

                    @Override
                    public void stored(long position) {
                    }
                });
                publish(producer, 1, 0, message("before"));
                place = share(producer, message);
                producer.flush();
                test.run();
                assertThat(test.journal.reader().message(place.lsn())).isEqualTo(message);
                assertThat(written).isNotEmpty();
            }
        }
        assertThat(test.failures).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFitIntoARecord() throws IOException {
        JournalProducer producer = TestJournal.open(files).producer();
        StoredMessage message = StoredMessage.of(1, "x".repeat(40_000), "", BasicProperties.EMPTY, Body.EMPTY);
        assertThatThrownBy(() -> publish(producer, 1, 0, message)).isInstanceOf(IllegalArgumentException.class);
        List<String> copies = List.of("k".repeat(100_000));
        StoredMessage headed = new StoredMessage(1, "", "", copies, List.of(), false, BasicProperties.EMPTY, Body.EMPTY);
        assertThatThrownBy(() -> publish(producer, 1, 0, headed)).isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.position()).isZero();
    }
}
