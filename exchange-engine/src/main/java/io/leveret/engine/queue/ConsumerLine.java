package io.leveret.engine.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Consumers with room, a line for each priority, the highest first. Nearly always there is one consumer, which needs no line: where
 * messages are spread over thousands of queues, what each has to look at is what a message costs.
 */
final class ConsumerLine {

    /** For whoever stands alone. */
    private static final Line NO_LINE = new Line(0);

    /** The only one that has room; null while there is none, or more. */
    private Consumer alone;
    private List<Line> lines = List.of(); // until there is one

    void add(Consumer consumer) {
        if (alone == null && first() == null) {
            alone = consumer;
            consumer.inLine = NO_LINE;
            return;
        }
        Consumer before = alone;
        alone = null;
        if (before != null) lineUp(before);
        lineUp(consumer);
    }

    private void lineUp(Consumer consumer) {
        consumer.inLine = lineOf(consumer.priority());
        consumer.inLine.waiting.addLast(consumer);
    }

    void remove(Consumer consumer) {
        Line line = consumer.inLine;
        if (line == null) return;
        consumer.inLine = null;
        if (consumer == alone) {
            alone = null;
            return;
        }
        line.remove(consumer);
        if (line.waiting.isEmpty() && lines.size() > 1) lines.remove(line);
    }

    /** @return the consumer whose turn it is, or null */
    Consumer first() {
        if (alone != null) return alone;
        for (int i = 0; i < lines.size(); i++) {
            Consumer first = lines.get(i).waiting.peekFirst();
            if (first != null) return first;
        }
        return null;
    }

    /** Sends a consumer that has had its turn to the end of its line. */
    void rotate(Consumer served) {
        if (served == alone || served.inLine == null) return;
        Deque<Consumer> waiting = served.inLine.waiting;
        if (waiting.size() > 1 && waiting.peekFirst() == served) waiting.addLast(waiting.removeFirst());
    }

    private Line lineOf(int priority) {
        int place = 0;
        while (place < lines.size() && lines.get(place).priority > priority) place++;
        if (place < lines.size() && lines.get(place).priority == priority) return lines.get(place);
        Line line = new Line(priority);
        if (lines.isEmpty()) lines = new ArrayList<>(1);
        lines.add(place, line);
        return line;
    }

    /** The consumers of one priority, in turn. */
    static final class Line {
        private final int priority;
        private final Deque<Consumer> waiting = new ArrayDeque<>(2);

        private Line(int priority) {
            this.priority = priority;
        }

        private void remove(Consumer consumer) {
            if (waiting.peekFirst() == consumer) waiting.removeFirst();
            else waiting.remove(consumer);
        }
    }
}
