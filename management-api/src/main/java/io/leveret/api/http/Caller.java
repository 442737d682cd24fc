package io.leveret.api.http;

import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.User;
import java.security.Principal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who asks, and what the tags of that user allow; the rules are RabbitMQ's. */
public final class Caller implements Principal {

    private static final Set<String> ANY = Set.of("management", "policymaker", "monitoring", "administrator");

    private final Broker broker;
    private final User user;
    private final Optional<String> listedHost;

    /** @param listedHost the only virtual host of which lists are wanted, if it is one */
    Caller(Broker broker, User user, Optional<String> listedHost) {
        this.broker = broker;
        this.user = user;
        this.listedHost = listedHost;
    }

    public String name() {
        return user.name();
    }

    /** {@inheritDoc} */
    @Override
    public String getName() {
        return name();
    }

    public User user() {
        return user;
    }

    public boolean isAdministrator() {
        return user.tags().contains("administrator");
    }

    public boolean isMonitor() {
        return isAdministrator() || user.tags().contains("monitoring");
    }

    private boolean isPolicymaker() {
        return isAdministrator() || user.tags().contains("policymaker");
    }

    /** As a user sees himself. */
    public static Map<String, Object> shown(User user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", user.name());
        shown.put("tags", user.tags().stream().sorted().toList());
        shown.put("is_internal_user", true);
        return shown;
    }

    /** Whether the user may use the API at all. */
    static boolean isAny(User user) {
        return user.tags().stream().anyMatch(ANY::contains);
    }

    public Caller requireAdministrator() {
        if (!isAdministrator()) throw ApiException.notAuthorised("Not administrator user");
        return this;
    }

    public Caller requireMonitor() {
        if (!isMonitor()) throw ApiException.notAuthorised("Not monitor user");
        return this;
    }

    public Caller requirePolicymaker() {
        if (!isPolicymaker()) throw ApiException.notAuthorised("User not authorised to access object");
        return this;
    }

    /** Whether the user may look at what another, or this one, does. */
    public boolean maySee(String other) {
        return isMonitor() || name().equals(other);
    }

    public Caller requireSelfOrMonitor(String other) {
        if (!maySee(other)) throw ApiException.notAuthorised("User not authorised to access object");
        return this;
    }

    public Caller requireSelfOrAdministrator(String other) {
        if (!isAdministrator() && !name().equals(other)) throw ApiException.notAuthorised("User not authorised to access object");
        return this;
    }

    /** Whether the user has any business in a virtual host. */
    public boolean mayUse(String virtualHost) {
        return broker.permissions().find(user.name(), virtualHost).isPresent();
    }

    /** Those whose contents the user may look at, by name. */
    public List<VirtualHost> virtualHosts() {
        return broker.virtualHosts().stream().filter(each -> isAdministrator() || mayUse(each.name()))
            .sorted(Comparator.comparing(VirtualHost::name)).toList();
    }

    /** The only virtual host of which the caller wants lists, if it is one. */
    public Optional<String> listedHost() {
        return listedHost;
    }

    /** Whether lists are to show what is in a virtual host. */
    public boolean lists(String virtualHost) {
        return listedHost.isEmpty() || listedHost.get().equals(virtualHost);
    }

    /**
     * Those whose contents lists show.
     *
     * @throws ApiException 404 when the only one that is wanted is not there for the user
     */
    public List<VirtualHost> listedHosts() {
        return listedHost.isPresent() ? List.of(look(listedHost.get())) : virtualHosts();
    }

    /**
     * A virtual host to look into.
     *
     * @throws ApiException 404, also when the user is not to know whether it is there
     */
    public VirtualHost look(String name) {
        return visible(name, ApiException.noSuchObject());
    }

    /**
     * A virtual host in which to change something.
     *
     * @throws ApiException 404
     */
    public VirtualHost change(String name) {
        return visible(name, ApiException.notFound("vhost_not_found"));
    }

    private VirtualHost visible(String name, ApiException missing) {
        if (!isAdministrator() && !mayUse(name)) throw ApiException.notFound("Not Found");
        return broker.findVirtualHost(name).orElseThrow(() -> missing);
    }
}
