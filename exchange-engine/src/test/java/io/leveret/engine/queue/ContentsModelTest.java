package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever looks into a queue, takes out and puts back disturbs nobody, wherever the messages stand. */
class ContentsModelTest {

    private static final int STEPS = 600;
    private static final long BUDGET = 1 << 20;

    private final ManualLoop home = new ManualLoop();
    private final PagingLog log = new PagingLog(home);
    private final MessageMemory memory = new MessageMemory(BUDGET);
    private final TestOwner owner = new TestOwner();
    private final List<Ready> ready = new ArrayList<>();
    private final List<QueuedMessage> held = new ArrayList<>();
    private TestQueue queue;
    private Random random;
    private int priorities;
    private int groups;
    private int published;
    private long taken;

    /** A message as the model knows it. */
    private record Ready(long position, int priority, String body) {
    }

    @ParameterizedTest
    @CsvSource({"plain, 1", "plain, 2", "plain, 3", "plain, 4", "priority, 1", "priority, 2", "priority, 3", "group, 1", "group, 2", "group, 3"})
    void everythingIsWhereItShouldBe(String kind, long seed) {
        owner.storage = new QueueStorage(QueueStorage.NONE.disk(), memory);
        log.isBrowsed = true;
        random = new Random(seed);
        FieldTable arguments = FieldTable.EMPTY;
        if (kind.equals("priority")) {
            priorities = 3;
            arguments = arguments.with("x-max-priority", FieldValue.longInt(3));
        } else if (kind.equals("group")) {
            groups = 5;
            arguments = arguments.with("x-message-groups", FieldValue.bool(true))
                .with("x-message-group-header", FieldValue.longString("g"));
        }
        queue = TestQueue.over(log, arguments, owner);
        for (int i = 0; i < STEPS; i++) step();
        while (!held.isEmpty()) giveBack();
        assertThat(log.reads).as("times that something was not in the heap").isPositive();
        othersTake(0);
        lookThrough();
        List<String> bodies = ready.stream().map(Ready::body).toList();
        assertThat(queue.drain()).containsExactlyElementsOf(bodies);
        home.runAll();
        assertThat(log.positions()).isEmpty();
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> publish(1 + random.nextInt(40));
            case 4 -> get();
            case 5 -> giveBack();
            case 6, 7 -> lookThrough();
            case 8 -> takeAndPutBack();
            case 9 -> remove();
            case 10 -> othersTake(random.nextInt(4) * (BUDGET / 3));
            default -> home.advance(20);
        }
        assertThat(queue.status().messages()).isEqualTo(ready.size());
    }

    /** Whether much or little has to leave the heap depends on all queues. */
    private void othersTake(long bytes) {
        memory.add(bytes - taken);
        taken = bytes;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            BasicProperties.Builder properties = BasicProperties.builder();
            int priority = priorities > 0 ? random.nextInt(priorities + 1) : 0;
            if (priorities > 0) properties.priority(priority);
            if (groups > 0) {
                properties.headers(FieldTable.EMPTY.with("g", FieldValue.longString("g" + random.nextInt(groups))));
            }
            if (random.nextInt(4) > 0) properties.deliveryMode(2);
            String body = "m" + published++;
            queue.publish(body, properties.build());
            add(new Ready(published, priority, body));
        }
    }

    private void add(Ready message) {
        ready.add(message);
        ready.sort(Comparator.comparingInt(Ready::priority).reversed().thenComparingLong(Ready::position));
    }

    private void get() {
        if (groups > 0) return; // where a group is held, others go first
        for (int i = 0; i < 3 && !ready.isEmpty(); i++) {
            Optional<Got> got = queue.get(false);
            assertThat(got.orElseThrow().message().position()).isEqualTo(ready.remove(0).position());
            held.add(got.get().message());
        }
    }

    private void giveBack() {
        if (held.isEmpty()) return;
        QueuedMessage message = held.remove(random.nextInt(held.size()));
        if (random.nextBoolean()) {
            add(new Ready(message.position(), message.message().priority(0), RecordingConsumer.body(message)));
            queue.settle(message, Settlement.RETURN);
        } else {
            queue.settle(message, Settlement.ACK);
        }
        home.runAll();
    }

    private void lookThrough() {
        List<Browsed> seen = look();
        assertThat(seen).extracting(Browsed::position).containsExactlyElementsOf(ready.stream().map(Ready::position).toList());
        assertThat(seen).extracting(each -> new String(each.message().body().toByteArray()))
            .containsExactlyElementsOf(ready.stream().map(Ready::body).toList());
        if (ready.isEmpty()) return;
        Ready any = ready.get(random.nextInt(ready.size()));
        Slice found = answer(reply -> queue.ref.contents().find(any.position(), reply));
        assertThat(found.messages()).extracting(Browsed::position).containsExactly(any.position());
        int skipped = random.nextInt(ready.size());
        Slice passed = answer(reply -> queue.ref.contents().skip(Place.START, skipped + 1, reply));
        assertThat(passed.end().position()).isEqualTo(ready.get(skipped).position());
    }

    private List<Browsed> look() {
        List<Browsed> all = new ArrayList<>();
        Place place = Place.START;
        while (true) {
            Place from = place;
            int most = 1 + random.nextInt(60);
            Slice slice = answer(reply -> queue.ref.contents().look(from, Long.MAX_VALUE, most, 1000, reply));
            all.addAll(slice.messages());
            if (slice.isLast()) return all;
            assertThat(slice.passed()).isPositive();
            place = slice.end();
        }
    }

    private void takeAndPutBack() {
        List<Browsed> some = some();
        if (random.nextBoolean()) home.advance(20);
        List<QueuedMessage> taken = answer(reply -> queue.ref.contents().take(some, reply));
        assertThat(taken).extracting(QueuedMessage::position).containsExactlyInAnyOrderElementsOf(some.stream().map(Browsed::position).toList());
        assertThat(queue.status().messages()).isEqualTo(ready.size() - some.size());
        if (random.nextBoolean()) home.advance(20);
        int gone = random.nextInt(taken.size() + 1);
        List<QueuedMessage> leaving = taken.subList(0, gone);
        leaving.forEach(message -> ready.removeIf(each -> each.position() == message.position()));
        this.<Void>answer(reply -> queue.ref.contents().settle(leaving, taken.subList(gone, taken.size()), null, reply));
    }

    private void remove() {
        List<Browsed> some = some();
        List<Long> removed = answer(reply -> queue.ref.contents().remove(some, reply));
        assertThat(removed).containsExactlyInAnyOrderElementsOf(some.stream().map(Browsed::position).toList());
        some.forEach(message -> ready.removeIf(each -> each.position() == message.position()));
        assertThat(this.<List<Long>>answer(reply -> queue.ref.contents().remove(some, reply))).isEmpty();
    }

    private List<Browsed> some() {
        int one = random.nextInt(8) == 0 ? 1 : 3;
        return look().stream().filter(each -> random.nextInt(4) < one).toList();
    }

    private <T> T answer(Consumer<TestQueue.Reply<T>> question) {
        TestQueue.Reply<T> reply = new TestQueue.Reply<>();
        question.accept(reply);
        if (reply.value == null) home.runAll();
        return reply.get();
    }
}
