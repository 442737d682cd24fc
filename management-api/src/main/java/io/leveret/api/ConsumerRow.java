package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Filters;
import io.leveret.engine.view.ConsumerInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** A consumer, in JSON. */
final class ConsumerRow {

    private ConsumerRow() {
    }

    static Fields<ConsumerInfo> fields(String node) {
        return new Fields<ConsumerInfo>()
            .add("queue", ConsumerRow::queue)
            .add("channel_details", row -> row.channel().map(channel -> ChannelRow.details(channel, node)).orElse(Map.of()))
            .add("consumer_tag", ConsumerInfo::tag)
            .add("exclusive", ConsumerInfo::exclusive)
            .add("ack_required", ConsumerInfo::ackRequired)
            .add("prefetch_count", ConsumerInfo::prefetch)
            .add("active", ConsumerInfo::active)
            .add("activity_status", ConsumerInfo::activity)
            .add("arguments", row -> AmqpJson.of(row.arguments()))
            .add("consumer_timeout", row -> Math.max(0, row.timeout()));
    }

    /** What a list of them can be asked for. */
    static Filters<ConsumerInfo> filters() {
        return new Filters<ConsumerInfo>().add("inactive", row -> !row.active()).add("no_ack", row -> !row.ackRequired());
    }

    private static Map<String, Object> queue(ConsumerInfo consumer) {
        Map<String, Object> queue = new LinkedHashMap<>();
        queue.put("name", consumer.queue());
        queue.put("vhost", consumer.virtualHost());
        return queue;
    }
}
