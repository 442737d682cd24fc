package io.leveret.broker;

import io.leveret.api.DefinitionsFile;
import io.leveret.api.Node;
import io.leveret.engine.Broker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The definitions that the broker is started with: it starts with all of them, or not at all. */
record Definitions(Path path, DefinitionsFile file) {

    static Definitions read(Path path) {
        try {
            return new Definitions(path, DefinitionsFile.read(path));
        } catch (NoSuchFileException e) {
            throw unusable(path, "there is no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(path, e.getMessage(), e);
        }
    }

    boolean bringUsers() {
        return file.bringsUsers();
    }

    void takeIn(Broker broker, Node node) {
        try {
            file.takeIn(broker, node);
        } catch (IllegalArgumentException e) {
            throw unusable(path, e.getMessage(), e);
        }
    }

    private static StartupException unusable(Path path, String why, Exception cause) {
        return new StartupException("definitions file " + path + ": " + why, cause);
    }
}
