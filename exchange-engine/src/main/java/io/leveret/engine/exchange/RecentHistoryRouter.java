package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Matches every message, and remembers the last of them for whoever is bound later. Unlike other routers it locks, for a few
 * steps, so that a message published while somebody binds comes once: with the history, or by itself.
 */
final class RecentHistoryRouter implements Router {
    private static final String LENGTH = "x-recent-history-length";
    private static final String NOT_TO_BE_STORED = "x-recent-history-no-store";
    private static final int DEFAULT_LENGTH = 20;
    private static final int LONGEST = 10_000;
    /** They may be in no queue any more, so nobody else bounds what they take. */
    private static final long MOST_BYTES = 64L << 20;

    private final FanoutRouter fanout = new FanoutRouter();
    private final long length;
    private final long mostBytes;
    private final Deque<Message> history = new ArrayDeque<>();
    private long bytes;

    RecentHistoryRouter(FieldTable arguments) {
        this(arguments, MOST_BYTES);
    }

    RecentHistoryRouter(FieldTable arguments, long mostBytes) {
        this.length = length(arguments);
        this.mostBytes = mostBytes;
    }

    @Override public synchronized void bind(Binding binding) {
        fanout.bind(binding);
    }

    @Override public synchronized List<Message> bindLate(Binding binding) {
        fanout.bind(binding);
        return List.copyOf(history);
    }

    @Override public synchronized void unbind(Binding binding) {
        fanout.unbind(binding);
    }

    @Override public synchronized void route(Message message, Matches<?> matches) {
        if (isToBeStored(message)) store(message.withoutBlindCopies());
        fanout.route(message, matches);
    }

    @Override public void look(Message message, Matches<?> matches) {
        fanout.route(message, matches);
    }

    private void store(Message message) {
        history.addLast(message);
        bytes += size(message);
        while (history.size() > length || bytes > mostBytes) bytes -= size(history.removeFirst());
    }

    private static long size(Message message) {
        return message.body().size() + message.properties().length();
    }

    private static boolean isToBeStored(Message message) {
        Optional<FieldValue> no = message.properties().header(NOT_TO_BE_STORED);
        return no.isEmpty() || no.get().type() != FieldType.BOOL || !no.get().asBoolean();
    }

    private static long length(FieldTable arguments) {
        Optional<FieldValue> length = arguments.find(LENGTH);
        if (length.isEmpty()) return DEFAULT_LENGTH;
        if (!length.get().isInteger() || length.get().asLong() < 1) throw invalid(length.get(), "a positive integer");
        if (length.get().asLong() > LONGEST) throw invalid(length.get(), "at most " + LONGEST);
        return length.get().asLong();
    }

    private static AmqpException invalid(FieldValue length, String must) {
        return new AmqpException(PRECONDITION_FAILED,
                "Invalid argument " + quoted(length) + ", '" + LENGTH + "' must be " + must);
    }

    /** As RabbitMQ shows it. */
    private static String quoted(FieldValue value) {
        return value.isString() ? "<<\"" + value.asText() + "\">>" : String.valueOf(value.value());
    }
}
