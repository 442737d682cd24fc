package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.MalformedJsonException;
import io.leveret.engine.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A definitions file for a broker that is about to start. */
public final class DefinitionsFile {

    private static final String ACTOR = "rmq-internal";

    private final JsonObject contents;

    private DefinitionsFile(JsonObject contents) {
        this.contents = contents;
    }

    /**
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static DefinitionsFile read(Path path) throws IOException {
        try {
            return new DefinitionsFile(JsonObject.of(Files.readString(path)));
        } catch (MalformedJsonException | InvalidBodyException e) {
            throw new IllegalArgumentException("it is no JSON object", e);
        }
    }

    /** Whether somebody can log in afterwards. */
    public boolean bringsUsers() {
        return contents.find("users").filter(users -> users instanceof List<?> list && !list.isEmpty()).isPresent();
    }

    /**
     * Makes all that is in it and not there yet; changes are not on disk yet when this returns.
     *
     * @throws IllegalArgumentException that names all that will not do, and then nothing is done
     */
    public void takeIn(Broker broker, Node node) {
        try {
            new DefinitionsImport(broker, node, new Importer(ACTOR)).take(contents);
        } catch (ApiException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
