package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SegmentHeaderTest {

    private final MemoryFiles files = new MemoryFiles(1);

    @Test
    void isReadAsItWasWritten() throws IOException {
        SegmentHeader header = SegmentHeader.ofLog(42, -5, 65536, 1234567890123L);
        header.write(files.create("f", 65536));
        assertThat(SegmentHeader.read(files.open("f"), 42)).isEqualTo(header);
    }

    @Test
    void saysWhetherTheLogIsInIt() throws IOException {
        SegmentHeader header = SegmentHeader.ofCopies(42, -5, 65536, 1234567890123L);
        header.write(files.create("f", 65536));
        assertThat(SegmentHeader.read(files.open("f"), 42)).isEqualTo(header);
        assertThat(header.holdsCopies()).isTrue();
        assertThat(SegmentHeader.ofLog(42, -5, 65536, 0).holdsCopies()).isFalse();
    }

    @Test
    void knowsThoseOfEarlierBrokersFromItsOwn() throws IOException {
        for (int version = 1; version <= 2; version++) {
            new SegmentHeader(version, 7, 65536, 0, version).write(files.create("f" + version, 65536));
            SegmentHeader read = SegmentHeader.read(files.open("f" + version), version);
            assertThat(read.isCurrent()).isFalse();
            assertThat(read.holdsCopies()).isEqualTo(version == 2);
        }
        assertThat(SegmentHeader.ofLog(42, -5, 65536, 0)).matches(SegmentHeader::isCurrent).extracting(SegmentHeader::version)
                .as("one that earlier brokers refuse").isEqualTo(3);
        assertThat(SegmentHeader.ofCopies(42, -5, 65536, 0)).matches(SegmentHeader::isCurrent);
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        SegmentHeader.ofLog(42, -5, 65536, 0).write(files.create("f", 65536));
        files.change("f", (name, bytes) -> {
            bytes[4] = 9;
            return bytes;
        });
        assertThatThrownBy(() -> SegmentHeader.read(files.open("f"), 42)).isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void namesTellSegmentsFromOtherFiles() {
        assertThat(Segment.name(42)).isEqualTo("000000000042.seg");
        assertThat(Segment.isSegment("000000000042.seg")).isTrue();
        assertThat(Segment.isSegment("free-000000000042.seg")).isFalse();
        assertThat(Segment.isFree("free-000000000042.seg")).isTrue();
        assertThat(Segment.isSegment("x.seg")).isFalse();
        assertThat(Segment.isFree("free-x")).isFalse();
        assertThat(Segment.sequenceOf("free-000000000042.seg")).isEqualTo(42);
        assertThat(Segment.sequenceOf("1234567890123.seg")).isEqualTo(1234567890123L);
    }
}
