package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Bounds;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.PropertiesJson;
import io.leveret.api.json.Query;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.explain.Explanation;
import io.leveret.engine.explain.ExplanationLimits;
import io.leveret.engine.explain.RoutingExplainer;
import io.leveret.engine.explain.WaysTo;
import io.leveret.engine.message.Expirations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which queues a message would reach, and why not the others; and which ways lead to a queue. */
@Controller("/api/explain")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class ExplainController {

    private static final int USUAL_MATCHED = 500;
    private static final int USUAL_UNMATCHED = 100;
    private static final int USUAL_WAYS = 100;
    private static final int MOST = 2_000;
    private static final int MOST_STEPS = 500;

    @Post("/{vhost}/{exchange}")
    HttpResponse<?> explain(String vhost, String exchange, Caller caller, @Nullable @io.micronaut.http.annotation.Body String body) {
        VirtualHost host = caller.look(vhost);
        Exchange start = Optional.ofNullable(host.findExchange(Names.exchange(exchange))).orElseThrow(ApiException::noSuchObject);
        JsonObject wanted = JsonObject.of(body);
        Message message = message(start, wanted);
        ExplanationLimits limits = new ExplanationLimits(Bounds.of(wanted, "limit", USUAL_MATCHED, MOST),
            Bounds.of(wanted, "unmatched_limit", USUAL_UNMATCHED, MOST), MOST_STEPS, Bounds.of(wanted, "limit", USUAL_MATCHED, MOST),
            wanted.find("destination").map(String::valueOf));
        Explanation explanation = new RoutingExplainer(host::findExchange).explain(start, message, limits);
        return Answers.ok(new ExplanationJson(host, message, Bounds.of(wanted, "payload_bytes", 0, Integer.MAX_VALUE)).of(start, explanation));
    }

    @Get("/{vhost}/q/{queue}")
    HttpResponse<?> waysTo(String vhost, String queue, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        QueueRef found = Optional.ofNullable(host.findQueue(queue)).orElseThrow(ApiException::noSuchObject);
        return Answers.ok(WaysJson.of(host, found, WaysTo.of(host, found, Bounds.of(query, "limit", USUAL_WAYS, MOST))));
    }

    /** Headers may stand beside the properties, as they are what one mostly wants to say. */
    private static Message message(Exchange exchange, JsonObject wanted) {
        Map<String, Object> properties = new LinkedHashMap<>(wanted.table("properties"));
        if (wanted.find("headers").isPresent()) properties.put("headers", wanted.table("headers"));
        BasicProperties read = PropertiesJson.read(properties);
        Expirations.check(read);
        return new Message(exchange.name(), Names.requireShort(wanted.text("routing_key", () -> "")), read, Body.EMPTY);
    }
}
