package io.leveret.broker.amqp;

import static io.leveret.broker.amqp.Alarms.Resource.DISK;
import static io.leveret.broker.amqp.Alarms.Resource.MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    private final Alarms alarms = new Alarms();
    private final List<String> seen = new ArrayList<>();
    private final Alarms.Watcher memory = alarms.watcher(MEMORY);
    private final Alarms.Watcher disk = alarms.watcher(DISK);
    private final Alarms.Watcher journal = alarms.watcher(DISK);

    AlarmsTest() {
        alarms.onChange(() -> seen.add(alarms.reason().orElse("none")));
    }

    @Test
    void namesWhatIsShort() {
        memory.raise("test");
        disk.raise("test");
        memory.clear();
        disk.clear();
        assertThat(seen).containsExactly("low on memory", "low on memory & disk", "low on disk", "none");
    }

    @Test
    void aResourceIsShortAsLongAsOneOfItsWatchersSaysSo() {
        disk.raise("test");
        journal.raise("test");
        disk.clear();
        assertThat(alarms.shortOf()).containsExactly(DISK);
        journal.clear();
        assertThat(alarms.shortOf()).isEmpty();
    }

    @Test
    void sayingItTwiceChangesNothing() {
        disk.clear();
        disk.raise("test");
        disk.raise("again");
        disk.clear();
        assertThat(seen).containsExactly("low on disk", "none");
    }
}
