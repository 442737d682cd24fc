package io.leveret.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** By which keys queues are bound, and with which ones messages are published. */
public sealed interface Keys {
    int RANDOM_KEYS = 1_000;

    record Binding(String queue, String key) {}

    List<Binding> bindings(List<String> queues);

    /** The keys that one of several producers uses in turn. */
    List<String> ofProducer(int producer, int producers, List<String> queues);

    /** How many queues a message reaches, if the exchange looks at its key. */
    int copies(List<String> queues);

    /** All queues, by the same key. */
    record Same(String key) implements Keys {
        @Override public List<Binding> bindings(List<String> queues) {
            return queues.stream().map(queue -> new Binding(queue, key)).toList();
        }

        @Override public List<String> ofProducer(int producer, int producers, List<String> queues) {
            return List.of(key);
        }

        @Override public int copies(List<String> queues) {
            return queues.size();
        }
    }

    /** Each queue by its name. */
    record OfQueue() implements Keys {
        @Override public List<Binding> bindings(List<String> queues) {
            return queues.stream().map(queue -> new Binding(queue, queue)).toList();
        }

        @Override public List<String> ofProducer(int producer, int producers, List<String> queues) {
            return Shares.of(producer, producers, queues);
        }

        @Override public int copies(List<String> queues) {
            return 1;
        }
    }

    /** Queues by one key, messages with any: for exchanges that hash. */
    record Random(String bindingKey) implements Keys {
        @Override public List<Binding> bindings(List<String> queues) {
            return new Same(bindingKey).bindings(queues);
        }

        @Override public List<String> ofProducer(int producer, int producers, List<String> queues) {
            return IntStream.range(0, RANDOM_KEYS).mapToObj(i -> UUID.randomUUID().toString()).toList();
        }

        @Override public int copies(List<String> queues) {
            return 1;
        }
    }

    /** Many bindings of a topic exchange, exact ones and such with {@code *} and {@code #}; each key matches one of them. */
    record Topic(int bindings) implements Keys {
        private static final String[] PATTERNS = {"t%d.*.end", "t%d.#", "*.t%d.end"};
        private static final String[] MATCHES = {"t%d.a.end", "t%d.a.b", "a.t%d.end"};

        @Override public List<Binding> bindings(List<String> queues) {
            List<Binding> all = new ArrayList<>(bindings);
            for (int i = 0; i < bindings; i++) all.add(new Binding(queues.get(i % queues.size()), PATTERNS[i % 3].formatted(i)));
            return all;
        }

        @Override public List<String> ofProducer(int producer, int producers, List<String> queues) {
            return IntStream.range(0, bindings).mapToObj(i -> MATCHES[i % 3].formatted(i)).toList();
        }

        @Override public int copies(List<String> queues) {
            return 1;
        }
    }
}
