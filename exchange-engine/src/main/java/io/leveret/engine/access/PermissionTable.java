package io.leveret.engine.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Who may do what in which virtual host. Read by anybody; changed by the broker, one change at a time. Every change
 * raises the version, by which those who remember verdicts notice that they must ask again.
 */
public final class PermissionTable {

    /** What a user may do in a virtual host. */
    public record Granted(String user, String virtualHost, Permissions permissions) {
    }

    /** To which topics of an exchange a user is restricted. */
    public record TopicsGranted(String user, String virtualHost, String exchange, TopicPermissions permissions) {
    }

    private record Place(String user, String virtualHost) {
    }

    private final Map<Place, Permissions> permissions = new ConcurrentHashMap<>();
    private final Map<Place, Map<String, TopicPermissions>> topics = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong(1);

    public void put(String user, String virtualHost, Permissions granted) {
        permissions.put(new Place(user, virtualHost), granted);
        version.incrementAndGet();
    }

    /** @return whether there were any */
    public boolean remove(String user, String virtualHost) {
        boolean removed = permissions.remove(new Place(user, virtualHost)) != null;
        version.incrementAndGet();
        return removed;
    }

    public void putTopics(String user, String virtualHost, String exchange, TopicPermissions granted) {
        topics.compute(new Place(user, virtualHost), (place, before) -> {
            Map<String, TopicPermissions> after = before == null ? new HashMap<>() : new HashMap<>(before);
            after.put(exchange, granted);
            return Map.copyOf(after);
        });
        version.incrementAndGet();
    }

    /** @return whether there were any */
    public boolean removeTopics(String user, String virtualHost, String exchange) {
        Place place = new Place(user, virtualHost);
        Map<String, TopicPermissions> before = topics.getOrDefault(place, Map.of());
        if (!before.containsKey(exchange)) return false;
        Map<String, TopicPermissions> after = new HashMap<>(before);
        after.remove(exchange);
        if (after.isEmpty()) topics.remove(place);
        else topics.put(place, Map.copyOf(after));
        version.incrementAndGet();
        return true;
    }

    public void removeUser(String user) {
        removeAll(place -> place.user().equals(user));
    }

    public void removeVirtualHost(String virtualHost) {
        removeAll(place -> place.virtualHost().equals(virtualHost));
    }

    /** Empty when the user has no business in the virtual host. */
    public Optional<Permissions> find(String user, String virtualHost) {
        return Optional.ofNullable(permissions.get(new Place(user, virtualHost)));
    }

    /** By exchange; those that are not there are not restricted. */
    public Map<String, TopicPermissions> findTopics(String user, String virtualHost) {
        return topics.getOrDefault(new Place(user, virtualHost), Map.of());
    }

    public List<Granted> all() {
        List<Granted> all = new ArrayList<>();
        permissions.forEach((place, granted) -> all.add(new Granted(place.user(), place.virtualHost(), granted)));
        return all;
    }

    public List<TopicsGranted> allTopics() {
        List<TopicsGranted> all = new ArrayList<>();
        topics.forEach((place, byExchange) -> byExchange.forEach((exchange, granted) ->
            all.add(new TopicsGranted(place.user(), place.virtualHost(), exchange, granted))));
        return all;
    }

    long version() {
        return version.get();
    }

    private void removeAll(Predicate<Place> concerned) {
        permissions.keySet().removeIf(concerned);
        topics.keySet().removeIf(concerned);
        version.incrementAndGet();
    }
}
