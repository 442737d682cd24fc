package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.settings.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** An exchange of a virtual host, in JSON. */
record ExchangeRow(VirtualHost host, Exchange exchange) {

    static final Fields<ExchangeRow> FIELDS = new Fields<ExchangeRow>()
        .add("name", row -> row.exchange().name())
        .add("vhost", row -> row.host().name())
        .add("type", row -> row.exchange().type().toString())
        .add("durable", row -> row.exchange().isDurable())
        .add("auto_delete", row -> row.exchange().isAutoDelete())
        .add("internal", row -> row.exchange().isInternal())
        .add("arguments", row -> AmqpJson.of(row.exchange().arguments()))
        .addIfPresent("policy", row -> row.host().policies().ofExchange(row.exchange().name()).map(Policy::name));

    static List<ExchangeRow> all(Collection<VirtualHost> hosts) {
        List<ExchangeRow> rows = new ArrayList<>();
        for (VirtualHost host : hosts) host.exchanges().forEach(exchange -> rows.add(new ExchangeRow(host, exchange)));
        return rows;
    }
}
