package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpareChunksTest {

    private static final int LARGE = 64 * 1024;
    private static final int SMALL = LARGE / SpareChunks.SMALL_IN_LARGE;

    private final SpareChunks spares = new SpareChunks(LARGE);

    @Test
    void areLargeAtFirst() {
        assertThat(spares.take(0).capacity()).isEqualTo(LARGE);
    }

    @Test
    void areSmallAfterLittleForAWhile() {
        spares.keep(new Chunk(LARGE));
        little(SpareChunks.LITTLE_IN_A_ROW - 1);
        Chunk large = spares.take(0);
        assertThat(large.capacity()).isEqualTo(LARGE);
        spares.keep(large);
        little(1);
        assertThat(spares.take(0).capacity()).isEqualTo(SMALL);
        assertThat(spares.take(SMALL + 1).capacity()).isEqualTo(LARGE);
    }

    /** The disk is slow, or they would have come back. */
    @Test
    void areSmallAtOnceWhenAllLargeOnesAreUnderWay() {
        little(1);
        assertThat(spares.take(0).capacity()).isEqualTo(SMALL);
    }

    @Test
    void areLargeAfterMuch() {
        little(SpareChunks.LITTLE_IN_A_ROW);
        spares.handedOver(chunkOf(SMALL));
        assertThat(spares.take(0).capacity()).isEqualTo(LARGE);
    }

    @Test
    void areNotMeasuredByWhatIsLentToThem() {
        Chunk chunk = chunkOf(100);
        chunk.lend(new byte[LARGE], 0, LARGE);
        spares.handedOver(chunk);
        assertThat(spares.take(0).capacity()).isEqualTo(SMALL);
    }

    @Test
    void areUsedAgain() {
        Chunk large = spares.take(0);
        little(SpareChunks.LITTLE_IN_A_ROW);
        Chunk small = spares.take(0);
        Stream.of(large, small).forEach(spares::keep);
        assertThat(spares.take(0)).isSameAs(small);
        assertThat(spares.take(SMALL + 1)).isSameAs(large);
    }

    @Test
    void areAsLargeAsTheyHaveToBeAndNotKeptThen() {
        Chunk huge = spares.take(LARGE + 1);
        assertThat(huge.capacity()).isEqualTo(LARGE + 1);
        spares.keep(huge);
        assertThat(spares.take(0)).isNotSameAs(huge);
    }

    private void little(int turns) {
        for (int i = 0; i < turns; i++) spares.handedOver(chunkOf(100));
    }

    private static Chunk chunkOf(int bytes) {
        Chunk chunk = new Chunk(LARGE);
        chunk.bytes().position(bytes);
        return chunk;
    }
}
