package io.leveret.engine.browse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Browsed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which messages somebody wants: those that meet all conditions. Patterns are those of {@link TextPattern}. */
public final class MessageFilter implements Predicate<Browsed> {

    /** Meets everything. */
    public static final MessageFilter ALL = new MessageFilter(List.of());

    /** How much of a body is looked through. */
    public static final int SEARCHED_BYTES = 1 << 20;

    private final List<Predicate<Browsed>> conditions;

    private MessageFilter(List<Predicate<Browsed>> conditions) {
        this.conditions = conditions;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean test(Browsed seen) {
        for (Predicate<Browsed> condition : conditions) if (!condition.test(seen)) return false;
        return true;
    }

    /** Each method throws IllegalArgumentException when there can be no such condition. */
    public static final class Builder {

        private final List<Predicate<Browsed>> conditions = new ArrayList<>();

        private Builder() {
        }

        /** The exact name. */
        public Builder exchange(String name) {
            conditions.add(seen -> seen.message().exchange().equals(name));
            return this;
        }

        public Builder key(String pattern) {
            Predicate<String> wanted = TextPattern.of(pattern);
            conditions.add(seen -> wanted.test(seen.message().routingKey()));
            return this;
        }

        /** @param pattern null if the header need only be there */
        public Builder header(String name, String pattern) {
            Predicate<String> wanted = pattern == null ? any -> true : TextPattern.of(pattern);
            conditions.add(seen -> seen.message().properties().header(name).map(FieldValue::asText).filter(wanted).isPresent());
            return this;
        }

        /** @param pattern null if the property need only be there */
        public Builder property(String name, String pattern) {
            if (!PropertyText.names().contains(name)) {
                throw new IllegalArgumentException("unknown property '" + name + "'; there are "
                    + String.join(", ", new TreeSet<>(PropertyText.names())));
            }
            Predicate<String> wanted = pattern == null ? any -> true : TextPattern.of(pattern);
            conditions.add(seen -> PropertyText.of(seen.message().properties(), name).filter(wanted).isPresent());
            return this;
        }

        /** In the body as UTF-8, as far as it is looked through. */
        public Builder text(String pattern) {
            Predicate<String> wanted = TextPattern.of(pattern);
            conditions.add(seen -> wanted.test(new String(Bodies.start(seen.message().body(), SEARCHED_BYTES), UTF_8)));
            return this;
        }

        public Builder redelivered(boolean wanted) {
            conditions.add(seen -> seen.redelivered() == wanted);
            return this;
        }

        /** Whether it has come as a dead letter. */
        public Builder deadLetter(boolean wanted) {
            conditions.add(seen -> seen.message().isDeadLetter() == wanted);
            return this;
        }

        /** Bytes of the body, both included. */
        public Builder size(long least, long most) {
            conditions.add(seen -> isBetween(seen.message(), least, most));
            return this;
        }

        public MessageFilter build() {
            return conditions.isEmpty() ? ALL : new MessageFilter(List.copyOf(conditions));
        }

        private static boolean isBetween(Message message, long least, long most) {
            return message.body().size() >= least && message.body().size() <= most;
        }
    }
}
