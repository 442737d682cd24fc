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

    private static String write() {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES).build());
        try {
            ObjectNode document = (ObjectNode) read(yaml, COMPILED);
            new Finishing(document, read(yaml, DESCRIBED)).finish();
            return yaml.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper yaml, String resource) throws IOException {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream(resource)) {
            if (file == null) throw new IllegalStateException("no " + resource);
            return yaml.readTree(file);
        }
    }
}
