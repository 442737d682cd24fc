package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Filters;
import io.leveret.api.stats.Figures;
import io.leveret.api.stats.Lately;
import io.leveret.api.stats.Windows;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.ExchangeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An exchange of a virtual host, in JSON. */
record ExchangeRow(VirtualHost host, ExchangeInfo info) {

    private static final int MINUTE = 60;

    /** What is said of it when it is declared, or by policies. */
    static Fields<ExchangeRow> basics() {
        return new Fields<ExchangeRow>()
            .add("name", row -> row.info().name())
            .add("vhost", row -> row.info().virtualHost())
            .add("type", row -> row.info().type())
            .add("durable", row -> row.info().durable())
            .add("auto_delete", row -> row.info().autoDelete())
            .add("internal", row -> row.info().internal())
            .add("arguments", row -> AmqpJson.of(row.info().arguments()))
            .addIfPresent("policy", ExchangeRow::policy)
            .add("user_who_performed_action", row -> row.info().user());
    }

    static Fields<ExchangeRow> fields(Windows windows) {
        return basics()
            .addIfPresent("messages_delayed", ExchangeRow::delayed)
            .add("bindings", ExchangeRow::bindings)
            .and(windows.messageStats(Figures.EXCHANGE, row -> row.info().stats()));
    }

    /** What a list of them can be asked for. */
    static Filters<ExchangeRow> filters() {
        return new Filters<ExchangeRow>()
            .add("declared", row -> !row.isBuiltIn())
            .add("unused", row -> !row.info().name().isEmpty() && row.bindings() == 0 && row.info().stats().rate(Metric.PUBLISH) == 0)
            .add("unroutable", row -> row.lost(Metric.DROP_UNROUTABLE) + row.lost(Metric.RETURN_UNROUTABLE) > 0);
    }

    /** What is told of an exchange by itself. */
    static Fields<ExchangeRow> whole(String node, Windows windows, BrokerView view) {
        return fields(windows)
            .add("incoming", row -> ChannelRow.channels(view.incoming(row.info()), node, Figures.PUBLISHES, windows))
            .add("outgoing", row -> ChannelRow.passages(view.outgoing(row.info()), "queue", row.host().name(), Figures.INCOMING, windows));
    }

    static List<ExchangeRow> all(Collection<VirtualHost> hosts, BrokerView view) {
        List<ExchangeRow> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            ManagedBroker.inAll(List.of(host.name()), view::exchanges).forEach(info -> rows.add(new ExchangeRow(host, info)));
        }
        return rows;
    }

    private boolean isBuiltIn() {
        return info.name().isEmpty() || info.name().startsWith("amq.");
    }

    /** That lead away from it; every queue has one to the default exchange. */
    private int bindings() {
        if (info.name().isEmpty()) return host.queues().size();
        Exchange exchange = host.findExchange(info.name());
        return exchange == null ? 0 : exchange.bindingCount();
    }

    /** How often in the last minute. */
    private long lost(Metric metric) {
        return Lately.counted(info.stats(), metric, MINUTE);
    }

    private Optional<String> policy() {
        return info.name().isEmpty() ? Optional.empty() : host.policies().ofExchange(info.name()).map(Policy::name);
    }

    /** Any exchange may hold messages back if a policy says so; of those of the type it is always told. */
    private Optional<Long> delayed() {
        boolean isMeantTo = info.type().equals(ExchangeType.DELAYED.toString());
        return isMeantTo || info.delayed() > 0 ? Optional.of(info.delayed()) : Optional.empty();
    }
}
