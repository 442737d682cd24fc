package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Bounds;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Query;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.explain.PolicyPreview;
import io.leveret.engine.explain.PolicyPreview.Affected;
import io.leveret.engine.explain.PolicyPreview.Change;
import io.leveret.engine.explain.PolicyPreview.Overruling;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a policy would change, should it be set as it is. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class PolicyPreviewController {

    private static final int USUAL = 200;
    private static final int MOST = 5_000;

    @Post("/policies/{vhost}/{policy}/preview")
    HttpResponse<?> ofUser(String vhost, @PathVariable String policy, Caller caller, Query query, @Nullable @Body String body) {
        return preview(caller.requirePolicymaker().change(vhost), policy, false, query, JsonObject.of(body));
    }

    @Post("/operator-policies/{vhost}/{policy}/preview")
    HttpResponse<?> ofOperator(String vhost, @PathVariable String policy, Caller caller, Query query, @Nullable @Body String body) {
        return preview(caller.requireAdministrator().change(vhost), policy, true, query, JsonObject.of(body));
    }

    private static HttpResponse<?> preview(VirtualHost host, String policy, boolean ofOperator, Query query, JsonObject wanted) {
        int limit = Bounds.of(query, "limit", USUAL, MOST);
        PolicyPreview preview = PolicyPreview.of(host, PolicyRow.policy(policy, wanted, ofOperator), ofOperator);
        List<Affected> shown = preview.objects().stream().limit(limit).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vhost", host.name());
        json.put("name", policy);
        json.put("matched_queues", preview.queues());
        json.put("matched_exchanges", preview.exchanges());
        json.put("changed", preview.changed());
        json.put("objects", shown.stream().map(PolicyPreviewController::json).toList());
        json.put("objects_left_out", preview.objects().size() - shown.size());
        return Answers.ok(json);
    }

    private static Map<String, Object> json(Affected object) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", object.kind().toString());
        json.put("name", object.name());
        json.put("matched", object.matches());
        object.policy().ifPresent(policy -> json.put("policy", policy));
        json.put("changes", object.changes().stream().map(PolicyPreviewController::json).toList());
        json.put("overruled", object.overruled().entrySet().stream().map(each -> json(each.getKey(), each.getValue())).toList());
        return json;
    }

    private static Map<String, Object> json(Change change) {
        FieldTable.Builder values = FieldTable.builder();
        change.before().ifPresent(value -> values.put("before", value));
        change.after().ifPresent(value -> values.put("after", value));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", change.key());
        json.putAll(AmqpJson.of(values.build()));
        return json;
    }

    private static Map<String, Object> json(String key, Overruling overruling) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", key);
        json.put("by", overruling.kind().name().toLowerCase(Locale.ROOT));
        if (!overruling.by().isEmpty()) json.put("policy", overruling.by());
        return json;
    }
}
