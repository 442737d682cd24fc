package io.leveret.api.stats;

import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of a kind of thing, each with its details. They come in groups: where nothing has ever been counted of a group,
 * it is left out.
 */
public final class Figures {

    private static final List<Figure> PUBLISHING = List.of(Figure.of(Metric.PUBLISH), Figure.of(Metric.CONFIRM),
        Figure.of(Metric.RETURN_UNROUTABLE), Figure.of(Metric.DROP_UNROUTABLE));
    private static final List<Figure> ARRIVALS = List.of(Figure.of(Metric.ENQUEUED));
    private static final List<Figure> DISK = List.of(Figure.of(Metric.DISK_READS), Figure.of(Metric.DISK_WRITES));
    private static final List<Figure> DELIVERIES = List.of(Figure.of(Metric.GET), Figure.of(Metric.GET_NO_ACK),
        Figure.of(Metric.DELIVER), Figure.of(Metric.DELIVER_NO_ACK), Figure.of(Metric.REDELIVER), Figure.of(Metric.ACK),
        Figure.of("deliver_get", Metric.GET, Metric.GET_NO_ACK, Metric.DELIVER, Metric.DELIVER_NO_ACK), Figure.of(Metric.GET_EMPTY));

    /** The message_stats of the node, and of a virtual host. */
    public static final Figures MESSAGES = new Figures(List.of(join(List.of(PUBLISHING, DISK, DELIVERIES))));

    /** The message_stats of a queue. */
    public static final Figures QUEUE = new Figures(List.of(join(List.of(ARRIVALS, DELIVERIES))));

    /** The message_stats of an exchange; what it could not route is not said by RabbitMQ. */
    public static final Figures EXCHANGE = new Figures(List.of(List.of(Figure.of("publish_in", Metric.PUBLISH),
        Figure.of("publish_out", Metric.ROUTED)), List.of(Figure.of(Metric.RETURN_UNROUTABLE), Figure.of(Metric.DROP_UNROUTABLE))));

    /** The message_stats of a channel; it is said of most that they only publish, or only consume. */
    public static final Figures CHANNEL = new Figures(List.of(PUBLISHING, DELIVERIES));

    /** What a channel publishes to an exchange. */
    public static final Figures PUBLISHES = new Figures(List.of(PUBLISHING));

    /** What comes into a queue through an exchange. */
    public static final Figures INCOMING = new Figures(List.of(ARRIVALS));

    /** What goes from a queue to a channel. */
    public static final Figures DELIVERED = new Figures(List.of(DELIVERIES));

    /** The churn_rates of the node. */
    public static final Figures CHURN = new Figures(List.of(List.of(Figure.of(Metric.CONNECTION_CREATED),
        Figure.of(Metric.CONNECTION_CLOSED), Figure.of(Metric.CHANNEL_CREATED), Figure.of(Metric.CHANNEL_CLOSED),
        Figure.of(Metric.QUEUE_DECLARED), Figure.of(Metric.QUEUE_CREATED), Figure.of(Metric.QUEUE_DELETED))));

    /** How many messages there are; how many just now is asked elsewhere. */
    public static final List<Figure> DEPTH = List.of(Figure.of("messages", Metric.READY, Metric.UNACKED), Figure.of(Metric.READY),
        Figure.of(Metric.UNACKED));

    /** What goes over a connection. */
    public static final List<Figure> BYTES = List.of(Figure.of(Metric.RECEIVED_BYTES), Figure.of(Metric.SENT_BYTES));

    private final List<List<Figure>> groups;

    private Figures(List<List<Figure>> groups) {
        this.groups = groups;
    }

    /** Empty when nothing has been counted yet. */
    public Optional<Map<String, Object>> find(List<History> histories, Optional<Span> span) {
        Map<String, Object> shown = of(histories, span);
        return shown.isEmpty() ? Optional.empty() : Optional.of(shown);
    }

    public Map<String, Object> of(List<History> histories, Optional<Span> span) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (List<Figure> group : groups) if (isCounted(group, histories)) add(group, histories, span, shown);
        return shown;
    }

    /** All of them, whether something was counted or not. */
    public Map<String, Object> all(List<History> histories, Optional<Span> span) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (List<Figure> group : groups) add(group, histories, span, shown);
        return shown;
    }

    /** What stands at a dotted path, {@code publish} or {@code publish_details.rate}, without all the rest; null for nothing. */
    public Object part(List<History> histories, Optional<Span> span, String path) {
        int end = path.indexOf(Figure.DETAILS + ".");
        String key = end < 0 ? path : path.substring(0, end);
        for (List<Figure> group : groups) {
            for (Figure figure : group) {
                if (!figure.key().equals(key)) continue;
                if (!isCounted(group, histories)) return null;
                if (end < 0) return figure.total(histories);
                return figure.detail(histories, span, path.substring(end + Figure.DETAILS.length() + 1));
            }
        }
        return null;
    }

    private static boolean isCounted(List<Figure> group, List<History> histories) {
        for (Figure figure : group) if (figure.total(histories) != 0) return true;
        return false;
    }

    private static void add(List<Figure> group, List<History> histories, Optional<Span> span, Map<String, Object> shown) {
        for (Figure figure : group) {
            shown.put(figure.key(), figure.total(histories));
            shown.put(figure.detailsKey(), figure.details(histories, span));
        }
    }

    private static List<Figure> join(List<List<Figure>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }
}
