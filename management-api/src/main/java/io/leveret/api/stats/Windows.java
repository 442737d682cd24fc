package io.leveret.api.stats;

import io.leveret.api.json.Fields;
import io.leveret.api.json.Query;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Over which time somebody wants to see how numbers were, and in what steps.
 *
 * @param lengths  of queues
 * @param messages of what happens to messages
 * @param bytes    of what goes over connections
 */
public record Windows(Optional<Span> lengths, Optional<Span> messages, Optional<Span> bytes) {

    public static Windows of(Query query) {
        return new Windows(query.span("lengths"), query.span("msg_rates"), query.span("data_rates"));
    }

    /** How fast numbers change that stand in the objects themselves. */
    public static <T> Fields<T> details(List<Figure> figures, Function<T, History> history, Optional<Span> span) {
        Fields<T> fields = new Fields<>();
        for (Figure figure : figures) {
            fields.addTree(figure.detailsKey(), row -> figure.details(List.of(history.apply(row)), span),
                (row, name) -> figure.detail(List.of(history.apply(row)), span, name));
        }
        return fields;
    }

    /** The numbers, and how fast they change. */
    public static <T> Fields<T> totals(List<Figure> figures, Function<T, History> history, Optional<Span> span) {
        Fields<T> fields = new Fields<>();
        for (Figure figure : figures) fields.add(figure.key(), row -> figure.total(List.of(history.apply(row))));
        return fields.and(details(figures, history, span));
    }

    /** The field message_stats. */
    public <T> Fields<T> messageStats(Figures figures, Function<T, History> history) {
        return new Fields<T>().addTree("message_stats", row -> figures.find(List.of(history.apply(row)), messages),
            (row, path) -> figures.part(List.of(history.apply(row)), messages, path));
    }
}
