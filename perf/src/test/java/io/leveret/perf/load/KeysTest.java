package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final List<String> QUEUES = List.of("q1", "q2", "q3");

    @Test
    void bindsAllQueuesByOneKey() {
        Keys same = new Keys.Same("key");
        assertThat(same.bindings(QUEUES)).extracting(Keys.Binding::key).containsOnly("key").hasSize(3);
        assertThat(same.ofProducer(1, 2, QUEUES)).containsExactly("key");
        assertThat(same.copies(QUEUES)).isEqualTo(3);
    }

    @Test
    void sharesQueuesAmongProducers() {
        Keys each = new Keys.OfQueue();
        assertThat(each.bindings(QUEUES)).contains(new Keys.Binding("q2", "q2")).hasSize(3);
        assertThat(each.ofProducer(0, 1, QUEUES)).containsExactly("q1", "q2", "q3");
        assertThat(each.ofProducer(0, 2, QUEUES)).containsExactly("q1", "q3");
        assertThat(each.ofProducer(1, 2, QUEUES)).containsExactly("q2");
        assertThat(each.ofProducer(4, 6, QUEUES)).containsExactly("q2");
    }

    @Test
    void bindsManyPatternsOfWhichOneMatchesEachKey() {
        Keys topic = new Keys.Topic(7);
        List<Keys.Binding> bindings = topic.bindings(QUEUES);
        List<String> keys = topic.ofProducer(0, 1, QUEUES);
        assertThat(bindings).hasSize(7);
        assertThat(bindings.get(3)).isEqualTo(new Keys.Binding("q1", "t3.*.end"));
        for (String key : keys) assertThat(bindings).filteredOn(binding -> key.matches(regex(binding.key()))).hasSize(1);
    }

    @Test
    void publishesWithRandomKeys() {
        Keys random = new Keys.Random("1");
        assertThat(random.bindings(QUEUES)).extracting(Keys.Binding::key).containsOnly("1");
        assertThat(random.ofProducer(0, 1, QUEUES)).doesNotHaveDuplicates().hasSize(Keys.RANDOM_KEYS);
    }

    private static String regex(String pattern) {
        return pattern.replace("*", "[^.]+").replace(".#", "(\\..*)?");
    }
}
