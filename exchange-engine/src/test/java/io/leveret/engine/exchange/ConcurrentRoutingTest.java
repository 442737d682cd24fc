package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.exchange;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.queues;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrentRoutingTest {
    private static final int CHANGES = 30_000;

    private final NamedQueue stable = new NamedQueue("stable");
    private final List<NamedQueue> coming = new ArrayList<>();

    ConcurrentRoutingTest() {
        for (int i = 0; i < 20; i++) coming.add(new NamedQueue("coming and going " + i));
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FANOUT", "TOPIC", "HEADERS"})
    void findsWhatStaysBoundWhileOthersComeAndGo(ExchangeType type) throws Exception {
        Exchange exchange = exchange(type);
        exchange.bind(binding(stable, "a.b", "1"));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService publishers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> publishing = List.of(
                    publishers.submit(() -> publishUntil(done, exchange)), publishers.submit(() -> publishUntil(done, exchange)));
            changeBindings(exchange);
            done.set(true);
            for (Future<?> publisher : publishing) publisher.get(30, TimeUnit.SECONDS);
        } finally {
            publishers.shutdownNow();
        }
    }

    private void changeBindings(Exchange exchange) {
        Random random = new Random(1);
        String[] keys = {"a.b", "a.*", "#.b", "#"};
        for (int i = 0; i < CHANGES; i++) {
            NamedQueue queue = coming.get(random.nextInt(coming.size()));
            String key = random.nextBoolean() ? keys[random.nextInt(keys.length)] : "a." + random.nextInt(300);
            Binding binding = binding(queue, key, "" + random.nextInt(3));
            if (!exchange.bind(binding)) exchange.unbind(binding);
        }
    }

    private void publishUntil(AtomicBoolean done, Exchange exchange) {
        Message message = message("a.b", FieldTable.builder().put("id", "1").put("kind", "test").build());
        Matches<NamedQueue> matches = new Matches<>();
        while (!done.get()) {
            matches.clear();
            exchange.route(message, matches);
            assertThat(queues(matches)).contains(stable).doesNotHaveDuplicates();
        }
    }

    private static Binding binding(NamedQueue queue, String key, String id) {
        return new Binding("source", queue, key, FieldTable.builder().put("id", id).put("kind", "test").build());
    }
}
