package io.leveret.api;

import io.leveret.engine.access.Rights;
import io.leveret.engine.view.ClientConnection;

/** In whose name definitions are taken in: an administrator's, who may have anything made. */
record Importer(String userName) implements ClientConnection {

    @Override
    public String name() {
        return "definitions";
    }

    @Override
    public Rights rights() {
        return Rights.ALL;
    }

    /** There is nothing to close. */
    @Override
    public void close(String reason) {
    }
}
