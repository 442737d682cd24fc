package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.browse.MessageId;
import io.leveret.engine.queue.HeldMessage;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.ChannelName;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who holds what, and for how long. */
@Controller("/api/queues/{vhost}/{queue}")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class UnackedController {

    private static final int MOST_SHOWN = 500;

    /** A queue's loop walks there in one turn. */
    private static final int FARTHEST = 100_000;

    private final ManagedBroker managed;

    UnackedController(ManagedBroker managed) {
        this.managed = managed;
    }

    /** What was handed out and is not acknowledged, the oldest deliveries first. */
    @Get("/unacked")
    HttpResponse<?> unacked(String vhost, String queue, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        if (host.findQueue(queue) == null) throw ApiException.noSuchObject();
        QueueRef found = host.queue(queue, managed.client(caller, host));
        BrowseQuery asked = new BrowseQuery(query);
        int count = (int) asked.number("count", 50, 1, MOST_SHOWN);
        long offset = asked.number("offset", 0, 0, FARTHEST);
        List<HeldMessage> held = managed.<List<HeldMessage>>ask(answer -> found.contents().held(offset, count, answer));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("messages", held.stream().map(each -> show(each, found)).toList());
        answer.put("offset", offset);
        answer.put("total", found.stats().unacked());
        return Answers.ok(query.columns().within(answer));
    }

    private static Map<String, Object> show(HeldMessage held, QueueRef queue) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", MessageId.of(queue, held.position()).toString());
        shown.put("age", Math.max(0, queue.home().millis() - held.since()));
        shown.put("delivered_at", held.since());
        held.consumer().ifPresent(tag -> shown.put("consumer_tag", tag));
        held.channel().ifPresent(channel -> shown.put("channel_details", channel(channel)));
        if (held.deliveryTag() > 0) shown.put("delivery_tag", held.deliveryTag());
        shown.put("redelivered", held.redelivered());
        shown.put("delivery_count", held.failures());
        shown.put("payload_bytes", held.size());
        if (held.message() != null) {
            shown.put("exchange", held.message().exchange());
            shown.put("routing_key", held.message().routingKey());
        }
        return shown;
    }

    private static Map<String, Object> channel(ChannelName channel) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", channel.toString());
        shown.put("number", channel.number());
        shown.put("user", channel.user());
        shown.put("connection_name", channel.connection());
        shown.put("peer_host", channel.peerHost());
        shown.put("peer_port", channel.peerPort());
        return shown;
    }
}
