package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareChunksTest {

    private static final int LARGE = 64 * 1024;

    private final SpareChunks spares = new SpareChunks(LARGE);

    @Test
    void areLargeAtFirst() {
        assertThat(spares.take(0).capacity()).isEqualTo(LARGE);
    }

    @Test
    void areSmallAfterLittle() {
        spares.handedOver(chunkOf(100));
        assertThat(spares.take(0).capacity()).isEqualTo(SpareChunks.SMALL);
        assertThat(spares.take(SpareChunks.SMALL + 1).capacity()).isEqualTo(LARGE);
    }

    @Test
    void areLargeAfterMuch() {
        spares.handedOver(chunkOf(100));
        spares.handedOver(chunkOf(SpareChunks.SMALL));
        assertThat(spares.take(0).capacity()).isEqualTo(LARGE);
    }

    @Test
    void areNotMeasuredByWhatIsLentToThem() {
        Chunk chunk = chunkOf(100);
        chunk.lend(new byte[LARGE], 0, LARGE);
        spares.handedOver(chunk);
        assertThat(spares.take(0).capacity()).isEqualTo(SpareChunks.SMALL);
    }

    @Test
    void areUsedAgain() {
        Chunk large = spares.take(0);
        spares.handedOver(chunkOf(100));
        Chunk small = spares.take(0);
        spares.keep(large);
        spares.keep(small);
        assertThat(spares.take(0)).isSameAs(small);
        assertThat(spares.take(SpareChunks.SMALL + 1)).isSameAs(large);
    }

    @Test
    void areAsLargeAsTheyHaveToBeAndNotKeptThen() {
        Chunk huge = spares.take(LARGE + 1);
        assertThat(huge.capacity()).isEqualTo(LARGE + 1);
        spares.keep(huge);
        assertThat(spares.take(0)).isNotSameAs(huge);
    }

    private static Chunk chunkOf(int bytes) {
        Chunk chunk = new Chunk(LARGE);
        chunk.bytes().position(bytes);
        return chunk;
    }
}
