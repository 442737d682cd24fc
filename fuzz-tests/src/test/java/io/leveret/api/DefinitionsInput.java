package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.MalformedJsonException;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.NodeView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** A file of definitions. It is taken in, or refused with what is wrong with it. */
public final class DefinitionsInput implements Node, Loop {

    private DefinitionsInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of("guest"), HashAlgorithm.SHA256, -1), store, QueueStorage.boundless(store));
        try {
            JsonObject file = JsonObject.of(new String(bytes, StandardCharsets.UTF_8));
            new DefinitionsImport(broker, new DefinitionsInput(), new Importer("somebody")).take(file);
        } catch (MalformedJsonException | InvalidBodyException | ApiException refused) {
            // as it should be
        }
    }

    @Override
    public String name() {
        return "rabbit@localhost";
    }

    @Override
    public String version() {
        return "0";
    }

    @Override
    public String rabbitVersion() {
        return "4.3.0";
    }

    @Override
    public List<Listener> listeners() {
        return List.of();
    }

    @Override
    public Set<String> alarms() {
        return Set.of();
    }

    @Override
    public Loop nextLoop() {
        return this;
    }

    @Override
    public NodeView figures() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String dataDirectory() {
        return "";
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        return () -> {};
    }

    @Override
    public long millis() {
        return 0;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }
}
