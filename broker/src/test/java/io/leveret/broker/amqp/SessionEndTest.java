package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEndTest {

    private final SessionEnd end = new SessionEnd();
    private final List<String> done = new ArrayList<>();

    @Test
    void runsWhatComesAfterItInItsOrder() {
        end.then(() -> done.add("first"));
        end.then(() -> done.add("second"));
        assertThat(done).isEmpty();
        end.done();
        end.then(() -> done.add("late"));
        assertThat(done).containsExactly("first", "second", "late");
    }

    @Test
    void oneThatFailsKeepsNoneOfTheOthers() {
        end.then(() -> {
            throw new IllegalStateException("bug");
        });
        end.then(() -> done.add("second"));
        end.then(() -> done.add("third"));
        assertThatThrownBy(end::done).hasMessage("bug");
        assertThat(done).containsExactly("second", "third");
    }

    @Test
    void tellsNothingToWhoHasGone() {
        end.then(() -> done.add("told"));
        end.nobodyListens();
        end.then(() -> done.add("tidied"));
        end.done();
        assertThat(done).containsExactly("tidied");
    }
}
