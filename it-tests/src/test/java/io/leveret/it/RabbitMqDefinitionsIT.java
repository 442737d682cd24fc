package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions files as several versions of RabbitMQ write them. */
class RabbitMqDefinitionsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SECTIONS = List.of("users", "vhosts", "permissions", "topic_permissions", "parameters",
            "global_parameters", "policies", "queues", "exchanges", "bindings");

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq-3.8", "rabbitmq-3.10", "rabbitmq-3.13", "rabbitmq-4.3"})
    void comeOutAsTheyCameIn(String version) throws IOException {
        JsonNode file = read(version);
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start()) {
            Api api = Api.of(broker);
            assertThat(api.post("/definitions", file.toString())).extracting(Api.Reply::status, Api.Reply::body).containsExactly(204, "");
            JsonNode written = JSON.readTree(api.get("/definitions").body());
            for (String section : SECTIONS) assertThat(meaning(section, written)).as(section).containsAll(meaning(section, file));
            for (String section : List.of("queues", "exchanges", "bindings", "policies", "parameters")) {
                assertThat(meaning(section, written)).as(section).isEqualTo(meaning(section, file));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq-3.10-vhost", "rabbitmq-4.3-vhost"})
    void thoseOfOneVirtualHostGoIntoAnyOther(String version) throws IOException {
        JsonNode file = read(version);
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).virtualHost("copy").start()) {
            Api api = Api.of(broker);
            assertThat(api.post("/definitions/copy", file.toString()).status()).isEqualTo(204);
            JsonNode written = JSON.readTree(api.get("/definitions/copy").body());
            file.forEach(RabbitMqDefinitionsIT::dropVirtualHost);
            for (String section : List.of("queues", "exchanges", "bindings", "policies", "parameters")) {
                assertThat(meaning(section, written)).as(section).isEqualTo(meaning(section, file));
            }
        }
    }

    /** Old versions say it in each row. */
    private static void dropVirtualHost(JsonNode section) {
        for (JsonNode row : section) if (row instanceof ObjectNode object) object.remove("vhost");
    }

    @Test
    void passwordsOfAllAlgorithmsAreTakenAlong() throws IOException {
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start()) {
            Api api = Api.of(broker);
            assertThat(api.post("/definitions", read("rabbitmq-3.10").toString()).status()).isEqualTo(204);
            for (String user : List.of("ten-sha256", "ten-sha512", "ten-md5")) {
                assertThat(api.as(user, "test12").get("/whoami").status()).as(user).isEqualTo(200);
                assertThat(api.as(user, "test13").get("/whoami").status()).as(user).isEqualTo(401);
            }
            assertThat(api.as("ten-nobody", "").get("/whoami").status()).isEqualTo(401);
        }
    }

    @Test
    void mayBeUploadedWithAForm() throws IOException {
        String file = read("rabbitmq-4.3").toString();
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start()) {
            Api api = Api.of(broker);
            assertThat(upload(api, part("file", file)).status()).isEqualTo(204);
            assertThat(api.get("/queues/shop/app.orders").status()).isEqualTo(200);
            Api.Reply sent = upload(api, part("file", file) + part("redirect", "../#/"));
            assertThat(sent.status()).isEqualTo(303);
            assertThat(sent.header("location")).isEqualTo("../#/");
            assertThat(upload(api, part("file", file) + part("redirect", "https://elsewhere.example")).status()).isEqualTo(204);
            assertThat(upload(api, part("file", "{")).body()).contains("failed_to_parse_json");
            assertThat(upload(api, part("other", file)).body()).contains("failed_to_parse_json");
            assertThat(api.as("", "").send("POST", "/definitions", part("file", file) + "--limit--\r\n", "content-type",
                    "multipart/form-data; boundary=limit").status()).isEqualTo(401);
        }
    }

    private static Api.Reply upload(Api api, String parts) {
        return api.send("POST", "/definitions", parts + "--limit--\r\n", "content-type", "multipart/form-data; boundary=limit");
    }

    private static String part(String name, String content) {
        String file = name.equals("redirect") ? "" : "; filename=\"defs.json\"\r\nContent-Type: application/json";
        return "--limit\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n" + content + "\r\n";
    }

    /** What the rows of a section say, without what versions write differently and what no import takes in. */
    private static Set<String> meaning(String section, JsonNode file) {
        Set<String> rows = new TreeSet<>();
        for (JsonNode row : file.path(section)) {
            if (row.path("name").asText().startsWith("amq.") || row.path("destination").asText().startsWith("amq.gen-")) continue;
            if (row.path("name").asText().equals("internal_cluster_id")) continue;
            ObjectNode plain = row.deepCopy();
            simplify(section, plain);
            rows.add(sorted(plain).toString());
        }
        return rows;
    }

    private static void simplify(String section, ObjectNode row) {
        switch (section) {
            case "users" -> {
                Set<String> tags = new TreeSet<>();
                if (row.path("tags").isTextual()) tags.addAll(List.of(row.path("tags").asText().split(",")));
                else row.path("tags").forEach(tag -> tags.add(tag.asText()));
                tags.remove("");
                row.put("tags", tags.toString());
            }
            case "vhosts" -> row.retain("name");
            case "queues" -> {
                ((ObjectNode) row.path("arguments")).put("x-queue-type", row.at("/arguments/x-queue-type").asText("classic"));
                row.remove("type");
            }
            case "exchanges" -> row.remove("internal");
            default -> { }
        }
    }

    /** The order of keys says nothing. */
    private static JsonNode sorted(JsonNode tree) {
        if (!(tree instanceof ObjectNode object)) return tree;
        ObjectNode ordered = JSON.createObjectNode();
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        keys.forEach(key -> ordered.set(key, sorted(object.get(key))));
        return ordered;
    }

    private static JsonNode read(String name) {
        try (InputStream in = RabbitMqDefinitionsIT.class.getResourceAsStream("/definitions/" + name + ".json")) {
            return JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
