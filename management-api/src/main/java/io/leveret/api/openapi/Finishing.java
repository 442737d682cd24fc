package io.leveret.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts together what the compiler saw of the routes and what it cannot see, since controllers take queries and bodies as they come. The
 * latter is described under the names of controller and method, as in {@code Queues.put}.
 */
final class Finishing {

    private static final String QUERY = "query";
    private static final List<String> OF_OBJECTS = List.of("columns");
    private static final List<String> OF_LISTS =
        List.of("columns", "sort", "sort_reverse", "page", "page_size", "name", "use_regex", "disable_stats", "X-Vhost");
    private static final Map<String, Map<String, String>> DONE = Map.of(
        "put", Map.of("201", "It is there now", "204", "It was there, and is changed"),
        "post", Map.of("2XX", "It is done"),
        "delete", Map.of("204", "It is gone"));
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final List<String> REFUSALS = List.of("400", "401", "404");

    private final ObjectNode document;
    private final JsonNode described;

    /**
     * @param compiled what the compiler saw, to be completed
     * @param described the rest
     */
    Finishing(ObjectNode compiled, JsonNode described) {
        this.document = compiled;
        this.described = described.path("operations");
        described.properties().stream().filter(each -> !each.getKey().equals("operations"))
            .forEach(each -> document.withObject("/" + each.getKey()).setAll((ObjectNode) each.getValue()));
    }

    void finish() {
        document.withArray("security").addObject().putArray("basic");
        removeWhere(document.withArray("tags"), "name", "ApiErrors");
        for (JsonNode path : document.withObject("/paths")) {
            path.properties().stream().filter(each -> METHODS.contains(each.getKey()))
                .forEach(each -> finish(each.getKey(), (ObjectNode) each.getValue()));
        }
    }

    private void finish(String method, ObjectNode operation) {
        JsonNode told = described.path(operation.at("/tags/0").asText() + "." + methodName(operation));
        if (operation.path("summary").equals(operation.path("description"))) operation.remove("description");
        ArrayNode parameters = operation.withArray("parameters");
        boolean asks = removeWhere(parameters, "name", QUERY);
        if (asks && method.equals("get")) {
            boolean isList = methodName(operation).equals("list") || told.path("isList").asBoolean();
            for (String each : isList ? OF_LISTS : told.has(QUERY) ? List.<String>of() : OF_OBJECTS) refer(parameters, each);
        }
        told.path("also").forEach(each -> refer(parameters, each.asText()));
        told.path(QUERY).properties().forEach(each -> describe(parameters.addObject(), each.getKey(), each.getValue()));
        if (parameters.isEmpty()) operation.remove("parameters");
        finishBody(operation, told.path("body"));
        finishAnswers(method, operation.withObject("responses"));
    }

    /** Several methods of one name are told apart by a number. */
    private static String methodName(ObjectNode operation) {
        return operation.path("operationId").asText().replaceAll("_\\d+$", "");
    }

    private static void refer(ArrayNode parameters, String name) {
        String reference = "#/components/parameters/" + name;
        if (!parameters.findValuesAsText("$ref").contains(reference)) parameters.addObject().put("$ref", reference);
    }

    private static void describe(ObjectNode parameter, String name, JsonNode schema) {
        parameter.put("name", name).put("in", QUERY);
        if (schema.has("description")) parameter.set("description", schema.get("description"));
        ((ObjectNode) parameter.set("schema", schema.deepCopy()).get("schema")).remove("description");
    }

    private static void finishBody(ObjectNode operation, JsonNode schema) {
        if (!(operation.path("requestBody") instanceof ObjectNode body)) return;
        boolean isQueryOnly = body.at("/content/*~1*/schema/properties").has(QUERY) && schema.isMissingNode();
        if (isQueryOnly) {
            operation.remove("requestBody");
        } else {
            body.removeAll();
            body.putObject("content").putObject("application/json").set("schema", schema.isMissingNode() ? body.objectNode() : schema);
        }
    }

    private static void finishAnswers(String method, ObjectNode answers) {
        if (DONE.containsKey(method)) {
            answers.removeAll();
            DONE.get(method).forEach((code, text) -> answers.putObject(code).put("description", text));
        } else {
            answers.forEach(each -> ((ObjectNode) each).put("description", "What was asked for"));
        }
        for (String code : REFUSALS) answers.putObject(code).put("$ref", "#/components/responses/" + code);
    }

    private static boolean removeWhere(ArrayNode list, String field, String value) {
        int before = list.size();
        list.removeIf(each -> each.path(field).asText().equals(value));
        return list.size() < before;
    }
}
