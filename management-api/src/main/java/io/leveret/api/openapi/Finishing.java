package io.leveret.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the compiler cannot see of the routes, since controllers take queries and bodies as they come: the parameters that all lists have,
 * and with which codes each method answers.
 */
final class Finishing {

    private static final String QUERY = "query";
    private static final List<String> OF_OBJECTS = List.of("columns");
    private static final List<String> OF_LISTS =
        List.of("columns", "sort", "sort_reverse", "page", "page_size", "name", "use_regex", "disable_stats");
    private static final Map<String, Map<String, String>> DONE = Map.of(
        "put", Map.of("201", "It is there now", "204", "It was there, and is changed"),
        "post", Map.of("2XX", "It is done"),
        "delete", Map.of("204", "It is gone"));
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final List<String> REFUSALS = List.of("400", "401", "404");

    private final ObjectNode document;

    Finishing(ObjectNode document) {
        this.document = document;
    }

    void finish() {
        document.withArray("security").addObject().putArray("basic");
        document.withObject("/components/schemas").remove("Query");
        removeWhere(document.withArray("tags"), "name", "ApiErrors");
        for (JsonNode path : document.withObject("/paths")) {
            path.properties().stream().filter(each -> METHODS.contains(each.getKey()))
                .forEach(each -> finish(each.getKey(), (ObjectNode) each.getValue()));
        }
    }

    private static void finish(String method, ObjectNode operation) {
        if (operation.path("summary").equals(operation.path("description"))) operation.remove("description");
        boolean asks = removeWhere(operation.withArray("parameters"), "name", QUERY);
        if (asks && method.equals("get")) {
            boolean isList = operation.path("operationId").asText().startsWith("list");
            for (String each : isList ? OF_LISTS : OF_OBJECTS) refer(operation.withArray("parameters"), "parameters", each);
        }
        if (operation.path("parameters").isEmpty()) operation.remove("parameters");
        finishBody(operation);
        finishAnswers(method, operation.withObject("responses"));
    }

    /** A body that is described elsewhere is described there only; one that holds nothing but the query is none. */
    private static void finishBody(ObjectNode operation) {
        if (!(operation.path("requestBody") instanceof ObjectNode body)) return;
        if (body.has("$ref")) {
            body.retain("$ref");
        } else if (body.at("/content/*~1*/schema/properties").has(QUERY)) {
            operation.remove("requestBody");
        } else {
            refer(operation, "requestBody", "requestBodies", "Any");
        }
    }

    private static void finishAnswers(String method, ObjectNode answers) {
        if (DONE.containsKey(method)) {
            answers.removeAll();
            DONE.get(method).forEach((code, text) -> answers.putObject(code).put("description", text));
        } else {
            answers.forEach(each -> ((ObjectNode) each).put("description", "What was asked for"));
        }
        for (String code : REFUSALS) refer(answers, code, "responses", code);
    }

    private static boolean removeWhere(ArrayNode list, String field, String value) {
        int before = list.size();
        list.removeIf(each -> each.path(field).asText().equals(value));
        return list.size() < before;
    }

    private static void refer(ArrayNode list, String kind, String name) {
        list.addObject().put("$ref", "#/components/" + kind + "/" + name);
    }

    private static void refer(ObjectNode parent, String field, String kind, String name) {
        parent.putObject(field).put("$ref", "#/components/" + kind + "/" + name);
    }
}
