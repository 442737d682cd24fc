package io.leveret.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micronaut.context.ApplicationContext;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document of all routes. */
class OpenApiDocumentTest {

    /** Of Leveret's own GETs those that take a query, but for single jobs. */
    private static final Pattern OURS = Pattern.compile("get /api/(.*/(messages|unacked|delayed|check)|jobs|log|log/download|search"
        + "|config/effective|(explain|tail|topology)/.*)");

    private final JsonNode document = read(new OpenApiDocument().text());

    @Test
    void namesEveryRouteAndNoOther() {
        Set<String> documented = new TreeSet<>();
        document.path("paths").properties().forEach(path ->
            path.getValue().fieldNames().forEachRemaining(method -> documented.add(method + " " + path.getKey())));
        assertThat(documented).containsExactlyInAnyOrderElementsOf(routes());
    }

    @Test
    void refersOnlyToWhatIsThere() {
        List<String> missing = new ArrayList<>();
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            if (document.at(pointer).isMissingNode()) missing.add(pointer);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void saysWhatTheLibraryCannotKnow() {
        assertThat(document.at("/paths/~1api~1queues/get/parameters").findValuesAsText("$ref")).contains("#/components/parameters/page_size");
        assertThat(document.at("/paths/~1api~1queues~1{vhost}~1{queue}/put/requestBody").findPath("durable")).isNotEmpty();
        assertThat(document.at("/paths/~1api~1queues~1{vhost}~1{queue}/delete").has("requestBody")).isFalse();
        assertThat(document.at("/paths/~1api~1queues~1{vhost}~1{queue}/delete/parameters").findValuesAsText("name")).contains("if-unused");
        assertThat(document.toString()).doesNotContain("Caller");
    }

    @Test
    void saysWhatIsInEveryBody() {
        assertThat(where(operation -> operation.has("requestBody")
            && operation.at("/requestBody/content/application~1json/schema").isEmpty())).isEmpty();
    }

    @Test
    void saysWhatCanBeAskedOfWhatRabbitLacks() {
        assertThat(where(operation -> true)).filteredOn(OURS.asMatchPredicate()).hasSizeGreaterThan(10);
        assertThat(where(operation -> !asksForMoreThanColumns(operation))).filteredOn(OURS.asMatchPredicate()).isEmpty();
    }

    /** Whoever writes a client has to know what each part of a query is for. */
    @Test
    void saysWhatEachPartOfAQueryIsFor() {
        assertThat(where(operation -> queryOf(operation).stream().anyMatch(each -> !each.has("description") || !each.has("schema")))).isEmpty();
    }

    @Test
    void describesOnlyWhatIsThere() {
        Set<String> described = new TreeSet<>();
        OpenApiDocument.described().path("operations").fieldNames().forEachRemaining(described::add);
        Set<String> operations = new TreeSet<>();
        document.path("paths").forEach(path -> path.forEach(operation -> operations.add(
            operation.at("/tags/0").asText() + "." + operation.path("operationId").asText().replaceAll("_\\d+$", ""))));
        assertThat(operations).containsAll(described);
    }

    /** Methods and paths of operations. */
    private List<String> where(Predicate<JsonNode> wanted) {
        List<String> found = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
            .filter(method -> wanted.test(method.getValue())).forEach(method -> found.add(method.getKey() + " " + path.getKey())));
        return found;
    }

    private boolean asksForMoreThanColumns(JsonNode operation) {
        return queryOf(operation).stream().anyMatch(each -> !each.path("name").asText().equals("columns"));
    }

    private List<JsonNode> queryOf(JsonNode operation) {
        List<JsonNode> query = new ArrayList<>();
        for (JsonNode each : operation.path("parameters")) {
            JsonNode parameter = each.has("$ref") ? document.at(each.path("$ref").asText().substring(1)) : each;
            if (parameter.path("in").asText().equals("query")) query.add(parameter);
        }
        return query;
    }

    /** What Micronaut answers, but for methods that it adds by itself. */
    private static Set<String> routes() {
        Set<String> found = new TreeSet<>();
        try (ApplicationContext context = ApplicationContext.run()) {
            context.getBean(Router.class).uriRoutes().filter(each -> Set.of("GET", "PUT", "POST", "DELETE").contains(each.getHttpMethodName()))
                .forEach(each -> found.add(each.getHttpMethodName().toLowerCase(Locale.ROOT) + " " + path(each)));
        }
        return found;
    }

    /** Without the patterns that variables may have. */
    private static String path(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString().replaceAll(":[^}]*}", "}");
    }

    private static JsonNode read(String yaml) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
