package io.leveret.api;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.NodeView;
import java.util.List;
import java.util.Set;

/** A node of which there is nothing to tell, and whose loop does everything at once. */
class StandInNode implements Node {

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
        return new AtOnce();
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

    private static final class AtOnce implements Loop {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            return () -> { };
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
}
