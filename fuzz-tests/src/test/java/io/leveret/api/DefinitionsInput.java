package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.MalformedJsonException;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A file of definitions. It is taken in, or refused with what is wrong with it. */
public final class DefinitionsInput {

    private DefinitionsInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of("guest"), HashAlgorithm.SHA256, -1), store, QueueStorage.boundless(store));
        try {
            JsonObject file = JsonObject.of(new String(bytes, StandardCharsets.UTF_8));
            new DefinitionsImport(broker, new StandInNode(), new Importer("somebody")).take(file);
        } catch (MalformedJsonException | InvalidBodyException | ApiException refused) {
            // as it should be
        }
    }
}
