package io.leveret.engine.exchange;

import io.leveret.codec.value.FieldTable;

import java.util.Comparator;

/**
 * A binding of a destination to the exchange named {@code source}. Two bindings with the same arguments in another order are the
 * same binding, so the arguments are kept in the order of their names. Comparable, so that a map of bindings stays fast whatever
 * keys a client thinks up to collide.
 */
public record Binding(String source, Destination destination, String key, FieldTable arguments) implements Comparable<Binding> {
    private static final Comparator<Binding> ORDER = Comparator.comparing(Binding::source)
            .thenComparing(Binding::key)
            .thenComparing(binding -> binding.destination().name())
            .thenComparing(binding -> binding.arguments().toString());

    public Binding {
        if (arguments.size() > 1) arguments = sorted(arguments);
    }

    @Override public int compareTo(Binding other) {
        return ORDER.compare(this, other);
    }

    private static FieldTable sorted(FieldTable arguments) {
        FieldTable.Builder sorted = FieldTable.builder();
        arguments.entries().stream()
                .sorted(Comparator.comparing(FieldTable.Entry::name))
                .forEach(entry -> sorted.put(entry.name(), entry.value()));
        return sorted.build();
    }
}
