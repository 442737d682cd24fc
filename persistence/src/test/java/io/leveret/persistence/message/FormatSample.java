package io.leveret.persistence.message;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Some of everything that a data directory may hold of messages: half of it known to a checkpoint, half behind it in the journal. */
final class FormatSample {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int HALF = 100;

    private FormatSample() {
    }

    static void write(MemoryFiles files) throws IOException {
        TestStore store = TestStore.open(files);
        writeHalf(store, 1);
        store.checkpoint();
        writeHalf(store, 1 + HALF);
        store.settle();
    }

    /** On top of what there is. */
    static void writeHalf(TestStore store, long first) {
        JournaledQueueLog one = store.log(1);
        JournaledQueueLog two = store.log(2);
        JournaledQueueLog three = store.logThere(3_000_000_000L);
        for (int i = 0; i < 5; i++) one.append(first + i, message("plain " + i, 300 * i), NEVER);
        one.append(first + 5, message("expires", 1), 1_700_000_000_123L);
        one.appendDelayed(first + 6, message("delayed", 1), 1_800_000_000_123L);
        one.append(first + 7, withCopies(), NEVER);
        one.append(first + 8, Message.restored("", "dead", List.of(), List.of(), true, BasicProperties.EMPTY, Body.of(new byte[] {1, 2})), NEVER);
        one.append(first + 9, message("large", 69_888), NEVER);
        one.append(first + 20, message("comes back", 1), NEVER);
        one.append(first + 21, message("waits", 1), NEVER);
        one.append(first + 22, message("goes", 1), NEVER);
        store.settle();
        one.handedOut(first + 22);
        one.returned(first + 20, 2, 3);
        one.returned(first + 21, 1, 0);
        one.postponed(first + 21, 1_900_000_000_123L);
        one.remove(first + 22);

        Message shared = message("for three queues", 3000);
        store.store.sharedBodies(store.here).share(shared);
        store.store.sharedBodies(store.here).handOver();
        one.append(first + 30, shared, NEVER);
        two.append(first + 30, shared, NEVER);
        three.append(first + 30, shared, NEVER);

        StoreTransaction transaction = store.store.begin();
        transaction.expect(2);
        one.enter(transaction);
        one.remove(first + 1);
        one.append(first + 40, message("in a transaction", 2), NEVER);
        one.leave(transaction);
        three.enter(transaction);
        three.append(first + 40, message("in it too", 2), 1_700_000_000_456L);
        three.leave(transaction);
        store.settle();
    }

    private static Message message(String text, int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) text.hashCode());
        return new Message("the.exchange", "key of " + text, BasicProperties.builder().persistent().messageId(text).build(), Body.of(body));
    }

    private static Message withCopies() {
        FieldTable headers = FieldTable.EMPTY.with("CC", FieldValue.array(List.of(FieldValue.longString("cc"))))
                .with("BCC", FieldValue.array(List.of(FieldValue.longString("bcc"), FieldValue.longString("b2"))));
        BasicProperties properties = BasicProperties.builder().persistent().priority(5).headers(headers).build();
        return new Message("éxchange", "key", properties, Body.of(new byte[] {7})).withoutBlindCopies();
    }

    /** All that can be read of it, one line each. */
    static List<String> describe(MemoryFiles files) throws IOException {
        TestStore store = TestStore.open(files);
        List<String> lines = new ArrayList<>();
        for (long id : new long[] {1, 2, 3_000_000_000L}) {
            JournaledQueueLog log = store.log(id);
            lines.add("queue " + id + " next " + log.recovered().nextPosition() + " handed out " + log.recovered().handedOutUpTo());
            lines.addAll(TestStore.contents(log));
            for (Map.Entry<Long, Message> each : store.read(log).entrySet()) lines.add(each.getKey() + " is " + describe(each.getValue()));
        }
        return lines;
    }

    private static String describe(Message message) {
        return message.exchange() + ", " + message.routingKey() + ", " + message.openKeys() + ", " + message.blindKeys() + ", " + message.isDeadLetter()
                + ", " + message.properties() + ", " + message.body().size() + " bytes " + message.body().hashCode();
    }
}
