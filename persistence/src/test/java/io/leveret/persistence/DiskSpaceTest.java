package io.leveret.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {

    private final List<String> told = new ArrayList<>();
    private final DiskSpace.Listener listener = new DiskSpace.Listener() {
        @Override
        public void low(long freeBytes, long limitBytes) {
            told.add("low " + freeBytes + " of " + limitBytes);
        }

        @Override
        public void enough(long freeBytes) {
            told.add("enough " + freeBytes);
        }
    };
    private final ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor();
    private long free = 100;
    private boolean broken;
    private final DiskSpace space = new DiskSpace(this::free, 50, listener, never);

    @AfterEach
    void stop() {
        space.close();
        assertThat(never.isShutdown()).isTrue();
    }

    @Test
    void tellsOnlyOfChanges() {
        space.look();
        free = 49;
        space.look();
        space.look();
        free = 51;
        space.look();
        space.look();
        assertThat(told).containsExactly("low 49 of 50", "enough 51");
        assertThat(space.free()).hasValue(51);
    }

    @Test
    void whatJustComesToTheLimitIsNotEnough() {
        free = 49;
        space.look();
        free = 50;
        space.look();
        assertThat(told).containsExactly("low 49 of 50");
        assertThat(space.isLow()).isTrue();
    }

    @Test
    void looksAgainAtOnceWhenTheLimitChanges() {
        space.look();
        space.limit(101);
        assertThat(told).containsExactly("low 100 of 101");
        space.limit(0);
        assertThat(told).containsExactly("low 100 of 101", "enough 100");
        assertThat(space.limit()).isZero();
    }

    @Test
    void changesNothingWhileTheDiskCannotBeAsked() {
        free = 1;
        space.look();
        broken = true;
        space.look();
        space.look();
        broken = false;
        free = 60;
        space.look();
        assertThat(told).containsExactly("low 1 of 50", "enough 60");
    }

    @Test
    void asksTheRealDisk(@TempDir Path directory) {
        DiskSpace.watch(directory, Long.MAX_VALUE, listener).close();
        assertThat(told).hasSize(1).first().asString().startsWith("low ");
    }

    private long free() throws IOException {
        if (broken) throw new IOException("meant to fail");
        return free;
    }
}
