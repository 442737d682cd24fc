package io.leveret.engine.queue;

import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Some of what is held, by whom and under which tags: what has left the heap is read, and the holders are asked. */
final class HeldSurvey {

    private static final long READ_BYTES = 2 << 20;

    private final List<QueuedMessage> messages = new ArrayList<>();
    private final List<HeldMessage> seen = new ArrayList<>();
    private final Map<MessageHolder, List<Integer>> holders = new IdentityHashMap<>();
    private final Answer<List<HeldMessage>> answer;

    HeldSurvey(Answer<List<HeldMessage>> answer) {
        this.answer = answer;
    }

    /** On the home loop. */
    void start(HeldMessages held, QueueLog log, long offset, int most) {
        QueuedMessage next = held.unacked().first();
        for (long i = 0; i < offset && next != null; i++) next = held.unacked().after(next);
        for (; next != null && messages.size() < most; next = held.unacked().after(next)) add(next, held);
        long[] cold = messages.stream().filter(message -> !message.isInHeap()).mapToLong(QueuedMessage::position).toArray();
        if (cold.length == 0) askHolders(Map.of());
        else log.read(cold, READ_BYTES, this::read);
    }

    private void add(QueuedMessage message, HeldMessages held) {
        Consumer consumer = message.hold.consumer();
        MessageHolder holder = consumer != null ? consumer.request().target() : held.getterOf(message);
        if (holder != null) holders.computeIfAbsent(holder, first -> new ArrayList<>()).add(messages.size());
        messages.add(message);
        seen.add(new HeldMessage(message.position(), message.message(), message.size(), message.isRedelivered(),
            message.failures(), message.hold.since(), Optional.ofNullable(consumer).map(each -> each.request().tag()),
            holder == null ? Optional.empty() : holder.channel(), 0));
    }

    private void read(List<ReadBack> answered) {
        Map<Long, Message> contents = new HashMap<>();
        for (ReadBack each : answered) contents.put(each.position(), each.message());
        askHolders(contents);
    }

    private void askHolders(Map<Long, Message> contents) {
        long[] tags = new long[messages.size()];
        AtomicInteger missing = new AtomicInteger(1 + holders.size());
        Runnable heard = () -> {
            if (missing.decrementAndGet() == 0) answer.completed(told(contents, tags));
        };
        holders.forEach((holder, places) -> {
            List<QueuedMessage> theirs = places.stream().map(messages::get).toList();
            holder.tags(theirs, found -> {
                for (int i = 0; i < found.length; i++) tags[places.get(i)] = found[i];
                heard.run();
            });
        });
        heard.run();
    }

    private List<HeldMessage> told(Map<Long, Message> contents, long[] tags) {
        List<HeldMessage> told = new ArrayList<>(seen.size());
        for (int i = 0; i < tags.length; i++) {
            HeldMessage each = seen.get(i);
            Message message = each.message() != null ? each.message() : contents.get(each.position());
            told.add(new HeldMessage(each.position(), message, each.size(), each.redelivered(), each.failures(), each.since(),
                each.consumer(), each.channel(), tags[i]));
        }
        return told;
    }
}
