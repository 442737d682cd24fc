package io.leveret.broker.amqp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker is short of. As long as there is an alarm nobody may publish, while consumers go on, which is what ends
 * it as a rule. Callable from any thread.
 */
public final class Alarms {

    private static final Logger log = LoggerFactory.getLogger(Alarms.class);

    /** Named as RabbitMQ names it to clients. */
    public enum Resource {
        MEMORY("memory"), DISK("disk");

        private final String text;

        Resource(String text) {
            this.text = text;
        }
    }

    /** Somebody who watches a resource; it is short as long as one of its watchers says so. */
    public final class Watcher {
        private final Resource resource;
        private boolean raised;

        private Watcher(Resource resource) {
            this.resource = resource;
        }

        /** @param why for the log */
        public void raise(String why) {
            boolean wasShort = shortOf.contains(resource);
            if (!set(this, true)) return;
            if (wasShort) log.debug("low on {} also as {}", resource.text, why);
            else log.warn("publishers are blocked, low on {}: {}", resource.text, why);
        }

        public void clear() {
            if (!set(this, false) || shortOf.contains(resource)) return;
            log.info("no longer low on {}: {}", resource.text, isAny() ? "but still on " + text() : "publishers go on");
        }
    }

    private final Map<Resource, Integer> raised = new EnumMap<>(Resource.class);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Resource> shortOf = List.of();

    public Watcher watcher(Resource resource) {
        return new Watcher(resource);
    }

    /** What there is too little of now. */
    public List<Resource> shortOf() {
        return shortOf;
    }

    boolean isAny() {
        return !shortOf.isEmpty();
    }

    /** How clients are told; nothing when there is no alarm. */
    Optional<String> reason() {
        return shortOf.isEmpty() ? Optional.empty() : Optional.of("low on " + text());
    }

    /** Runs the task, on whatever thread, after each change. */
    void onChange(Runnable task) {
        listeners.add(task);
    }

    private String text() {
        return shortOf.stream().map(resource -> resource.text).collect(Collectors.joining(" & "));
    }

    private boolean set(Watcher watcher, boolean on) {
        synchronized (this) {
            if (watcher.raised == on) return false;
            watcher.raised = on;
            raised.merge(watcher.resource, on ? 1 : -1, Integer::sum);
            List<Resource> now = new ArrayList<>(raised.keySet());
            now.removeIf(resource -> raised.get(resource) == 0);
            shortOf = List.copyOf(now);
        }
        listeners.forEach(Runnable::run);
        return true;
    }
}
