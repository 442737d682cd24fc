package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnplacedTest {

    private final Unplaced unplaced = new Unplaced();
    private final List<String> placed = new ArrayList<>();

    private void note(JournaledQueueLog log, long position, long location) {
        placed.add(position + " at " + location);
        if (position == 2) throw new IllegalStateException("a fault in a queue");
    }

    @Test
    void oneThatFailsKeepsNoOtherFromItsPlace() {
        for (int i = 1; i <= 4; i++) unplaced.add(null, i, 100 * i, i == 3 ? Place.at(77) : null);
        unplaced.written(100, 400, 5000, this::note);
        assertThat(placed).containsExactly("1 at 5000", "2 at 5100", "3 at 77");
        unplaced.written(400, 500, 9000, this::note);
        assertThat(placed).endsWith("4 at 9000");
        assertThat(unplaced.isEmpty()).isTrue();
    }
}
