package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallDiskTest {

    private static final int SEGMENT = 64 << 20;
    private static final long MIB = 1 << 20;

    @Test
    void saysHowManyMessagesFit() {
        assertThat(SmallDisk.complaint(200 * MIB, SEGMENT))
                .contains("has 200 MiB in all, of which 256 are needed ahead: publishers will wait after the first messages");
        assertThat(SmallDisk.complaint(400 * MIB, SEGMENT))
                .contains("has 400 MiB in all, of which 256 are needed ahead: publishers will wait after 128 MiB of messages");
        assertThat(SmallDisk.complaint(512 * MIB, SEGMENT)).isEmpty();
    }

    @Test
    void saysNothingOfOneWhoseSizeIsNotKnown() {
        assertThat(SmallDisk.complaint(0, SEGMENT)).isEmpty();
    }
}
