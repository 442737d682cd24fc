package io.leveret.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The document that was made of the controllers while they were compiled, made ready when it is first asked for. */
final class OpenApiDocument {

    private static final String COMPILED = "/META-INF/swagger/openapi.yml";
    private static final String DESCRIBED = "/openapi/described.yml";

    private volatile String text;

    /** As YAML. */
    String text() {
        String ready = text;
        if (ready == null) text = ready = write();
        return ready;
    }

    /** What the controllers' signatures do not say. */
    static JsonNode described() {
        return read(DESCRIBED);
    }

    private static String write() {
        ObjectNode document = (ObjectNode) read(COMPILED);
        new Finishing(document, described()).finish();
        try {
            return yaml().writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String resource) {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream(resource)) {
            if (file == null) throw new IllegalStateException("no " + resource);
            return yaml().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not kept: it is used once or twice. */
    private static ObjectMapper yaml() {
        return new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES).build());
    }
}
