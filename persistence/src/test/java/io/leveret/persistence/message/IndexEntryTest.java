package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leveret.persistence.journal.Lsn;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IndexEntryTest {

    @Property(tries = 300)
    void givesBackWhereAndHowLarge(@ForAll @LongRange(min = 1, max = 1L << 34) long segment,
                                   @ForAll @IntRange(min = 512, max = (1 << 23) - 1) int eighths,
                                   @ForAll @LongRange(max = 1L << 40) long size,
                                   @ForAll @IntRange(max = 1 << 20) int newer, @ForAll boolean scratch) {
        long lsn = Lsn.of(segment, 8L * eighths);
        long location = scratch ? Location.scratch(lsn) : lsn;
        long entry = IndexEntry.at(location, size);
        assertThat(IndexEntry.isPending(entry)).isFalse();
        assertThat(IndexEntry.isScratch(entry)).isEqualTo(scratch);
        assertThat(IndexEntry.location(entry, segment + newer)).isEqualTo(location);
        assertThat((double) IndexEntry.size(entry)).isCloseTo(size, within(size / 256.0));
    }

    @Test
    void knowsTheExactSizeOfSmallMessages() {
        for (long size = 0; size < 8192; size++) assertThat(IndexEntry.size(IndexEntry.pending(size))).isEqualTo(size);
        assertThat(IndexEntry.size(IndexEntry.pending(8192))).isEqualTo(8192);
    }

    @Test
    void aPendingEntryOfAnEmptyMessageIsAnEntry() {
        assertThat(IndexEntry.pending(0)).isNotEqualTo(IndexEntry.NONE);
        assertThat(IndexEntry.isPending(IndexEntry.pending(0))).isTrue();
    }
}
